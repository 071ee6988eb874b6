import { messagesTo, tally } from '../tally.ts';
import type { Scene } from './scene.ts';

/** Members whose RAM users have MFA, or need none, whenever a message could have been sent. */
const ALWAYS_FINE = ['U0EVE', 'U0OMAR', 'U0YUKI', 'U0FINN', 'U0GINA', 'U0KIM'];

export const sums: Scene = async (stage, narrator) => {
  const total = tally(stage);
  const toTheFine = messagesTo(stage, ALWAYS_FINE);
  narrator.scene(stage.clock.now(), 'What went over the wire, counted at the other end');
  narrator.fact(
    `${total.toPeople} messages to people, ${total.toChannels} to the two security channels.`,
    total.toPeople === 28,
  );
  narrator.fact(`${total.duplicates} of them twice.`, total.duplicates === 0);
  narrator.fact(`${toTheFine} to people who have MFA or need none.`, toTheFine === 0);
  narrator.fact(
    'Jane and Max got nothing after their thank-you.',
    messagesTo(stage, ['U0JANE']) === 2 && messagesTo(stage, ['U0MAX']) === 4,
  );
  narrator.fact(
    `${total.enforcingCalls} calls that changed something in RAM: one to require MFA, one to undo it.`,
    total.enforcingCalls === 2,
  );
  narrator.tell(
    `${total.alibabaCalls} calls to Alibaba Cloud (${total.throttledCalls} throttled and repeated), ` +
      `${total.slackCalls} to Slack and ${total.dingtalkCalls} to DingTalk, in 15 days.`,
  );
};

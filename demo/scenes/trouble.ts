import { ADMIN_ID, CORP_LAB_ID, DINGTALK_ADMIN_ID } from '../people.ts';
import type { Stage } from '../stage.ts';
import { messagesTo } from '../tally.ts';
import { last, type Scene } from './scene.ts';

const EVENING_BEFORE = '2026-03-02T09:40';
const NEXT_MORNING = '2026-03-03T10:00';
const A_WEEK_LATER = '2026-03-10T10:00';
const MENDED_AND_A_DAY = '2026-03-11T17:30';

let denied: { remove(): void } | null = null;

/** Three things break at once, of three kinds: one person, one account, one chat. */
export const threeThingsBreak: Scene = async (stage, narrator) => {
  narrator.tell(
    'The same company on the day of its start, and three things go wrong at once: Slack refuses Jane Doe alone, account ' +
      'corp-lab no longer lets itself be listed, and somebody takes the DingTalk app’s secret away. All of it lasts for a week.',
  );
  stage.slack.refuseMessagesTo('U0JANE');
  stage.dingtalk.revokeCredentials();
  await stage.advanceTo(EVENING_BEFORE);
  narrator.scene(stage.clock.now(), 'The start');
  denied = stage.alibaba.faults.add({ kind: 'no_permission', action: 'ListUsers', accountId: CORP_LAB_ID });
  const slack = stage.hands('slack');
  await slack.press(ADMIN_ID, await slack.say(ADMIN_ID, 'start'), 'Start');
  await stage.advanceTo('2026-03-02T17:30');
  narrator.fact(
    'Whom nothing is wrong with is told: Max Roe, Tom Hill, 李雷.',
    messagesTo(stage, ['U0MAX', 'U0TOM', 'U0LILEI']) === 3,
  );
  narrator.fact('Jane Doe is not, and keeps nobody waiting.', messagesTo(stage, ['U0JANE']) === 0);
};

export const whatAdminsHear: Scene = async (stage, narrator) => {
  await stage.advanceTo(NEXT_MORNING);
  narrator.scene(stage.clock.now(), 'What the admin hears');
  for (const message of alarms(stage))
    narrator.show('Alex gets this in Slack, which works, also about DingTalk, which does not.', message);
  narrator.show('And having typed  /mfa status', await stage.hands('slack').say(ADMIN_ID, 'status'), {
    firstLines: 16,
  });
};

export const whatTheLeadReads: Scene = async (stage, narrator) => {
  await stage.advanceTo(A_WEEK_LATER);
  narrator.scene(stage.clock.now(), 'A week later, what the security lead reads');
  narrator.show('#security: what does not work stands first.', last(stage.hands('slack').channelMessages()), {
    firstLines: 24,
  });
  narrator.show(
    'Who could not be reached, and why:  /mfa status unreachable',
    await stage.hands('slack').say(ADMIN_ID, 'status unreachable'),
  );
  narrator.fact('The week brought each of it to the admin once, not once a day.', alarms(stage).length === 2);
  const { status, parts } = await stage.app.health();
  const failing = [...parts].filter(([, part]) => part.status === 'failing');
  narrator.showLines(
    'The machine that asks GET /healthz sees 503 and these parts.',
    failing.map(
      ([name, { code, since }]) =>
        `${name}: ${code}, since ${new Date(since ?? 0).toISOString().slice(0, 16)}Z`,
    ),
  );
  narrator.fact('It does not call itself well.', status === 'failing');
};

export const allIsMended: Scene = async (stage, narrator) => {
  stage.slack.refuseMessagesTo('U0JANE', null);
  stage.dingtalk.restoreCredentials();
  denied?.remove();
  await stage.advanceTo(MENDED_AND_A_DAY);
  narrator.scene(stage.clock.now(), 'Everything is mended, and nobody touched the bot');
  for (const message of alarms(stage).filter(({ summary }) => summary.startsWith('Works again')))
    narrator.show('Alex hears that it works again, and how long it did not.', message);
  narrator.show(
    'Jane Doe hears of it for the first time: her fourteen days begin today.',
    last(stage.hands('slack').messagesTo('U0JANE')),
    {
      firstLines: 8,
    },
  );
  narrator.show('陈明 as well, in DingTalk.', last(stage.hands('dingtalk').messagesTo('chenming')), {
    firstLines: 6,
  });
  narrator.show(
    '刘洋, the admin there, sees what everybody sees:  /mfa status',
    await stage.hands('dingtalk').say(DINGTALK_ADMIN_ID, 'status'),
    {
      firstLines: 8,
    },
  );
  narrator.fact('The bot calls itself well.', (await stage.app.health()).status === 'ok');
};

const alarms = (stage: Stage) =>
  stage
    .hands('slack')
    .messagesTo(ADMIN_ID)
    .filter(({ summary }) => /^(Not working|Works again)/.test(summary));

import { TOPIC_ROBOT } from 'dingtalk-stream';
import type { Secret } from '../../config/secret.ts';
import { type Check, type CheckLine, ok } from '../../domain/check-line.ts';
import type { Clock } from '../../domain/clock.ts';
import type { WayOut } from '../../net/way-out.ts';
import type { CheckChat } from '../chat.ts';
import { directoryChecks } from './directory-check.ts';
import { askForStreamUrl } from './gateway.ts';
import { createOpenPlatform } from './open-platform.ts';
import { checkRobot } from './robot-check.ts';

export interface DingtalkCheckOptions {
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly robotCode: string;
  readonly apiUrl: string;
  readonly oapiUrl: string;
  readonly securityConversationId: string | null;
  readonly adminIds: readonly string[];
  readonly clock: Clock;
  readonly wayOut: WayOut;
}

const APP = 'DingTalk app';
const APP_ADVICE =
  'open-dev.dingtalk.com › the app › Credentials & basic information (凭证与基础信息): copy Client ID and Client Secret into DINGTALK_CLIENT_ID and DINGTALK_CLIENT_SECRET';
const STREAM = 'DingTalk Stream mode';
const STREAM_ADVICE =
  'open-dev.dingtalk.com › the app › Robot (机器人): message receiving mode Stream mode, Publish; then publish a version of the app';
const CONVERSATION = 'DingTalk security conversation';

/** Connects nothing that messages could be pushed to, so a bot that runs meanwhile misses none. */
export function createDingtalkCheck(options: DingtalkCheckOptions): CheckChat {
  const { securityConversationId, adminIds } = options;
  // Only what the robot says is counted, and it says nothing here.
  const platform = createOpenPlatform({ ...options, memory: { count: async () => {} } });
  return async (run) => {
    const known = { isAccepted: false };
    const lines: CheckLine[] = [
      ...(await run({
        what: APP,
        remedy: APP_ADVICE,
        async look(signal) {
          await platform.token.get(signal);
          known.isAccepted = true;
          return [ok(APP, 'DingTalk accepts its credentials')];
        },
      })),
    ];
    // Credentials that are refused are refused everywhere.
    if (!known.isAccepted) return lines;
    const robot = { what: 'DingTalk robot', remedy: 'try again' };
    lines.push(
      ...(await run({
        ...robot,
        look: async (signal) => [await checkRobot({ ...options, platform }, signal)],
      })),
      ...(await run(streamCheck(options))),
    );
    for (const check of directoryChecks(platform, adminIds)) lines.push(...(await run(check)));
    return securityConversationId === null ? lines : [...lines, CONVERSATION_LINE];
  };
}

const CONVERSATION_LINE = ok(
  CONVERSATION,
  'is set; that the robot is in the group shows with the first digest',
);

/** A ticket is only a place to connect to: unused, it is gone after 90 seconds. */
function streamCheck(options: DingtalkCheckOptions): Check {
  return {
    what: STREAM,
    remedy: STREAM_ADVICE,
    async look(signal) {
      await askForStreamUrl(options, [{ type: 'CALLBACK', topic: TOPIC_ROBOT }], signal);
      return [ok(STREAM, 'DingTalk lets the bot connect')];
    },
  };
}

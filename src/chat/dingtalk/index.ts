import type { Secret } from '../../config/secret.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Log } from '../../log.ts';
import type { WayOut } from '../../net/way-out.ts';
import type { ChatMemory, ChatProvider } from '../chat.ts';
import { createPatientRead } from '../transport/patient-read.ts';
import { createBatchMessenger } from './batch-messenger.ts';
import { meaningOf } from './codes.ts';
import { DingtalkCommandSource } from './command-source.ts';
import { createDirectory } from './directory.ts';
import { createFileMessenger } from './file-messenger.ts';
import { createMessenger } from './messenger.ts';
import { createOpenPlatform } from './open-platform.ts';

export { createDingtalkCheck } from './check.ts';
export { ADDRESS_PERMISSIONS, PERMISSIONS } from './permissions.ts';

export interface DingtalkOptions {
  /** Of the app; older pages call it AppKey, and the secret AppSecret. */
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly robotCode: string;
  /** `https://api.dingtalk.com`, `https://oapi.dingtalk.com`; without a slash at the end. */
  readonly apiUrl: string;
  readonly oapiUrl: string;
  /** openConversationId of the group whose members may see other people's state, there; null: only administrators may. */
  readonly securityConversationId: string | null;
  readonly clock: Clock;
  /** 0 ≤ value < 1 */
  readonly random: () => number;
  readonly log: Log;
  readonly memory: ChatMemory;
  readonly wayOut: WayOut;
}

/** DingTalk: HTTP for what is said and who is who, Stream mode for what people write. Connects to nothing before it is used. */
export function createDingtalk(options: DingtalkOptions): ChatProvider {
  const { robotCode, clock, random, log } = options;
  const platform = createOpenPlatform(options);
  const robot = { platform, robotCode };
  const messenger = createMessenger(robot);
  return {
    chat: 'dingtalk',
    messenger,
    files: createFileMessenger(robot),
    directory: createDirectory({ platform, readPatiently: createPatientRead(clock, random), clock, log }),
    commandSource: new DingtalkCommandSource({ ...options, token: platform.token, messenger }),
    viewerRole: {
      // Whoever writes there reads there too.
      isViewer: async ({ actor, place }) => actor.chat === 'dingtalk' && place === 'security_conversation',
    },
    credentials: {
      verify: async (signal) => {
        await platform.token.get(signal);
      },
    },
    meaningOf,
    homePages: null,
    batchMessenger: createBatchMessenger(robot),
  };
}

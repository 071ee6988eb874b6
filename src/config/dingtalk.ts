import { CHATS } from '../domain/chats.ts';
import type { MonthlyQuotas } from '../domain/quota.ts';
import { adviseOnChat } from './chat-variables.ts';
import { integer, listOf, matching, secret, webAddress } from './formats.ts';
import type { Secret } from './secret.ts';
import { allOrNone, defineGroup, optional, withDefault } from './variable.ts';

interface DingtalkConfig {
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly robotCode: string;
  /** Without a slash at the end, as `oapiUrl`. */
  readonly apiUrl: string;
  readonly oapiUrl: string;
  /** openConversationId; null: no digest is posted, and admins alone are viewers. */
  readonly securityConversation: string | null;
  /** userIds. */
  readonly adminIds: readonly string[];
  /** Of the whole organisation in a calendar month. */
  readonly monthlyQuotas: MonthlyQuotas;
}

const API_URL = 'https://api.dingtalk.com';
const OAPI_URL = 'https://oapi.dingtalk.com';

const clientId = matching(
  /^[\w-]+$/,
  'write the Client ID alone: it stands under "Credentials & Basic Information" of your DingTalk app',
);
const clientSecret = matching(
  /^\S+$/,
  'write the Client Secret alone: it stands under "Credentials & Basic Information" of your DingTalk app',
);
const robotCode = matching(
  /^[\w-]+$/,
  'write the robot code alone: it stands under "Robot" of your DingTalk app, and mostly equals the Client ID',
);
const conversationId = matching(
  /^[\w+/=-]{8,}$/,
  'write the openConversationId of the group, not its name: type @bot /mfa here in the group to see it',
);
const userId = matching(
  /^[\w.@-]{1,64}$/,
  'write the userId of the person, not the name: /mfa me shows yours',
);

/** null without credentials. */
export const dingtalkGroup = defineGroup({
  variables: {
    DINGTALK_CLIENT_ID: optional(clientId),
    DINGTALK_CLIENT_SECRET: optional(secret(clientSecret)),
    DINGTALK_ROBOT_CODE: optional(robotCode),
    DINGTALK_API_URL: withDefault(API_URL, webAddress(API_URL)),
    DINGTALK_OAPI_URL: withDefault(OAPI_URL, webAddress(OAPI_URL)),
    DINGTALK_SECURITY_CONVERSATION: optional(conversationId),
    DINGTALK_ADMIN_IDS: optional(listOf(userId)),
    DINGTALK_MONTHLY_QUOTA: withDefault('5000', integer(1, 100_000_000)),
    DINGTALK_MONTHLY_STREAM_QUOTA: withDefault('3000', integer(1, 100_000_000)),
  },
  check: (raw) => allOrNone(raw, CHATS.dingtalk.variables.credentials),
  advise: (raw) =>
    adviseOnChat('dingtalk', raw, {
      withoutChannel:
        'is not set: no digest is posted to DingTalk. Add the robot to the group, and set it to what an admin sees there by @bot /mfa here',
      withoutAdmins:
        'is not set: nobody in DingTalk can give admin commands. Set it to userIds (/mfa me shows yours)',
      others: ['DINGTALK_MONTHLY_QUOTA', 'DINGTALK_MONTHLY_STREAM_QUOTA'],
    }),
  build: (values): DingtalkConfig | null => {
    const { DINGTALK_CLIENT_ID, DINGTALK_CLIENT_SECRET, DINGTALK_ROBOT_CODE } = values;
    if (DINGTALK_CLIENT_ID === null || DINGTALK_CLIENT_SECRET === null || DINGTALK_ROBOT_CODE === null) {
      return null;
    }
    return {
      clientId: DINGTALK_CLIENT_ID,
      clientSecret: DINGTALK_CLIENT_SECRET,
      robotCode: DINGTALK_ROBOT_CODE,
      apiUrl: withoutSlash(values.DINGTALK_API_URL),
      oapiUrl: withoutSlash(values.DINGTALK_OAPI_URL),
      securityConversation: values.DINGTALK_SECURITY_CONVERSATION,
      adminIds: values.DINGTALK_ADMIN_IDS ?? [],
      monthlyQuotas: {
        api_call: values.DINGTALK_MONTHLY_QUOTA,
        stream_delivery: values.DINGTALK_MONTHLY_STREAM_QUOTA,
      },
    };
  },
});

function withoutSlash({ href }: URL): string {
  return href.replace(/\/+$/, '');
}

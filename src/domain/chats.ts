import type { Language } from './message.ts';
import type { Meter } from './quota.ts';

/** What a chat is, for everything outside its folder. */
interface Chat {
  /** Its name, where the reader's language has no other. */
  readonly label: string;
  /** The tag by which an administrator names the person behind a RAM user, by that chat's id. */
  readonly tag: string;
  /** In the environment. */
  readonly variables: {
    /** Without all of these the chat is not there. */
    readonly credentials: readonly [string, ...(readonly string[])];
    readonly admins: string;
    /** Where the digest is posted. */
    readonly channel: string;
    /** What it allows by the calendar month; null: it counts nothing. */
    readonly monthlyQuotas: Readonly<Record<Meter, string>> | null;
  };
  /** Of whoever tells no locale, and of what is said to a channel and to admins. */
  readonly defaultLanguage: Language;
  /** Can a post in a channel answer to another? */
  readonly hasThreads: boolean;
  /** Characters of a long list that one message takes; what follows is another page. */
  readonly pageRoom: number;
  /** How a command names a member, the id as its first group; null: by nothing that could be told from a user name. */
  readonly mention: RegExp | null;
}

const ALL = {
  slack: {
    label: 'Slack',
    tag: 'slack-user-id',
    variables: {
      credentials: ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN'],
      admins: 'SLACK_ADMIN_IDS',
      channel: 'SLACK_SECURITY_CHANNEL',
      monthlyQuotas: null,
    },
    defaultLanguage: 'en',
    hasThreads: true,
    pageRoom: 6000,
    mention: /^<@([^|>]+)(?:\|[^>]*)?>$/u,
  },
  dingtalk: {
    label: 'DingTalk',
    tag: 'dingtalk-userid',
    variables: {
      credentials: ['DINGTALK_CLIENT_ID', 'DINGTALK_CLIENT_SECRET', 'DINGTALK_ROBOT_CODE'],
      admins: 'DINGTALK_ADMIN_IDS',
      channel: 'DINGTALK_SECURITY_CONVERSATION',
      monthlyQuotas: {
        api_call: 'DINGTALK_MONTHLY_QUOTA',
        stream_delivery: 'DINGTALK_MONTHLY_STREAM_QUOTA',
      },
    },
    defaultLanguage: 'zh',
    hasThreads: false,
    pageRoom: 2200,
    mention: null,
  },
} satisfies Readonly<Record<string, Chat>>;

export type ChatName = keyof typeof ALL;

/** Adding a chat is an entry here; what must follow does not compile without it. */
export const CHATS: Readonly<Record<ChatName, Chat>> = ALL;

/** The preferred one first, where nobody says otherwise. */
export const CHAT_NAMES = Object.keys(CHATS) as readonly ChatName[];

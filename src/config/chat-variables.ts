import { CHAT_NAMES, CHATS, type ChatName } from '../domain/chats.ts';
import type { ConfigProblem } from './config-error.ts';
import type { RawVariables } from './variable.ts';

const all = new Intl.ListFormat('en-GB');

/** `SLACK_BOT_TOKEN and SLACK_APP_TOKEN, or DINGTALK_CLIENT_ID, …`: one chat is enough. */
export function credentialsOfAnyChat(): string {
  return CHAT_NAMES.map((chat) => all.format(CHATS[chat].variables.credentials)).join(', or ');
}

interface Words {
  /** What follows where this is not set, as a sentence that goes on after the variable's name. */
  readonly withoutChannel: string;
  readonly withoutAdmins: string;
  /** Further variables that do nothing without credentials. */
  readonly others: readonly string[];
}

/** What works, but probably not as meant, among the variables of one chat. */
export function adviseOnChat(
  chat: ChatName,
  raw: RawVariables,
  { withoutChannel, withoutAdmins, others }: Words,
): readonly ConfigProblem[] {
  const { credentials, channel, admins } = CHATS[chat].variables;
  if (credentials.every((name) => raw[name] === undefined)) {
    const idle = [channel, admins, ...others].filter((name) => raw[name] !== undefined);
    if (raw.PREFERRED_CHAT === chat) idle.push('PREFERRED_CHAT');
    const message = `has no effect without ${all.format(credentials)}`;
    return idle.map((variable) => ({ variable, message }));
  }
  const advice: readonly ConfigProblem[] = [
    { variable: channel, message: withoutChannel },
    { variable: admins, message: withoutAdmins },
  ];
  return advice.filter(({ variable }) => raw[variable] === undefined);
}

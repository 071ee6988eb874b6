import type { ChatName } from './chats.ts';
import { type PartName, partKind } from './part.ts';

/** What a chat's code is about, as far as it makes a difference to who reads it: each asks for something else. */
const CODE_MEANINGS = [
  // The bot's app in that chat: nothing goes through before an administrator acts.
  'token_refused',
  'app_not_installed',
  'scope_missing',
  'app_forbidden',
  'address_not_allowed',
  'messages_tab_off',
  'robot_off',
  'quota_spent',
  'bot_outdated',
  // One person.
  'person_unknown',
  'person_gone',
  'person_not_joined',
  'person_out_of_range',
  'person_refused',
  // One channel.
  'not_in_channel',
  'channel_archived',
  'channel_restricted',
  // What passes by itself.
  'rate_limited',
  'vendor_failed',
  'vendor_busy',
  'network',
  // The message itself, or a file.
  'message_refused',
  'files_refused',
  'unknown',
] as const;
export type CodeMeaning = (typeof CODE_MEANINGS)[number];

/** To whom the refused call was addressed: vendors use the same codes for both. */
export type Addressee = 'person' | 'channel';

/** What a code means, by the table of the chat it comes from. */
export type MeaningOf = (code: string, addressee: Addressee) => CodeMeaning;

/** Of the chats that are configured. */
export type Meanings = ReadonlyMap<ChatName, MeaningOf>;

/** What a chat says of a person or of itself, with what it means. */
export interface ChatCode {
  readonly chat: ChatName;
  /** null: it says so by what it tells of the person, without a code. */
  readonly code: string | null;
  readonly meaning: CodeMeaning;
}

/** What a chat said of a person, or of a channel. */
export function chatCode(
  meanings: Meanings,
  chat: ChatName,
  code: string,
  addressee: Addressee = 'person',
): ChatCode {
  return { chat, code, meaning: meanings.get(chat)?.(code, addressee) ?? 'unknown' };
}

/** What is said of one person or one message means something else where it is said of all. */
const MEANT_OF_ALL: Readonly<Partial<Record<CodeMeaning, CodeMeaning>>> = {
  person_refused: 'app_forbidden',
  message_refused: 'bot_outdated',
};

/** Why a part does not work, where it is a chat that says so; null: it is none, or none that is configured. */
export function meaningInPart(meanings: Meanings, part: PartName, code: string): CodeMeaning | null {
  const kind = partKind(part);
  if (kind.kind !== 'chat') return null;
  const meaning = meanings.get(kind.chat)?.(code, 'person') ?? null;
  return meaning === null ? null : (MEANT_OF_ALL[meaning] ?? meaning);
}

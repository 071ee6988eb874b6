import type { View } from '../view.ts';
import type { Chat } from './conversations.ts';

const FOR_EVERYBODY = ['/mfa', '/mfa help'];
const FOR_ADMINS = {
  slack: ['/mfa start', '/mfa status', '/mfa enforce tom.hill', '/mfa help'],
  dingtalk: ['/mfa start', '/mfa status', '/mfa enforce wang.fang', '/mfa help'],
} as const;

/** What somebody might type, for a start. */
export function suggestionsFor({ personas }: View, chat: Chat, personId: string): readonly string[] {
  return personas.admin[chat]?.id === personId ? FOR_ADMINS[chat] : FOR_EVERYBODY;
}

import { CHATS, type ChatName } from '../../chats.ts';
import type { CodeMeaning } from '../../code-meaning.ts';
import { code, type Text } from '../../message.ts';
import { listed } from '../compose.ts';
import type { Words } from '../words.ts';

/** What a code of this chat means, and what to do about it; null: nothing. */
export function meaningInWords(
  words: Words,
  { chat, meaning }: { readonly chat: ChatName; readonly meaning: CodeMeaning },
): { readonly what: string; readonly todo: Text | null } {
  const { codeMeanings, grammar, vocabulary } = words;
  const { what, todo } = codeMeanings[meaning];
  const { variables, tag } = CHATS[chat];
  const name = vocabulary.chatName(chat);
  const credentials = listed(grammar, variables.credentials.map(code), variables.credentials.length);
  const about = { chat: name, credentials, channel: code(variables.channel), tag: code(tag) };
  return { what: what(name), todo: todo === null ? null : todo(about) };
}

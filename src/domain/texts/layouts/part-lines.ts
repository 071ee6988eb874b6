import type { ChatName } from '../../chats.ts';
import type { LocalInstant } from '../../clock.ts';
import type { CodeMeaning } from '../../code-meaning.ts';
import { databaseTrouble } from '../../database-trouble.ts';
import { code, type Inline, type Text } from '../../message.ts';
import type { Aspect } from '../../part.ts';
import type { AccountLabel } from '../../ram-user.ts';
import { joined } from '../compose.ts';
import type { Words } from '../words.ts';
import { accountTag, codeInWords, meaningInWords } from './in-words.ts';

/** A part as people know it. */
export type PartLabel =
  | { readonly kind: 'account'; readonly account: AccountLabel }
  | { readonly kind: 'chat' | 'quota'; readonly chat: ChatName }
  | { readonly kind: 'enforcement' | 'database' | 'clock' };

export interface FailingPart {
  readonly part: PartLabel;
  readonly aspect: Aspect;
  readonly since: LocalInstant;
  readonly code: string;
  /** null: no chat says so. */
  readonly meaning: CodeMeaning | null;
}

/** What does not work since when, by which code, and what to do about it. */
export function failingLine(words: Words, failing: FailingPart): Text {
  const { part, aspect, since, meaning } = failing;
  const { parts: w, grammar } = words;
  const what =
    part.kind === 'chat' ? w.chatAspects[aspect === 'whole' ? 'sending' : aspect] : w.fails[part.kind];
  const isTold = part.kind === 'chat' && meaning !== null;
  const why = isTold ? codeInWords(words, { ...part, code: failing.code, meaning }) : code(failing.code);
  return joined(
    w.since(partName(words, part), what, grammar.whenWithZone(since), why),
    isTold ? meaningInWords(words, { ...part, meaning }).todo : partAdvice(words, part.kind, failing.code),
  );
}

/** What to do about a part where no chat says why it fails. */
export function partAdvice(
  { parts: w }: Pick<Words, 'parts'>,
  kind: PartLabel['kind'],
  vendorCode: string,
): Text {
  return kind === 'database' ? w.databaseTodo[databaseTrouble(vendorCode)] : w.todo[kind];
}

export function partName(words: Words, part: PartLabel): Inline {
  const { parts: w, vocabulary } = words;
  switch (part.kind) {
    case 'account':
      return accountTag(words, part.account);
    case 'chat':
      return vocabulary.chatName(part.chat);
    case 'quota':
      return w.quotaOf(vocabulary.chatName(part.chat));
    case 'enforcement':
    case 'database':
    case 'clock':
      return w.names[part.kind];
    default:
      return part satisfies never;
  }
}

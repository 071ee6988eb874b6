import type { ChatName } from '../../chats.ts';
import type { LocalInstant } from '../../clock.ts';
import { code, type Inline, type Text } from '../../message.ts';
import type { Aspect } from '../../part.ts';
import type { AccountLabel } from '../../ram-user.ts';
import { joined } from '../compose.ts';
import type { Words } from '../words.ts';
import { accountTag } from './in-words.ts';

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
}

/** What does not work since when, by which code, and what to do about it. */
export function failingLine(words: Words, { part, aspect, since, code: vendorCode }: FailingPart): Text {
  const { parts: w, grammar } = words;
  const what =
    part.kind === 'chat' ? w.chatAspects[aspect === 'whole' ? 'sending' : aspect] : w.fails[part.kind];
  return joined(
    w.since(partName(words, part), what, grammar.whenWithZone(since), code(vendorCode)),
    w.todo[part.kind],
  );
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

import type { LocalInstant } from '../../clock.ts';
import { code, type Text } from '../../message.ts';
import type { WitnessedEvent } from '../../witness.ts';
import type { Words } from '../words.ts';

/** When and from where something was done; the address is for that person and for admins alone. */
export interface SeenFrom {
  readonly at: LocalInstant;
  /** null: the record names none. */
  readonly fromAddress: string | null;
}

/** What the record has of it, by the clock of somebody’s zone. */
export function seenFrom(event: WitnessedEvent, zone: string): SeenFrom {
  return { at: { at: event.at, zone }, fromAddress: event.fromAddress };
}

export function boundText({ grammar, witness: w }: Words, { at, fromAddress }: SeenFrom): Text {
  const when = grammar.whenWithZone(at);
  return fromAddress === null ? w.bound(when) : w.boundFrom(when, code(fromAddress));
}

/** Of somebody who can sign in by the password alone. */
export function usedText(
  words: Words,
  { userName, usedWithoutMfa: used }: { readonly userName: string; readonly usedWithoutMfa: SeenFrom | null },
): Text | null {
  if (used === null) return null;
  const { grammar, witness: w } = words;
  const [user, when] = [code(userName), grammar.whenWithZone(used.at)];
  return used.fromAddress === null ? w.used(user, when) : w.usedFrom(user, when, code(used.fromAddress));
}

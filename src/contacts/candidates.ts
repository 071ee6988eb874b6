import { distance } from 'fastest-levenshtein';
import type { Person } from '../chat/chat.ts';
import { type ContactRecord, isSameMember } from '../domain/contact.ts';

const SHOWN_MAX = 3;
/** One letter in four may be another. */
const LETTERS_PER_MISTAKE = 4;

/** Members whose names are near a RAM user's, nearest first, for an admin to choose from: nobody is taken for a match. */
export function candidatesFor(
  user: { readonly userName: string; readonly displayName: string },
  everybody: readonly Person[],
  { denied }: Pick<ContactRecord, 'denied'>,
): readonly Person[] {
  const names = [...new Set([namePart(user.userName), user.displayName].map(inOneOrder))];
  return everybody
    .filter((person) => !denied.some((one) => isSameMember(one, person)))
    .map((person) => ({ person, away: distanceTo(names, inOneOrder(person.displayName)) }))
    .filter(({ away }) => away !== null)
    .toSorted((one, other) => (one.away ?? 0) - (other.away ?? 0))
    .slice(0, SHOWN_MAX)
    .map(({ person }) => person);
}

/** null: it is another name. */
function distanceTo(names: readonly string[], other: string): number | null {
  const near = names.flatMap((name) => {
    const mistakesMax = Math.floor(Math.min(name.length, other.length) / LETTERS_PER_MISTAKE);
    if (name === '' || Math.abs(name.length - other.length) > mistakesMax) return [];
    const away = distance(name, other);
    return away <= mistakesMax ? [away] : [];
  });
  return near.length === 0 ? null : Math.min(...near);
}

const namePart = (userName: string) => userName.split('@')[0] ?? userName;

/** `jane.doe`, `Doe, Jane` and `JANE DOE` are one name. */
function inOneOrder(name: string): string {
  const words = name
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{Letter}\p{Number}]+/u);
  return words
    .filter((word) => word !== '')
    .toSorted()
    .join(' ');
}

import type { Standing } from '../../contact.ts';
import { type Block, code, type Text } from '../../message.ts';
import type { UserLabel } from '../../ram-user.ts';
import { listed, paragraph, type Sentence } from '../compose.ts';
import type { Words } from '../words.ts';
import { accountTag, contactName } from './in-words.ts';

interface Stood extends UserLabel {
  readonly standing: Standing;
}

const NAMES_SHOWN_MAX = 5;

export function areOwned(users: readonly Pick<Stood, 'standing'>[]): boolean {
  return users.length > 0 && users.every(({ standing }) => standing.kind === 'owner');
}

/** The service account as the subject of a sentence; of several, each of those that follow. */
export function ownedName(words: Words, users: readonly UserLabel[]): Text {
  const w = words.standing;
  const [only, ...others] = users;
  return only === undefined || others.length > 0
    ? w.eachOwned
    : w.owned(code(only.userName), accountTag(words, only.account));
}

/** That it is enough when one does it, and that nobody may have to. */
export function standingNote(
  words: Words,
  users: readonly Stood[],
  securityContact: string | null,
): Block | null {
  const said = [
    ...sharing(words, users),
    ...(areOwned(users) ? [words.standing.isItNeeded(contactName(words, securityContact))] : []),
  ];
  return said.length === 0 ? null : paragraph(...said);
}

function sharing(words: Words, users: readonly Stood[]): readonly Sentence[] {
  const { grammar, standing: w } = words;
  return users.flatMap(({ userName, standing }) => {
    if (standing.kind !== 'shared') return [];
    return [w.shared(code(userName), listed(grammar, standing.withNames, NAMES_SHOWN_MAX))];
  });
}

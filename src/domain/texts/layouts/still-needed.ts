import type { LocalInstant } from '../../clock.ts';
import { type Block, type Button, bold, code } from '../../message.ts';
import type { UserLabel } from '../../ram-user.ts';
import { bullets, joined, paragraph } from '../compose.ts';
import { command, typedName } from '../labels.ts';
import type { Words } from '../words.ts';
import { accountTag } from './in-words.ts';

/** A login that nobody seems to use, since its last sign-in; null: it is in use, or that is not known. */
export interface PerhapsUnused {
  readonly user: UserLabel;
  readonly unusedSince: LocalInstant | null;
}

const USERS_SHOWN_MAX = 15;

/** Is it needed at all? What nobody needs need not be protected. Nothing where all are in use. */
export function stillNeeded(words: Words, users: readonly PerhapsUnused[]): readonly (Block | null)[] {
  const { grammar, stillNeeded: w } = words;
  const unused = users.flatMap(({ user, unusedSince }) =>
    unusedSince === null ? [] : [{ user, since: grammar.when(unusedSince) }],
  );
  const [only] = unused;
  if (only === undefined) return [];
  if (users.length === 1) return [paragraph(bold(w.question), w.since(only.since), w.ifNot)];
  const lines = unused.slice(0, USERS_SHOWN_MAX).map(({ user, since }) => {
    const who = w.user(code(user.userName), accountTag(words, user.account));
    return joined(who, w.lineSince(since), w.lineIfNot(command(notNeededCommand(user))));
  });
  return [paragraph(bold(w.question), w.ifNotOne), bullets(lines)];
}

/** Pressing it is saying so; about several users it has to be said which. */
export function notNeededButton(words: Words, users: readonly PerhapsUnused[]): readonly Button[] {
  const [only, ...others] = users;
  if (only === undefined || others.length > 0 || only.unusedSince === null) return [];
  return [{ label: words.stillNeeded.button, command: notNeededCommand(only.user) }];
}

function notNeededCommand(user: UserLabel): string {
  return `not-needed ${typedName(user)}`;
}

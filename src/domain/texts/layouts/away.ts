import type { wordOf } from '../../absence.ts';
import type { ChatName } from '../../chats.ts';
import type { LocalInstant } from '../../clock.ts';
import type { DayRefusal } from '../../day-asked-for.ts';
import type { Message } from '../../message.ts';
import type { UserLabel } from '../../ram-user.ts';
import { bullets, buttons, compose, joined, paragraph, type Sentence } from '../compose.ts';
import { command, typedName, userTag } from '../labels.ts';
import type { Words } from '../words.ts';

type WordOf = ReturnType<typeof wordOf>;

export interface AwayModel {
  readonly users: readonly {
    readonly user: UserLabel;
    /** null: no days are left. */
    readonly until: LocalInstant | null;
    /** Than was asked for. */
    readonly isShorter: boolean;
    /** Nothing was noted: it has to be said in that chat; null: it was said where it counts. */
    readonly sayItIn: ChatName | null;
  }[];
  readonly word: WordOf;
  /** There may be more of the person's, which could not be looked up. */
  readonly isPartial: boolean;
}

export function awayRefused(
  words: Words,
  { reason, word }: { readonly reason: DayRefusal; readonly word: WordOf },
): Message {
  const { away: w, exemptions } = words;
  const why = reason === 'too_far' ? w.tooFar[word] : exemptions.refusals[reason];
  return compose(words.language, exemptions.refusedSummary, [paragraph(why, exemptions.nothingChanged)]);
}

/** From now on nothing is said about these users. */
export function away(words: Words, model: AwayModel): Message {
  const { away: w, language } = words;
  const { users, word, isPartial } = model;
  const isAway = users.some(({ until }) => until !== null);
  const undo = word === 'own' ? 'away off' : users.map(({ user }) => `away ${typedName(user)} off`).join('');
  const lines = users.map((one) => awayLine(words, one, word));
  const isElsewhere = users.some(({ sayItIn }) => sayItIn !== null);
  const summary = isAway ? w.summary : isElsewhere ? w.notMarked : w.noneLeftSummary;
  return compose(language, summary, [
    lines.length === 1 ? paragraph(...lines) : bullets(lines),
    isPartial ? paragraph(words.replies.me.notAllFound) : null,
    isAway ? paragraph(w.undo(command(undo))) : null,
    isAway && word === 'own' ? buttons({ label: w.backButton, command: undo }) : null,
  ]);
}

function awayLine(words: Words, one: AwayModel['users'][number], word: WordOf): Sentence {
  const { away: w, grammar } = words;
  const { user, until, isShorter, sayItIn } = one;
  if (sayItIn !== null) return w.sayItIn(userTag(user), words.vocabulary.chatName(sayItIn));
  if (until === null) return w.noneLeft[word](userTag(user));
  return joined(w.until(userTag(user), grammar.whenWithZone(until)), isShorter ? w.shorter[word] : null);
}

/** Messages go on. None: nobody was away. */
export function back(
  words: Words,
  { users, isPartial }: { readonly users: readonly UserLabel[]; readonly isPartial: boolean },
): Message {
  const { away: w, language } = words;
  const notAll = isPartial ? paragraph(words.replies.me.notAllFound) : null;
  if (users.length === 0) return compose(language, w.notAway, [paragraph(w.notAway), notAll]);
  const lines = users.map((user) => w.back(userTag(user)));
  return compose(language, w.backSummary, [
    lines.length === 1 ? paragraph(...lines) : bullets(lines),
    notAll,
    paragraph(w.daysBack),
  ]);
}

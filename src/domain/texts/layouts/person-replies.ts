import type { LocalInstant } from '../../clock.ts';
import type { Message } from '../../message.ts';
import type { UserLabel } from '../../ram-user.ts';
import type { SnoozeRefusal } from '../../snooze.ts';
import { bullets, compose, flat, joined, paragraph, type Sentence } from '../compose.ts';
import { userTag } from '../labels.ts';
import type { Words } from '../words.ts';

interface LaterModel {
  /** Those about whom the caller was written to; `at` of what is put off is null where something keeps silent about the user. */
  readonly users: readonly ({
    readonly user: UserLabel;
  } & (
    | { readonly kind: 'put_off'; readonly at: LocalInstant | null; readonly left: number }
    | { readonly kind: 'refused'; readonly reason: SnoozeRefusal; readonly at: LocalInstant | null }
  ))[];
}

/** What became of *Remind me tomorrow*. */
export function later(words: Words, { users }: LaterModel): Message {
  const w = words.replies.later;
  const [only, ...others] = users;
  if (only === undefined) return compose(words.language, w.nothing, [paragraph(w.nothing)]);
  const isPutOff = users.some(({ kind }) => kind === 'put_off');
  return compose(words.language, others.length > 0 && isPutOff ? w.done : flat(laterLine(words, only)), [
    others.length === 0
      ? paragraph(laterLine(words, only))
      : bullets(users.map((one) => joined(userTag(one.user), words.grammar.colon, laterLine(words, one)))),
  ]);
}

function laterLine(words: Words, one: LaterModel['users'][number]): Sentence {
  const { grammar, replies } = words;
  const w = replies.later;
  if (one.kind === 'put_off') {
    const when = one.at === null ? w.putOffInSilence : w.putOff(grammar.whenWithZone(one.at));
    return joined(when, w.left(one.left));
  }
  const { reason, at } = one;
  return reason === 'put_off_already' && at !== null
    ? w.comesAnyway(grammar.whenWithZone(at))
    : w.refusals[reason];
}

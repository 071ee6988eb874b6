import type { Direction, EnforceOutcome } from '../../enforcement.ts';
import { code, type Message } from '../../message.ts';
import type { UserLabel } from '../../ram-user.ts';
import { compose, heading, paragraph } from '../compose.ts';
import { command, userTag } from '../labels.ts';
import type { Words } from '../words.ts';

interface DeliveryUnknownModel {
  readonly what: 'digest' | 'post';
  readonly channelId: string;
  readonly date: string;
}

interface InterruptedModel {
  readonly direction: Direction;
  readonly user: UserLabel;
  readonly outcome: EnforceOutcome;
}

export function deliveryUnknown(words: Words, { what, channelId, date }: DeliveryUnknownModel): Message {
  const w = words.posts.deliveryUnknown;
  return compose(words.language, w.summary(w.what[what], date), [
    paragraph(w.notSentAgain(w.what[what], words.grammar.date(date), code(channelId))),
    paragraph(w.look[what]),
  ]);
}

/** Nothing can be posted there: it is missing, or the bot is not in it. */
export function channelUnavailable(
  words: Words,
  model: { readonly channelId: string; readonly code: string },
): Message {
  const w = words.posts.channelUnavailable;
  return compose(words.language, w.summary(model.code), [
    paragraph(w.what(code(model.channelId), code(model.code))),
    paragraph(w.todo),
  ]);
}

export function enforcementInterrupted(words: Words, model: InterruptedModel): Message {
  const { direction, user, outcome } = model;
  const w = words.posts.interrupted;
  const result = outcome === 'verified' ? w.inEffect[direction] : w.notInEffect[outcome];
  const look = command(`status ${user.logonName}`);
  const again = command(`${direction} ${user.logonName}`);
  return compose(words.language, w.summary(direction, user.userName, result), [
    heading(w.title[direction]),
    paragraph(w.stopped(direction, userTag(user), result)),
    paragraph(outcome === 'verified' ? w.nothingToDo : w.askAgain(look, again)),
  ]);
}

import { type Direction, doneLast, type EnforceOutcome } from '../../enforcement.ts';
import { code, type Message } from '../../message.ts';
import type { UserLabel } from '../../ram-user.ts';
import { bullets, compose, firstLines, heading, paragraph } from '../compose.ts';
import { command } from '../labels.ts';
import type { Words } from '../words.ts';
import { userText } from './in-words.ts';

const SHOWN_MAX = 20;

interface DeliveryUnknownModel {
  readonly what: 'digest' | 'post';
  readonly channelId: string;
  readonly date: string;
}

interface InterruptedModel {
  readonly direction: Direction;
  readonly results: readonly { readonly user: UserLabel; readonly outcome: EnforceOutcome }[];
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

/** One message a confirmation, however many users it was about. */
export function enforcementInterrupted(words: Words, { direction, results }: InterruptedModel): Message {
  const w = words.posts.interrupted;
  const line = ({ user, outcome }: InterruptedModel['results'][number]) =>
    words.enforce.resultLine(userText(words, user), words.posts.outcomes[direction][outcome]);
  const isDone = results.every(({ outcome }) => outcome === 'verified');
  const [only, ...others] = results;
  const users = only !== undefined && others.length === 0 ? only.user.userName : w.users(results.length);
  return compose(words.language, w.summary(direction, users), [
    heading(w.title[direction]),
    paragraph(w.stopped),
    bullets(firstLines(words.grammar, doneLast(results), { max: SHOWN_MAX, line })),
    paragraph(isDone ? w.nothingToDo : w.askAgain(command('status <user>'), command(`${direction} <user>`))),
  ]);
}

import type { ChatName } from '../../chats.ts';
import { type Direction, doneLast, type EnforceOutcome } from '../../enforcement.ts';
import { type Message, person } from '../../message.ts';
import type { UserLabel } from '../../ram-user.ts';
import { bullets, compose, firstLines, heading, paragraph } from '../compose.ts';
import { userTag } from '../labels.ts';
import type { Words } from '../words.ts';
import { accountTag, userText } from './in-words.ts';
import { auditedWhat, failure, type RunFailedModel } from './run-failure.ts';

interface EnforcedPostModel {
  readonly direction: Direction;
  readonly actorMemberId: string;
  readonly results: readonly { readonly user: UserLabel; readonly outcome: EnforceOutcome }[];
}

const SHOWN_MAX = 20;

/** Tells the security channel who did what. */
export function enforced(words: Words, { direction, actorMemberId, results }: EnforcedPostModel): Message {
  const { posts, grammar } = words;
  const w = posts.enforced;
  const done = results.filter(({ outcome }) => outcome === 'verified').length;
  const what = done === results.length ? w.all(direction, done) : w.some(direction, done, results.length);
  return compose(words.language, w.summary(what), [
    paragraph(w.who(person(actorMemberId), what)),
    bullets(
      firstLines(grammar, doneLast(results), {
        max: SHOWN_MAX,
        line: ({ user, outcome }) =>
          words.enforce.resultLine(userText(words, user), posts.outcomes[direction][outcome]),
      }),
    ),
    paragraph(w.after[direction]),
  ]);
}

export function runFailed(words: Words, model: RunFailedModel): Message {
  const w = words.posts.runFailed;
  return compose(words.language, w.summary(auditedWhat(words, model), model.code), [
    heading(w.title),
    paragraph(...failure(words, model)),
    paragraph(w.after),
  ]);
}

interface NotNeededPostModel {
  readonly user: UserLabel;
  readonly by: { readonly name: string; readonly memberId: string; readonly chat: ChatName };
}

/** Who said so, and where the login is removed: by hand. */
export function notNeeded(words: Words, { user, by }: NotNeededPostModel): Message {
  const w = words.stillNeeded.post;
  const chat = words.vocabulary.chatName(by.chat);
  return compose(words.language, w.summary(by.name, user.userName), [
    paragraph(w.said({ ...by, chat }, userText(words, user), accountTag(words, user.account))),
    paragraph(w.remove(userTag(user)), w.accessKeys),
  ]);
}

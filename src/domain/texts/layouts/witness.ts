import type { LocalInstant } from '../../clock.ts';
import { code, type Message } from '../../message.ts';
import type { AccountLabel, UserLabel } from '../../ram-user.ts';
import { bullets, compose, firstLines, heading, paragraph } from '../compose.ts';
import { command } from '../labels.ts';
import type { Words } from '../words.ts';
import { accountName, accountTag, userText } from './in-words.ts';

interface UnfamiliarSignInsModel {
  readonly account: AccountLabel;
  readonly signIns: readonly UnfamiliarLine[];
}

export interface UnfamiliarLine {
  readonly user: UserLabel;
  readonly at: LocalInstant;
  readonly fromAddress: string;
  readonly earlier: number;
}

const SHOWN_MAX = 20;

/** A fact, and no accusation: to admins alone, since it says where people were. */
export function unfamiliarSignIns(words: Words, { account, signIns }: UnfamiliarSignInsModel): Message {
  const { grammar } = words;
  const w = words.witness.unfamiliar;
  const users = new Set(signIns.map(({ user }) => user.userId)).size;
  return compose(words.language, w.summary(users, accountName(words, account)), [
    heading(w.title),
    bullets(
      firstLines(grammar, signIns, {
        max: SHOWN_MAX,
        line: ({ user, at, fromAddress, earlier }) =>
          w.line({
            user: userText(words, user),
            at: grammar.whenWithZone(at),
            address: code(fromAddress),
            earlier,
          }),
      }),
    ),
    paragraph(w.fact),
    paragraph(w.todo(command('enforce <user>'))),
  ]);
}

interface RecordClosedModel {
  readonly account: AccountLabel;
  readonly code: string;
}

/** The record of an account let itself be looked into, and does so no more. */
export function recordClosed(words: Words, model: RecordClosedModel): Message {
  const w = words.witness.closed;
  const account = accountTag(words, model.account);
  return compose(words.language, w.summary(account), [
    heading(w.title),
    paragraph(w.what(account, code(model.code))),
    paragraph(w.todo),
  ]);
}

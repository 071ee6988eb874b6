import type { LocalInstant } from '../../clock.ts';
import type { PersonStep } from '../../ladder.ts';
import type { Message, Text } from '../../message.ts';
import type { HeldReason } from '../../notice.ts';
import type { UserLabel } from '../../ram-user.ts';
import { compose, paragraph } from '../compose.ts';
import { command } from '../labels.ts';
import type { Words } from '../words.ts';
import { userText } from './in-words.ts';

export interface RemindModel {
  readonly user: UserLabel;
  readonly outcome:
    | { readonly kind: 'goes_out'; readonly step: PersonStep; readonly at: LocalInstant }
    | { readonly kind: 'too_soon'; readonly lastAt: LocalInstant }
    | { readonly kind: 'not_told'; readonly nextAt: LocalInstant | null }
    | { readonly kind: 'held'; readonly because: HeldReason }
    | { readonly kind: 'no_case' };
}

/** To the admin who wants somebody reminded: when it goes out, or why not. */
export function remind(words: Words, model: RemindModel): Message {
  const { remind: w } = words;
  const { user, outcome } = model;
  const summary = outcome.kind === 'goes_out' ? w.willBe(user.userName) : w.willNotBe(user.userName);
  const look = w.look(command(`status ${user.logonName}`));
  return compose(words.language, summary, [
    paragraph(said(words, model), outcome.kind === 'goes_out' ? null : look),
  ]);
}

function said(words: Words, { user, outcome }: RemindModel): Text {
  const { remind: w, grammar, vocabulary } = words;
  const who = userText(words, user);
  switch (outcome.kind) {
    case 'goes_out':
      return w.goesOut(who, vocabulary.noticeSteps[outcome.step], grammar.whenWithZone(outcome.at));
    case 'too_soon':
      return w.tooSoon(who, grammar.whenWithZone(outcome.lastAt));
    case 'not_told':
      return outcome.nextAt === null
        ? w.notTold(who)
        : w.notToldUntil(who, grammar.whenWithZone(outcome.nextAt));
    case 'held':
      return w.held(who, vocabulary.heldReasons[outcome.because]);
    case 'no_case':
      return w.noCase(who);
    default:
      return outcome satisfies never;
  }
}

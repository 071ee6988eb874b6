import type { LocalInstant } from '../../clock.ts';
import type { DecisionRefusal, ExemptRefusal } from '../../exemption.ts';
import type { Message } from '../../message.ts';
import type { UserLabel } from '../../ram-user.ts';
import { compose, paragraph } from '../compose.ts';
import { command, userTag } from '../labels.ts';
import type { Words } from '../words.ts';

interface RequestedModel {
  readonly user: UserLabel;
  readonly code: string;
  readonly until: LocalInstant;
  readonly lapses: LocalInstant;
}

interface DecidedModel {
  readonly user: UserLabel;
  readonly approved: boolean;
  readonly until: LocalInstant;
  /** The same admin asked and decided, there being no other. */
  readonly singleAdmin: boolean;
}

interface LostPhoneModel {
  readonly user: UserLabel;
  readonly until: LocalInstant;
  /** Somebody in chat, who is told too. */
  readonly isPersonKnown: boolean;
}

export function exemptRefused(words: Words, { reason }: { readonly reason: ExemptRefusal }): Message {
  const w = words.exemptions;
  return compose(words.language, w.refusedSummary, [paragraph(w.refusals[reason], w.nothingChanged)]);
}

export function decisionRefused(words: Words, { reason }: { readonly reason: DecisionRefusal }): Message {
  const w = words.exemptions;
  return compose(words.language, w.refusedSummary, [paragraph(w.decisions[reason], w.nothingChanged)]);
}

export function exemptRequested(words: Words, { user, code, until, lapses }: RequestedModel): Message {
  const { exemptions, grammar } = words;
  const w = exemptions.requested;
  return compose(words.language, w.summary(user.userName), [
    paragraph(w.what(userTag(user), grammar.whenWithZone(until))),
    paragraph(w.decide(command(`approve ${code}`), grammar.when(lapses))),
  ]);
}

export function exemptDecided(words: Words, { user, approved, until, singleAdmin }: DecidedModel): Message {
  const { exemptions, grammar } = words;
  const w = exemptions.decided;
  const what = approved ? w.approved(userTag(user), grammar.whenWithZone(until)) : w.declined(userTag(user));
  return compose(words.language, w.summary(user.userName, approved), [
    paragraph(what, singleAdmin ? w.singleAdmin : null),
  ]);
}

export function lostPhone(words: Words, { user, until, isPersonKnown }: LostPhoneModel): Message {
  const { exemptions, grammar } = words;
  const w = exemptions.lostPhone;
  return compose(words.language, w.summary(user.userName), [
    paragraph(w.what(userTag(user), grammar.whenWithZone(until))),
    paragraph(w.removeFirst),
    paragraph(isPersonKnown ? w.personTold : w.tellThem),
  ]);
}

/** What waited to be decided is off the table. */
export function exemptWithdrawn(words: Words, { user }: { readonly user: UserLabel }): Message {
  const w = words.exemptions.withdrawn;
  return compose(words.language, w.summary(user.userName), [paragraph(w.what(userTag(user)))]);
}

export function exemptEnded(words: Words, { user }: { readonly user: UserLabel }): Message {
  const w = words.exemptions.ended;
  return compose(words.language, w.summary(user.userName), [paragraph(w.what(userTag(user)))]);
}

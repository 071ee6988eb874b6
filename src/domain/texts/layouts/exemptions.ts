import type { ChatName } from '../../chats.ts';
import type { LocalInstant } from '../../clock.ts';
import type { Deciders, DecisionRefusal, ExemptRefusal } from '../../exemption.ts';
import { type Message, person } from '../../message.ts';
import type { UserLabel } from '../../ram-user.ts';
import { compose, listed, paragraph, type Sentence } from '../compose.ts';
import { command, userTag } from '../labels.ts';
import type { Words } from '../words.ts';
import { nobodyDecides } from './in-words.ts';

interface RequestedModel {
  readonly user: UserLabel;
  readonly code: string;
  readonly until: LocalInstant;
  readonly lapses: LocalInstant;
  readonly deciders: Deciders;
  /** Of the reader: who is in another has no name there. */
  readonly chat: ChatName;
  readonly adminVariables: readonly string[];
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

interface DecisionRefusedModel {
  readonly reason: DecisionRefusal;
  /** Where another admin is named, since none there is may decide; null: somebody may. */
  readonly adminVariables: readonly string[] | null;
}

export function decisionRefused(words: Words, { reason, adminVariables }: DecisionRefusedModel): Message {
  const w = words.exemptions;
  return compose(words.language, w.refusedSummary, [
    paragraph(w.decisions[reason], w.nothingChanged),
    adminVariables === null ? null : paragraph(...nobodyDecides(words, adminVariables)),
  ]);
}

export function exemptRequested(words: Words, model: RequestedModel): Message {
  const { exemptions, grammar } = words;
  const w = exemptions.requested;
  const { user } = model;
  return compose(words.language, w.summary(user.userName), [
    paragraph(w.what(userTag(user), grammar.whenWithZone(model.until))),
    paragraph(...whoDecides(words, model)),
  ]);
}

const NAMES_SHOWN_MAX = 10;

function whoDecides(words: Words, model: RequestedModel): readonly (Sentence | null)[] {
  const { exemptions, grammar } = words;
  const w = exemptions.requested;
  const { deciders, chat, adminVariables } = model;
  const typed = command(`approve ${model.code}`);
  const lapses = grammar.when(model.lapses);
  switch (deciders.kind) {
    case 'others': {
      const ids = deciders.members.filter((one) => one.chat === chat).map(({ memberId }) => memberId);
      const names = listed(grammar, ids.map(person), NAMES_SHOWN_MAX);
      return [w.decide(typed, lapses), ids.length === 0 ? null : w.who(names)];
    }
    case 'unread':
      return [w.decide(typed, lapses)];
    case 'requester':
      return [w.decideAlone(typed, lapses)];
    case 'nobody':
      return [
        ...nobodyDecides(words, adminVariables),
        deciders.couldAnotherAsk ? w.anotherAsks(command(`exempt ${model.user.logonName} off`)) : null,
        w.lapses(lapses),
      ];
    default:
      return deciders satisfies never;
  }
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

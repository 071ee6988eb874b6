import type { CaseCloseReason } from '../../case.ts';
import type { LocalInstant } from '../../clock.ts';
import type { Standing } from '../../contact.ts';
import type { FindingReason, MfaDevice } from '../../finding.ts';
import { type Block, bold, code, type Message } from '../../message.ts';
import type { UserLabel } from '../../ram-user.ts';
import {
  bullets,
  compose,
  facts,
  firstLines,
  heading,
  note,
  paragraph,
  type Sentence,
  steps,
} from '../compose.ts';
import { userTag } from '../labels.ts';
import type { Words } from '../words.ts';
import { checkAgain, notAllowed, shortSteps } from './enrolment.ts';
import { accountTag, contactName, genuine } from './in-words.ts';
import { boundText, type SeenFrom } from './seen-from.ts';

interface ThanksModel {
  readonly user: UserLabel;
  readonly device: MfaDevice;
  readonly seenAt: LocalInstant;
  /** When and from where the device was bound; null: not known yet. */
  readonly bound: SeenFrom | null;
  /** Nobody shares the user, and it is no service account. */
  readonly isOwn: boolean;
  readonly securityContact: string | null;
}

interface EnforcedNoticeModel {
  readonly user: UserLabel;
  readonly at: LocalInstant;
  readonly signInUrl: string;
  readonly standing: Standing;
  readonly securityContact: string | null;
}

/** To somebody who need not do it for a while. */
interface GrantedTimeModel {
  readonly user: UserLabel;
  readonly until: LocalInstant;
  readonly device: MfaDevice;
  readonly reason: FindingReason;
  readonly signInUrl: string;
  /** false: the user may not bind a device, an administrator has to. null: not known. */
  readonly mayManageOwnDevice: boolean | null;
  readonly securityContact: string | null;
}

/** What an earlier nudge becomes once its case is closed. */
interface ClosedNudgeModel {
  readonly users: readonly UserLabel[];
  readonly reason: CaseCloseReason;
  readonly at: LocalInstant;
  readonly securityContact: string | null;
}

/** To the manager of somebody who was warned. */
export interface ManagerWarningModel {
  /** Who reports to the reader, as the chat names that person. */
  readonly personName: string;
  readonly users: readonly { readonly user: UserLabel; readonly deadline: LocalInstant }[];
  readonly securityContact: string | null;
}

export function thanks(words: Words, model: ThanksModel): Message {
  const { user, device, seenAt, bound, securityContact } = model;
  const { grammar, notices, vocabulary } = words;
  const w = notices.thanks;
  // Whoever shares it may have done it as well.
  const [summary, notYou] = model.isOwn
    ? [w.summary, w.notYou]
    : [words.standing.thanksSummary, words.standing.notYours];
  const seen = {
    user: code(user.userName),
    account: accountTag(words, user.account),
    device: vocabulary.devices[device],
    at: grammar.whenWithZone(seenAt),
  };
  return compose(words.language, summary(user.userName, user.account.alias ?? user.account.accountId), [
    heading(w.title),
    paragraph(w.seen(seen), bound === null ? null : boundText(words, bound)),
    paragraph(notYou(contactName(words, securityContact))),
    device === 'virtual' ? paragraph(w.newPhone) : null,
    smallPrint(words, securityContact),
  ]);
}

export function enforced(words: Words, model: EnforcedNoticeModel): Message {
  const { user, at, signInUrl, securityContact, standing } = model;
  const w = words.notices.enforced;
  const [summary, what] =
    standing.kind === 'owner'
      ? [words.standing.enforcedSummary, words.standing.enforced]
      : [w.summary, w.what];
  const enrollee = { logonName: user.logonName, signInUrl, reason: 'required_but_not_bound' } as const;
  return compose(words.language, summary(user.userName), [
    heading(w.title),
    paragraph(what(code(user.userName), accountTag(words, user.account), words.grammar.whenWithZone(at))),
    paragraph(w.goesOn),
    paragraph(bold(words.nudge.howTo)),
    steps(shortSteps(words, [enrollee])),
    checkAgain(words),
    genuine(words, securityContact),
  ]);
}

export function exemptionExpiring(words: Words, model: GrantedTimeModel): Message {
  const w = words.notices.exemptionExpiring;
  return compose(words.language, w.summary(model.user.userName, words.grammar.whenWithZone(model.until)), [
    heading(w.title),
    paragraph(w.what(grantedTo(words, model))),
    paragraph(w.afterwards),
    ...setUp(words, words.nudge.howTo, model),
    genuine(words, model.securityContact),
  ]);
}

export function lostPhone(words: Words, model: GrantedTimeModel): Message {
  const { user, until, device, securityContact } = model;
  const w = words.notices.lostPhone;
  const contact = contactName(words, securityContact);
  return compose(words.language, w.summary(user.userName, words.grammar.whenWithZone(until)), [
    heading(w.title),
    paragraph(w.what(grantedTo(words, model))),
    paragraph(device === 'none' ? w.isRemoved : w.removeFirst(contact)),
    ...setUp(words, w.newPhone, model),
    paragraph(w.notLost(contact)),
    genuine(words, securityContact),
  ]);
}

function grantedTo(words: Words, { user, until }: GrantedTimeModel) {
  return {
    user: code(user.userName),
    account: accountTag(words, user.account),
    until: bold(words.grammar.whenWithZone(until)),
  };
}

/** The steps, where the user may take them. */
function setUp(words: Words, title: string, model: GrantedTimeModel): readonly Block[] {
  const { user, signInUrl, reason, mayManageOwnDevice, securityContact } = model;
  if (mayManageOwnDevice === false) return notAllowed(words, [user], securityContact);
  const enrollee = { logonName: user.logonName, signInUrl, reason };
  return [paragraph(bold(title)), steps(shortSteps(words, [enrollee])), checkAgain(words)];
}

/** Takes the place of the message that asked for it. */
export function closed(words: Words, { users, reason, at, securityContact }: ClosedNudgeModel): Message {
  const { grammar, notices: w } = words;
  const { title, line } = w.closed[reason];
  return compose(words.language, w.closedSummary(title), [
    heading(title),
    bullets(users.map((user) => w.closedLine(userTag(user), line, grammar.when(at)))),
    paragraph(reason === 'enrolled' ? w.thankYou : null, w.nothingMore),
    smallPrint(words, securityContact),
  ]);
}

/** Any message to a person, with where the organisation itself speaks of it: to be typed, since a link would ask for trust. */
export function withInfoPage(
  words: Words,
  { message, url }: { readonly message: Message; readonly url: string | null },
): Message {
  if (url === null) return message;
  return { ...message, blocks: [...message.blocks, note(words.notices.infoPage(code(url)))] };
}

function smallPrint(words: Words, securityContact: string | null): Block {
  return note(words.notices.smallPrint(contactName(words, securityContact)));
}

const USERS_SHOWN_MAX = 15;

export function managerWarning(words: Words, model: ManagerWarningModel): Message {
  const w = words.notices.managerWarning;
  const { personName: name, users, securityContact } = model;
  return compose(words.language, managerSummary(words, model), [
    heading(w.title),
    paragraph(w.why(name)),
    reports(words, model),
    paragraph(users.length > 1 ? w.helpWithEach(name) : w.help(name)),
    paragraph(w.nothingToDo(contactName(words, securityContact))),
    paragraph(w.genuine(contactName(words, securityContact))),
  ]);
}

function managerSummary({ grammar, notices }: Words, { personName, users }: ManagerWarningModel): Sentence {
  const w = notices.managerWarning;
  const [first] = users.toSorted((a, b) => a.deadline.at - b.deadline.at);
  return first === undefined ? w.title : w.summary(personName, grammar.whenWithZone(first.deadline));
}

/** Side by side for one user, a line each for several. */
function reports(words: Words, { users }: ManagerWarningModel): Block | null {
  const { grammar, vocabulary, nudge, notices } = words;
  const w = notices.managerWarning;
  const [only, ...others] = users;
  if (only !== undefined && others.length === 0) {
    return facts([
      [vocabulary.user, nudge.user(code(only.user.userName), accountTag(words, only.user.account))],
      [w.deadline, bold(grammar.whenWithZone(only.deadline))],
    ]);
  }
  return bullets(
    firstLines(grammar, users, {
      max: USERS_SHOWN_MAX,
      line: ({ user, deadline }) =>
        w.line(code(user.userName), accountTag(words, user.account), bold(grammar.whenWithZone(deadline))),
    }),
  );
}

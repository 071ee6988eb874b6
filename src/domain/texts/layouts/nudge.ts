import type { LocalInstant } from '../../clock.ts';
import type { Standing } from '../../contact.ts';
import type { FindingReason } from '../../finding.ts';
import type { PersonStep } from '../../ladder.ts';
import { type Block, type Button, bold, code, link, type Message, type Text } from '../../message.ts';
import type { UserLabel } from '../../ram-user.ts';
import {
  bullets,
  buttons,
  compose,
  facts,
  firstLines,
  heading,
  joined,
  note,
  paragraph,
  type Sentence,
  steps,
} from '../compose.ts';
import { typedName } from '../labels.ts';
import type { Words } from '../words.ts';
import {
  checkAgainButton,
  cohortSteps,
  fullSteps,
  notAllowed,
  pageOpensByItself,
  shortSteps,
} from './enrolment.ts';
import { accountTag, contactName, genuine } from './in-words.ts';
import { type SeenFrom, usedText } from './seen-from.ts';
import { areOwned, ownedName, standingNote } from './standing.ts';
import { notNeededButton, stillNeeded } from './still-needed.ts';

export interface NudgedUser extends UserLabel {
  readonly reason: Extract<FindingReason, 'no_device' | 'required_but_not_bound'>;
  /** The vendor's own page, for this account. */
  readonly signInUrl: string;
  /** false: the user may not bind a device, an administrator has to. null: not known. */
  readonly mayManageOwnDevice: boolean | null;
  /** What was promised to the person for this user. */
  readonly deadline: LocalInstant;
  /** It is not over yet, though the message may say of another user that its deadline is. */
  readonly isAhead: boolean;
  /** The last sign-in to a console login that nobody seems to use: whether it is needed is asked first. */
  readonly unusedSince: LocalInstant | null;
  /** When and from where the password alone was enough, the last time; null: not known. */
  readonly usedWithoutMfa: SeenFrom | null;
  readonly standing: Standing;
}

export interface NudgeModel {
  readonly step: PersonStep;
  /** At least one; several accounts of one person go as one message. */
  readonly users: readonly NudgedUser[];
  readonly site: 'intl' | 'cn';
  /** Who to ask, as people will read it; null before it is configured (dry run, preview). */
  readonly securityContact: string | null;
  /** Carries the complete enrolment steps: first, regressed, and a reminder to somebody who may never have seen the first. */
  readonly complete: boolean;
  /** *Remind me tomorrow* is offered. */
  readonly mayPutOff: boolean;
  /** Asked for by *Remind me tomorrow*. */
  readonly wasPutOff: boolean;
  /** The first message after an exemption. */
  readonly wasExempt: boolean;
}

/** The same words for everybody of one step and deadline, where messages are counted: names nobody, `/mfa me` tells the rest. */
export interface CohortNudgeModel {
  readonly step: PersonStep;
  readonly deadline: LocalInstant;
  readonly site: 'intl' | 'cn';
  readonly securityContact: string | null;
  readonly mayPutOff: boolean;
}

const USERS_SHOWN_MAX = 15;

/** To one person, about one or more of their RAM users. */
export function nudge(words: Words, model: NudgeModel): Message {
  const { users, securityContact } = model;
  const enrollees = users.filter((user) => user.mayManageOwnDevice !== false);
  const others = users.filter((user) => user.mayManageOwnDevice === false);
  const owned = areOwned(users) ? users : [];
  const risk = riskOf(words, enrollees, owned.length > 0);
  return compose(words.language, summary(words, model), [
    heading(words.nudge.titles[model.step]),
    paragraph(...opening(words, { ...model, risk, owned, canEnrol: enrollees.length > 0 })),
    ...(asksFirst(model) ? stillNeeded(words, users.map(asked)) : []),
    about(words, model),
    lastUses(words, model),
    standingNote(words, users, securityContact),
    ...notAllowed(words, others, securityContact),
    ...(enrollees.length === 0 ? [] : howTo(words, model, enrollees)),
    ...answers(words, model),
    genuine(words, securityContact),
  ]);
}

/** What can be said to it without typing; about several users it has to be said which. */
function answers(words: Words, model: NudgeModel): readonly Block[] {
  const { nudge: w } = words;
  const { users, mayPutOff } = model;
  const [only, ...others] = users;
  if (only === undefined || others.length > 0)
    return [buttons(checkAgainButton(words), ...putOff(words, mayPutOff, 'later')), paragraph(w.notYours)];
  return [
    buttons(
      checkAgainButton(words),
      ...(asksFirst(model) ? notNeededButton(words, users.map(asked)) : []),
      ...putOff(words, mayPutOff, `later ${typedName(only)}`),
      ...whoseIsIt(words, only),
    ),
  ];
}

/** Who shares it knows that it is shared. */
function whoseIsIt({ nudge: w, standing }: Words, user: NudgedUser): readonly Button[] {
  const isOwned = user.standing.kind === 'owner';
  const notMe = { label: isOwned ? standing.notMine : w.notMe, command: `not-me ${typedName(user)}` };
  return user.standing.kind === 'own'
    ? [notMe, { label: w.shared, command: `shared ${typedName(user)}` }]
    : [notMe];
}

function putOff({ nudge: w }: Words, isOffered: boolean, command: string): readonly Button[] {
  return isOffered ? [{ label: w.remindTomorrow, command }] : [];
}

/** Asked by whatever message is the first that the person gets. */
function asksFirst({ step, complete }: NudgeModel): boolean {
  return complete && step !== 'regressed';
}

const asked = (user: NudgedUser) => ({ user, unusedSince: user.unusedSince });

/** The same words to several people, so nobody's user or account stands in it. */
export function cohortNudge(words: Words, model: CohortNudgeModel): Message {
  const { grammar, nudge: w, enrolment, vocabulary } = words;
  const { step, deadline, site, securityContact } = model;
  const until = grammar.whenWithZone(deadline);
  const risk = [w.passwordIsEnough];
  const owned: readonly NudgedUser[] = [];
  return compose(words.language, w.summaries[step](w.cohort, until), [
    heading(w.titles[step]),
    paragraph(
      ...opening(words, {
        ...model,
        complete: false,
        wasPutOff: false,
        wasExempt: false,
        risk,
        owned,
        canEnrol: true,
      }),
    ),
    facts([[vocabulary.user, w.cohortNamesNobody], deadlineRow(words, step, until)]),
    paragraph(bold(w.howTo)),
    steps(cohortSteps(words)),
    note(enrolment.passkeyCounts, w.allSteps[site], w.ifRefused(contactName(words, securityContact))),
    buttons(checkAgainButton(words), ...putOff(words, model.mayPutOff, 'later')),
    genuine(words, securityContact),
  ]);
}

function summary({ grammar, nudge: w, standing }: Words, { step, users }: NudgeModel): Sentence {
  const [one, several] = areOwned(users) ? [standing.ownedOne, standing.ownedSeveral] : [w.one, w.several];
  const overdue = step === 'overdue' ? users.filter(({ isAhead }) => !isAhead) : [];
  const meant = overdue.length === 0 ? users : overdue;
  const [first, ...others] = meant.toSorted((a, b) => a.deadline.at - b.deadline.at);
  if (first === undefined) return w.titles[step];
  const who =
    others.length === 0
      ? one(first.userName, first.account.alias ?? first.account.accountId)
      : several(meant.length);
  return w.summaries[step](who, grammar.whenWithZone(first.deadline));
}

interface Opening
  extends Pick<NudgeModel, 'step' | 'complete' | 'securityContact' | 'wasPutOff' | 'wasExempt'> {
  readonly risk: readonly Sentence[];
  /** Where all are service accounts: these; else none. */
  readonly owned: readonly UserLabel[];
  readonly canEnrol: boolean;
}

/** Who writes, what is the matter, and what this step adds. */
function opening(words: Words, model: Opening): readonly (Sentence | null)[] {
  const { openings, asYouAsked, exemptionEnded } = words.nudge;
  const { step, owned } = model;
  return [
    owned.length === 0 ? openings[step] : words.standing.openings[step](ownedName(words, owned)),
    model.wasPutOff ? asYouAsked : null,
    model.wasExempt ? exemptionEnded : null,
    ...model.risk,
    ...urgency(words, model),
  ];
}

function urgency(words: Words, model: Opening): readonly (Sentence | null)[] {
  const { nudge: w, standing } = words;
  const { step, complete, canEnrol } = model;
  const isOwned = model.owned.length > 0;
  const contact = contactName(words, model.securityContact);
  const fiveMinutes = canEnrol ? w.fiveMinutes : null;
  switch (step) {
    case 'first':
      return [fiveMinutes];
    case 'reminder':
      return [complete ? w.everythingAgain : fiveMinutes];
    case 'warning':
      return [fiveMinutes, isOwned ? standing.willBeNamed : w.willBeNamed];
    case 'deadline':
      return [fiveMinutes, w.inTheWay(contact)];
    case 'overdue':
      return [fiveMinutes, w.mayBeRequired];
    case 'regressed':
      return [w.youRemovedIt, (isOwned ? standing : w).youDidNot(contact)];
    default:
      return step satisfies never;
  }
}

/** Why it matters: a missing device, and a device that anybody with the password could set up. */
function riskOf(words: Words, enrollees: readonly NudgedUser[], isOwned: boolean): readonly Sentence[] {
  const w = isOwned ? { ...words.nudge, ...words.standing } : words.nudge;
  switch (pageOpensByItself(enrollees)) {
    case 'no':
      return [w.passwordIsEnough];
    case 'yes':
      return [w.alreadyRequired];
    case 'some':
      return [w.passwordIsEnough, w.alreadyRequiredForSome];
  }
}

/** From the warning on. */
const NAMES_LAST_USE: ReadonlySet<PersonStep> = new Set(['warning', 'deadline', 'overdue']);
const LAST_USES_MAX = 3;

/** A thief has been there, or the person has: only they can tell. */
function lastUses(words: Words, { step, users, securityContact }: NudgeModel): Block | null {
  const used = users.filter(({ usedWithoutMfa }) => usedWithoutMfa !== null);
  if (used.length === 0 || !NAMES_LAST_USE.has(step)) return null;
  const { wasNotYou, wasNobodyKnown } = words.witness;
  const isOwn = used.every(({ standing }) => standing.kind === 'own');
  return paragraph(
    // Two of them may have one name.
    ...used
      .slice(0, LAST_USES_MAX)
      .map((user) =>
        usedText(words, { ...user, userName: users.length > 1 ? typedName(user) : user.userName }),
      ),
    (isOwn ? wasNotYou : wasNobodyKnown)(contactName(words, securityContact)),
  );
}

/** The user, the account and by when: side by side for one, a line each for several. */
function about(words: Words, { step, users }: NudgeModel): Block | null {
  const { grammar, nudge: w, vocabulary } = words;
  const [only, ...others] = users;
  if (only !== undefined && others.length === 0) {
    return facts([
      [vocabulary.user, w.user(code(only.userName), accountTag(words, only.account))],
      deadlineRow(words, step, grammar.whenWithZone(only.deadline)),
    ]);
  }
  const line = (user: NudgedUser) => userLine(words, step, user);
  return bullets(firstLines(grammar, users, { max: USERS_SHOWN_MAX, line }));
}

function userLine(words: Words, step: PersonStep, user: NudgedUser): Text {
  const { grammar, nudge: w, standing } = words;
  const until = bold(grammar.whenWithZone(user.deadline));
  const named = user.reason === 'required_but_not_bound' ? w.userRequired : w.user;
  return joined(
    named(code(user.userName), accountTag(words, user.account)),
    step === 'overdue' && !user.isAhead ? w.lineWasDue(until) : w.lineDueBy(until),
    user.mayManageOwnDevice === false ? null : link(w.signInPage, user.signInUrl),
    user.standing.kind === 'owner' ? standing.lineOwned : null,
  );
}

function deadlineRow({ nudge: w }: Words, step: PersonStep, until: string): readonly [string, Sentence] {
  return [step === 'overdue' ? w.wasDue : w.dueBy, bold(until)];
}

function howTo(words: Words, model: NudgeModel, enrollees: readonly NudgedUser[]): readonly Block[] {
  const { nudge: w, enrolment } = words;
  const { complete, site } = model;
  const isUnsure = enrollees.some((user) => user.mayManageOwnDevice === null);
  return [
    paragraph(bold(w.howTo)),
    steps(complete ? fullSteps(words, enrollees) : shortSteps(words, enrollees)),
    note(
      enrolment.passkeyCounts,
      complete ? w.withPictures[site] : w.allSteps[site],
      isUnsure ? w.ifRefused(contactName(words, model.securityContact)) : null,
    ),
  ];
}

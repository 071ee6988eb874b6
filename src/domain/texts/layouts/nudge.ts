import type { LocalInstant } from '../../clock.ts';
import type { FindingReason } from '../../finding.ts';
import type { PersonStep } from '../../ladder.ts';
import { type Block, bold, code, link, type Message, type Text } from '../../message.ts';
import type { UserLabel } from '../../ram-user.ts';
import {
  bullets,
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
import type { Words } from '../words.ts';
import {
  checkAgain,
  cohortSteps,
  fullSteps,
  notAllowed,
  pageOpensByItself,
  shortSteps,
} from './enrolment.ts';
import { accountTag, contactName, genuine } from './in-words.ts';

export interface NudgedUser extends UserLabel {
  readonly reason: Extract<FindingReason, 'no_device' | 'required_but_not_bound'>;
  /** The vendor's own page, for this account. */
  readonly signInUrl: string;
  /** false: the user may not bind a device, an administrator has to. null: not known. */
  readonly mayManageOwnDevice: boolean | null;
  /** What was promised to the person for this user. */
  readonly deadline: LocalInstant;
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
}

/** The same words for everybody of one step and deadline, where messages are counted: names nobody, `/mfa me` tells the rest. */
export interface CohortNudgeModel {
  readonly step: PersonStep;
  readonly deadline: LocalInstant;
  readonly site: 'intl' | 'cn';
  readonly securityContact: string | null;
}

const USERS_SHOWN_MAX = 15;

/** To one person, about one or more of their RAM users. */
export function nudge(words: Words, model: NudgeModel): Message {
  const { users, securityContact } = model;
  const enrollees = users.filter((user) => user.mayManageOwnDevice !== false);
  const others = users.filter((user) => user.mayManageOwnDevice === false);
  const risk = riskOf(words, enrollees);
  return compose(words.language, summary(words, model), [
    heading(words.nudge.titles[model.step]),
    paragraph(...opening(words, { ...model, risk, canEnrol: enrollees.length > 0 })),
    about(words, model),
    ...notAllowed(words, others, securityContact),
    ...(enrollees.length === 0 ? [] : howTo(words, model, enrollees)),
    checkAgain(words),
    genuine(words, securityContact),
  ]);
}

/** The same words to several people, so nobody's user or account stands in it. */
export function cohortNudge(words: Words, model: CohortNudgeModel): Message {
  const { grammar, nudge: w, enrolment, vocabulary } = words;
  const { step, deadline, site, securityContact } = model;
  const until = grammar.whenWithZone(deadline);
  const risk = [w.passwordIsEnough];
  return compose(words.language, w.summaries[step](w.cohort, until), [
    heading(w.titles[step]),
    paragraph(...opening(words, { ...model, complete: false, risk, canEnrol: true })),
    facts([[vocabulary.user, w.cohortNamesNobody], deadlineRow(words, step, until)]),
    paragraph(bold(w.howTo)),
    steps(cohortSteps(words)),
    note(enrolment.passkeyCounts, w.allSteps[site], w.ifRefused(contactName(words, securityContact))),
    checkAgain(words),
    genuine(words, securityContact),
  ]);
}

function summary({ grammar, nudge: w }: Words, { step, users }: NudgeModel): Sentence {
  const [first, ...others] = users.toSorted((a, b) => a.deadline.at - b.deadline.at);
  if (first === undefined) return w.titles[step];
  const who =
    others.length === 0
      ? w.one(first.userName, first.account.alias ?? first.account.accountId)
      : w.several(users.length);
  return w.summaries[step](who, grammar.whenWithZone(first.deadline));
}

interface Opening extends Pick<NudgeModel, 'step' | 'complete' | 'securityContact'> {
  readonly risk: readonly Sentence[];
  readonly canEnrol: boolean;
}

/** Who writes, what is the matter, and what this step adds. */
function opening(words: Words, model: Opening): readonly (Sentence | null)[] {
  return [words.nudge.openings[model.step], ...model.risk, ...urgency(words, model)];
}

function urgency(words: Words, model: Opening): readonly (Sentence | null)[] {
  const { nudge: w } = words;
  const { step, complete, canEnrol } = model;
  const contact = contactName(words, model.securityContact);
  const fiveMinutes = canEnrol ? w.fiveMinutes : null;
  switch (step) {
    case 'first':
      return [fiveMinutes];
    case 'reminder':
      return [complete ? w.everythingAgain : fiveMinutes];
    case 'warning':
      return [fiveMinutes, w.willBeNamed];
    case 'deadline':
      return [fiveMinutes, w.inTheWay(contact)];
    case 'overdue':
      return [fiveMinutes, w.mayBeRequired];
    case 'regressed':
      return [w.youRemovedIt, w.youDidNot(contact)];
    default:
      return step satisfies never;
  }
}

/** Why it matters: a missing device, and a device that anybody with the password could set up. */
function riskOf({ nudge: w }: Words, enrollees: readonly NudgedUser[]): readonly Sentence[] {
  switch (pageOpensByItself(enrollees)) {
    case 'no':
      return [w.passwordIsEnough];
    case 'yes':
      return [w.alreadyRequired];
    case 'some':
      return [w.passwordIsEnough, w.alreadyRequiredForSome];
  }
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
  const { grammar, nudge: w } = words;
  const until = bold(grammar.whenWithZone(user.deadline));
  const named = user.reason === 'required_but_not_bound' ? w.userRequired : w.user;
  return joined(
    named(code(user.userName), accountTag(words, user.account)),
    step === 'overdue' ? w.lineWasDue(until) : w.lineDueBy(until),
    user.mayManageOwnDevice === false ? null : link(w.signInPage, user.signInUrl),
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

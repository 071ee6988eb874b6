import type { EpochMs } from './clock.ts';
import {
  type AgainReason,
  type CancelReason,
  LADDER_STEPS,
  type LadderStep,
  type NoticeState,
  type NoticeStep,
} from './notice.ts';
import {
  addDays,
  endOfWork,
  endOfWorkAfter,
  localDate,
  startOfWork,
  type WorkCalendar,
  workingDayFrom,
} from './work-calendar.ts';

/** Days after the person was told by `first`. */
export interface LadderDays {
  readonly reminder: number;
  readonly warning: number;
  readonly deadline: number;
}

export interface LadderPolicy extends WorkCalendar {
  readonly ladderDays: LadderDays;
}

export interface ZonedPolicy extends LadderPolicy {
  /** Of the schedule, and of people whose chat tells none. */
  readonly timeZone: string;
}

/** A step to a person: the ladder's, or `regressed`, which stands in the place of `first`. */
export type PersonStep = LadderStep | 'regressed';

const PERSON_STEPS: ReadonlySet<string> = new Set([...LADDER_STEPS, 'regressed']);

export function isPersonStep(step: NoticeStep): step is PersonStep {
  return PERSON_STEPS.has(step);
}

/** What was already said to the person of a case, or tried. */
export interface SaidStep {
  readonly step: PersonStep;
  readonly occurrence: number;
  readonly state: NoticeState;
  /** With `cancelled` only: what was superseded is over, what was no longer true can become due again. */
  readonly cancelReason: CancelReason | null;
  /** When it was sent, or last tried, or planned. */
  readonly at: EpochMs;
  readonly dueAt: EpochMs;
  /** Said once more, apart from the ladder. */
  readonly againBecause: AgainReason | null;
  /** To the person who is the contact now: what was said to somebody else does not count as said. */
  readonly toPresentContact: boolean;
}

/** Where one case stands. */
export interface CaseProgress {
  readonly openedAt: EpochMs;
  readonly regressed: boolean;
  /** When the present contact was first told, of several the first; null = not told yet. */
  readonly toldAt: EpochMs | null;
  /** When this person was: later than `toldAt` where somebody who shares the user was told before. */
  readonly heardAt: EpochMs | null;
  /** What the person was promised; null = not told yet. */
  readonly deadlineAt: EpochMs | null;
  /** Whole days by which pauses and holds have moved everything. */
  readonly shiftDays: number;
  readonly said: readonly SaidStep[];
  /** Exempt, away, in a pause or hold, or in dispute: nothing counts against the person. */
  readonly isExcused: boolean;
  /** The zone of the person: counts the days and sets the hours. */
  readonly zone: string;
}

export interface PlannedStep {
  readonly step: PersonStep;
  readonly occurrence: number;
  readonly dueAt: EpochMs;
  /** Carries the complete first text, because no earlier message is known to have arrived, or it was put off. */
  readonly complete: boolean;
  readonly againBecause: AgainReason | null;
}

export interface LadderPlan {
  /** What is due now: at most one. */
  readonly due: PlannedStep | null;
  /** Lower steps that are due too and will never be said. */
  readonly superseded: readonly PlannedStep[];
  /** Lower steps were left out since the person was last written to, in this plan or an earlier one. */
  readonly skippedSteps: boolean;
  /** What comes next when nothing is due. */
  readonly next: PlannedStep | null;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** Nobody is given less than this between a late or moved message and the deadline. */
const DEADLINE_NOTICE_MS = 2 * DAY_MS;
const OVERDUE_EVERY_DAYS = 7;
const EXEMPTION_NOTICE_DAYS = 7;
const NAMED_FROM: readonly LadderStep[] = ['warning', 'deadline', 'overdue'];
const STEPS_AFTER_FIRST: readonly PersonStep[] = ['reminder', 'warning', 'deadline'];

/** Which step of a case is due, from stored instants and the policy alone: how often this is asked changes nothing. */
export function planLadder(progress: CaseProgress, policy: LadderPolicy, now: EpochMs): LadderPlan {
  const upcoming =
    progress.toldAt === null || progress.heardAt === null
      ? [openingStep(progress, policy)]
      : stepsAfter(progress.toldAt, progress, policy);
  const due = upcoming.filter((step) => step.dueAt <= now);
  const highest = due.at(-1) ?? null;
  return {
    due: highest,
    superseded: due.filter((step) => step !== highest),
    // What somebody asked for moves nothing else.
    skippedSteps: due.filter((step) => !isAskedFor(step)).length > 1 || hasSkipped(progress),
    next: upcoming.find((step) => step.dueAt > now) ?? null,
  };
}

const isAskedFor = ({ againBecause }: PlannedStep) =>
  againBecause === 'snoozed' || againBecause === 'reminded';

/** Until somebody is known to have been told only the opening is due; one whose outcome is unknown is never repeated as such. */
function openingStep(progress: CaseProgress, policy: LadderPolicy): PlannedStep {
  const lastUnknown = progress.said.findLast((said) => said.state === 'unknown' && said.toPresentContact);
  const step = lastUnknown !== undefined ? 'reminder' : progress.regressed ? 'regressed' : 'first';
  const dueAt =
    lastUnknown === undefined
      ? progress.openedAt
      : startOfStep(lastUnknown.at, policy.ladderDays.reminder, progress.zone, policy);
  return { step, occurrence: occurrenceOf(progress.said, step), dueAt, complete: true, againBecause: null };
}

/** The steps still to be said after the person was told, lowest first. */
function stepsAfter(toldAt: EpochMs, progress: CaseProgress, policy: LadderPolicy): readonly PlannedStep[] {
  const sinceTold = progress.said.filter((one) => one.at >= toldAt);
  // After an exemption it goes on with a warning and a deadline of its own: what was said before does not count.
  // Where it was planned for several, that which was said last tells where the case stands.
  const resumed = sinceTold
    .filter((one) => one.againBecause === 'exemption_ended' && one.state !== 'cancelled')
    .toSorted((one, other) => one.at - other.at)
    .at(-1);
  const said = resumed === undefined ? sinceTold : sinceTold.filter((one) => one.at >= resumed.at);
  const isDone = (step: PersonStep) => said.some((one) => one.step === step && isOver(one));
  const planned = (step: PersonStep, dueAt: EpochMs): PlannedStep => ({
    step,
    occurrence: occurrenceOf(progress.said, step),
    dueAt,
    complete: false,
    againBecause: null,
  });
  const deadlineDate = localDate(deadlineOf(toldAt, progress, policy) - 1, progress.zone);
  const steps = [
    planned(
      'reminder',
      startOfStep(toldAt, policy.ladderDays.reminder + progress.shiftDays, progress.zone, policy),
    ),
    planned(
      'warning',
      startOfStep(toldAt, policy.ladderDays.warning + progress.shiftDays, progress.zone, policy),
    ),
    planned('deadline', startOfWork(deadlineDate, progress.zone, policy)),
  ];
  // A step is over once a higher one was said: a late reminder after the warning would only confuse.
  const lastDone = steps.findLastIndex((step) => isDone(step.step) || step.step === resumed?.step);
  const remaining = steps.slice(lastDone + 1).filter(isStillAhead(progress));
  const deadlineSaid = said.some(
    (one) => one.step === 'deadline' && (one.state === 'sent' || one.state === 'unknown'),
  );
  const again = saidAgain(said);
  if (!deadlineSaid) return [...again, ...remaining];
  const overdue = planned('overdue', overdueDueAt(deadlineDate, said, progress.zone, policy));
  return [...again.filter(({ againBecause }) => againBecause === 'reminded'), overdue];
}

/** Of what fell due before somebody who shares the user was told, nothing is made up for. */
function isStillAhead({ toldAt, heardAt }: CaseProgress): (step: PlannedStep) => boolean {
  const since = heardAt !== null && toldAt !== null && heardAt > toldAt ? heardAt : Number.NEGATIVE_INFINITY;
  return ({ dueAt }) => dueAt > since;
}

/** What is to be said once more and was not yet: below whatever else is due. */
function saidAgain(said: readonly SaidStep[]): readonly PlannedStep[] {
  return said
    .filter((one) => one.againBecause !== null && !isFinal(one.state))
    .map(({ step, occurrence, dueAt, againBecause }) => {
      const complete = step === 'first' || step === 'regressed';
      return { step, occurrence, dueAt, complete, againBecause };
    });
}

function overdueDueAt(
  deadlineDate: string,
  said: readonly SaidStep[],
  zone: string,
  policy: LadderPolicy,
): EpochMs {
  const last = said.findLast((one) => one.step === 'overdue' && isFinal(one.state));
  let date = addDays(deadlineDate, OVERDUE_EVERY_DAYS);
  // Weeks that passed unsaid are skipped, not made up for.
  for (let week = 0; last !== undefined && week < 1000 && date <= localDate(last.at, zone); week += 1) {
    date = addDays(date, OVERDUE_EVERY_DAYS);
  }
  return startOfWork(workingDayFrom(date, policy), zone, policy);
}

function startOfStep(from: EpochMs, days: number, zone: string, policy: LadderPolicy): EpochMs {
  return startOfWork(workingDayFrom(addDays(localDate(from, zone), days), policy), zone, policy);
}

function deadlineOf(toldAt: EpochMs, progress: CaseProgress, policy: LadderPolicy): EpochMs {
  return progress.deadlineAt ?? firstDeadline(toldAt, progress.zone, policy);
}

/** The deadline of somebody told at `toldAt`: the end of that working day. */
export function firstDeadline(toldAt: EpochMs, zone: string, policy: LadderPolicy): EpochMs {
  return endOfWork(
    workingDayFrom(addDays(localDate(toldAt, zone), policy.ladderDays.deadline), policy),
    zone,
    policy,
  );
}

const isFinal = (state: NoticeState) => state === 'sent' || state === 'unknown' || state === 'cancelled';

/** Said, perhaps said, or replaced by a higher one. */
const isOver = ({ state, cancelReason }: SaidStep) =>
  state === 'sent' || state === 'unknown' || (state === 'cancelled' && cancelReason === 'superseded');

/** The message that takes the place of skipped steps may need several tries: until one is sent they stay skipped. */
function hasSkipped({ toldAt, said }: CaseProgress): boolean {
  const position = (one: SaidStep) => STEPS_AFTER_FIRST.indexOf(one.step);
  const sinceTold = said.filter((one) => toldAt !== null && one.at >= toldAt);
  const lastSent = Math.max(-1, ...sinceTold.filter((one) => one.state === 'sent').map(position));
  return sinceTold.some((one) => one.cancelReason === 'superseded' && position(one) > lastSent);
}

/** The one still in hand, else the next. */
function occurrenceOf(said: readonly SaidStep[], step: PersonStep): number {
  const ofStep = said.filter((one) => one.step === step);
  const inHand = ofStep.find((one) => !isFinal(one.state) && one.againBecause === null);
  return inHand?.occurrence ?? nextOccurrence(said, step);
}

export function nextOccurrence(said: readonly SaidStep[], step: PersonStep): number {
  const occurrences = said.filter((one) => one.step === step).map((one) => one.occurrence);
  return Math.max(0, ...occurrences) + 1;
}

/** What follows the end of an exemption for who had been told: a warning on the next working morning, and seven days. */
export function afterExemption(
  deadlineAt: EpochMs | null,
  place: { readonly zone: string; readonly policy: LadderPolicy; readonly now: EpochMs },
): { readonly warnAt: EpochMs; readonly deadlineAt: EpochMs } {
  const { zone, policy, now } = place;
  const today = localDate(now, zone);
  const weekOn = endOfWork(workingDayFrom(addDays(today, EXEMPTION_NOTICE_DAYS), policy), zone, policy);
  return {
    warnAt: startOfWork(workingDayFrom(today, policy), zone, policy),
    deadlineAt: Math.max(deadlineAt ?? weekOn, weekOn),
  };
}

/**
 * The deadline that a message sent now tells the person. The first message sets it; a later one that comes late, or in
 * the place of skipped ones, moves it so that 48 hours are left; nothing ever moves it to an earlier day. Whoever shares a
 * user that somebody else was told about joins that deadline.
 */
export function deadlineToldBy(
  step: PlannedStep,
  progress: CaseProgress,
  rule: { readonly policy: LadderPolicy; readonly now: EpochMs; readonly skippedSteps: boolean },
): EpochMs {
  const { policy, now, skippedSteps } = rule;
  if (progress.toldAt === null || progress.deadlineAt === null)
    return firstDeadline(now, progress.zone, policy);
  if (progress.heardAt === null) return atLeastTwoDaysAhead(progress.deadlineAt, progress.zone, rule);
  if (step.step === 'overdue') return progress.deadlineAt;
  const isLate = localDate(now, progress.zone) > localDate(step.dueAt, progress.zone);
  return isLate || skippedSteps
    ? atLeastTwoDaysAhead(progress.deadlineAt, progress.zone, { policy, now })
    : progress.deadlineAt;
}

/** A deadline told to somebody in `toldZone`, for who shares the user and lives in `zone`: the end of that day there. */
export function sharedDeadline(
  { deadlineAt, toldZone }: { readonly deadlineAt: EpochMs; readonly toldZone: string },
  zone: string,
  policy: LadderPolicy,
): EpochMs {
  return zone === toldZone ? deadlineAt : endOfWork(localDate(deadlineAt - 1, toldZone), zone, policy);
}

/** What was promised to the person of a case, and by how many days silences have moved it so far. */
export interface Promised {
  readonly deadlineAt: EpochMs | null;
  readonly shiftDays: number;
}

/** What a pause, a hold or a closed case that lasted from `fromMs` to `toMs` makes of it: its whole days are given back. */
export function afterSilence(
  promised: Promised,
  silence: { readonly fromMs: EpochMs; readonly toMs: EpochMs },
  place: { readonly zone: string; readonly policy: LadderPolicy },
): Promised {
  const days = pauseDays(silence.fromMs, silence.toMs);
  const { deadlineAt, shiftDays } = promised;
  return {
    shiftDays: shiftDays + days,
    deadlineAt:
      deadlineAt === null ? null : deadlineAfterPause(deadlineAt, days, { ...place, now: silence.toMs }),
  };
}

/** When something planned for `dueAt` is due after a silence of `days` whole days: on the morning of a working day. */
export function dueAfterSilence(
  dueAt: EpochMs,
  days: number,
  { zone, policy }: { readonly zone: string; readonly policy: LadderPolicy },
): EpochMs {
  return startOfStep(dueAt, days, zone, policy);
}

/** The deadline after a pause or hold of `days` whole days: moved by them, to a working day, and 48 hours ahead. */
export function deadlineAfterPause(
  deadlineAt: EpochMs,
  days: number,
  place: { readonly zone: string; readonly policy: LadderPolicy; readonly now: EpochMs },
): EpochMs {
  const { zone, policy, now } = place;
  const date = workingDayFrom(addDays(localDate(deadlineAt - 1, zone), days), policy);
  return atLeastTwoDaysAhead(endOfWork(date, zone, policy), zone, { policy, now });
}

/** `deadlineAt`, or the end of the first working day 48 hours from now, whichever is later. */
export function atLeastTwoDaysAhead(
  deadlineAt: EpochMs,
  zone: string,
  rule: { readonly policy: LadderPolicy; readonly now: EpochMs },
): EpochMs {
  return Math.max(deadlineAt, endOfWorkAfter(rule.now, DEADLINE_NOTICE_MS, { zone, calendar: rule.policy }));
}

/** The deadline the person was told is over. */
export function isOverdue(
  { toldAt, deadlineAt, isExcused }: Pick<CaseProgress, 'toldAt' | 'deadlineAt' | 'isExcused'>,
  now: EpochMs,
): boolean {
  return !isExcused && toldAt !== null && deadlineAt !== null && deadlineAt <= now;
}

/** The step from which on the person is named in the digest; null until a warning was sent. */
export function namedStep(progress: CaseProgress, now: EpochMs): LadderStep | null {
  if (progress.deadlineAt === null || progress.isExcused) return null;
  const wasSent = (step: LadderStep) =>
    progress.said.some((said) => said.step === step && said.state === 'sent');
  const step = NAMED_FROM.findLast(wasSent) ?? null;
  return step !== null && isOverdue(progress, now) ? 'overdue' : step;
}

/** The length of a pause or hold, in whole days, rounded up; none where the clock was ahead when it began. */
export function pauseDays(fromMs: EpochMs, toMs: EpochMs): number {
  return Math.max(0, Math.ceil((toMs - fromMs) / DAY_MS));
}

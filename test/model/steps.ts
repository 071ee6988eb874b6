import { closing, dayOf, openDay, opening, plusDays, twoDaysOn } from './calendar.ts';
import { type CaseFile, isOfLadder, type Notice, type Rules, type Step } from './case-file.ts';
import type { Viewer } from './viewers.ts';

/** A step that is due, and what goes with it. */
export interface Due {
  readonly step: Step;
  readonly occurrence: number;
  readonly dueAt: number;
  readonly again: Notice['again'];
  /** Lower ones that are due as well and are never said. */
  readonly superseded: readonly { readonly step: Step; readonly occurrence: number }[];
  /** Lower ones were left out since the person last heard of the case. */
  readonly hasSkipped: boolean;
}

const LADDER = ['reminder', 'warning', 'deadline'] as const;
const isGone = ({ state, because }: Notice) =>
  state === 'sent' || state === 'unknown' || (state === 'cancelled' && because === 'superseded');
const isFinal = ({ state }: Notice) => state === 'sent' || state === 'unknown' || state === 'cancelled';

const saidTo = ({ notices }: Viewer) =>
  notices.filter((one) => one.audience !== 'manager' && isOfLadder(one));

/** Somebody wants to hear of it: it moves nothing else. */
const isAskedFor = ({ again }: Pick<Due, 'again'>) => again === 'snoozed' || again === 'reminded';

/** What is due at `now`: at most one step. */
export function dueStep(
  file: CaseFile,
  viewer: Viewer,
  at: { readonly now: number; readonly rules: Rules },
): Due | null {
  const { now, rules } = at;
  if (viewer.heardAt === null) {
    const first = openingStep(file, viewer, rules);
    return first.dueAt <= now ? { ...first, again: null, superseded: [], hasSkipped: false } : null;
  }
  const due = laterSteps(viewer, rules).filter(({ dueAt }) => dueAt <= now);
  const highest = due.at(-1);
  if (highest === undefined) return null;
  const ofLadder = due.filter((one) => !isAskedFor(one));
  return {
    ...highest,
    superseded: due.slice(0, -1),
    hasSkipped: ofLadder.length > 1 || skippedEarlier(viewer),
  };
}

function openingStep(file: CaseFile, viewer: Viewer, rules: Rules) {
  const { memberId, zone } = viewer;
  const unclear = saidTo(viewer).findLast(
    (one) => one.state === 'unknown' && (memberId === null || one.recipients.at(-1) === memberId),
  );
  if (unclear === undefined) {
    const step = file.regressed ? 'regressed' : 'first';
    return { step, occurrence: occurrence(viewer, step), dueAt: file.openedAt } as const;
  }
  const day = openDay(plusDays(dayOf(unclear.at, zone), rules.reminder), rules.office);
  return {
    step: 'reminder',
    occurrence: occurrence(viewer, 'reminder'),
    dueAt: opening(day, zone, rules.office),
  } as const;
}

type Planned = Pick<Due, 'step' | 'occurrence' | 'dueAt' | 'again'>;

function laterSteps(viewer: Viewer, rules: Rules): readonly Planned[] {
  const { office } = rules;
  const { zone, shiftDays } = viewer;
  const toldAt = viewer.toldAt ?? 0;
  const sinceTold = saidTo(viewer).filter((one) => one.at >= toldAt);
  // After an exemption it goes on with a warning and a deadline of its own.
  const resumed = sinceTold
    .filter((one) => one.again === 'exemption_ended' && one.state !== 'cancelled')
    .toSorted((a, b) => a.at - b.at)
    .at(-1);
  const said = sinceTold.filter((one) => one.at >= (resumed?.at ?? toldAt));
  const deadlineDay = dayOf((viewer.deadlineAt ?? firstDeadline(toldAt, zone, rules)) - 1, zone);
  const after = (days: number) =>
    opening(openDay(plusDays(dayOf(toldAt, zone), days + shiftDays), office), zone, office);
  if (said.some(({ step, state }) => step === 'deadline' && (state === 'sent' || state === 'unknown'))) {
    const weekly = overdueDay(deadlineDay, said, zone);
    return [
      ...again(said).filter((one) => one.again === 'reminded'),
      {
        ...{ step: 'overdue', occurrence: occurrence(viewer, 'overdue'), again: null },
        dueAt: opening(openDay(weekly, office), zone, office),
      },
    ] as const;
  }
  const dueAt = {
    reminder: after(rules.reminder),
    warning: after(rules.warning),
    deadline: opening(deadlineDay, zone, office),
  };
  const highestSaid = LADDER.findLastIndex(
    (step) => step === resumed?.step || said.some((one) => one.step === step && isGone(one)),
  );
  const remaining = LADDER.slice(highestSaid + 1).map((step) => ({
    ...{ step, occurrence: occurrence(viewer, step), dueAt: dueAt[step] },
    again: null,
  }));
  return [...again(said), ...remaining.filter((one) => isStillAhead(one, viewer))];
}

/** Who shares the user and hears of it later is not told what was due before. */
function isStillAhead({ dueAt }: Planned, { heardAt, toldAt }: Viewer): boolean {
  return heardAt === null || toldAt === null || heardAt <= toldAt || dueAt > heardAt;
}

/** What is to be said once more and was not yet: below whatever else is due. */
const again = (said: readonly Notice[]) => said.filter((one) => one.again !== null && !isFinal(one));

const SNOOZES = 3;

/** What was said last, once more on the next working morning; null: it cannot be put off. */
export function putOff(
  viewer: Viewer,
  at: { readonly now: number; readonly rules: Rules },
): { readonly step: Step; readonly occurrence: number; readonly dueAt: number } | null {
  const { now, rules } = at;
  const { zone, heardAt, deadlineAt } = viewer;
  if (heardAt === null || deadlineAt === null) return null;
  const all = saidTo(viewer);
  const snoozed = all.filter((one) => one.again === 'snoozed');
  const isWaiting = snoozed.some((one) => !isFinal(one));
  const isUsedUp = snoozed.filter(({ because }) => because !== 'no_longer_true').length >= SNOOZES;
  // Who presses a button of a message has it, confirmed or not.
  const last = all.findLast(({ state, at }) => (state === 'sent' || state === 'unknown') && at >= heardAt);
  if (isWaiting || isUsedUp || last === undefined || last.again === 'snoozed') return null;
  if (last.step === 'deadline' || last.step === 'overdue') return null;
  const tomorrow = openDay(plusDays(dayOf(now, zone), 1), rules.office);
  if (tomorrow >= dayOf(deadlineAt - 1, zone)) return null;
  return {
    step: last.step,
    occurrence: next(viewer, last.step),
    dueAt: opening(tomorrow, zone, rules.office),
  };
}

/** What an admin has somebody reminded of: who heard only the first message, of a reminder; null: of nothing. */
export function remindedOf(viewer: Viewer): { step: Step; occurrence: number } | null {
  const { memberId } = viewer;
  const last = saidTo(viewer).findLast(
    (one) => one.state === 'sent' && (memberId === null || one.recipients.at(-1) === memberId),
  );
  if (viewer.heardAt === null || last === undefined) return null;
  const step = last.step === 'first' || last.step === 'regressed' ? 'reminder' : last.step;
  return { step, occurrence: next(viewer, step) };
}

/** Each week after the deadline, beginning with the first that the last one does not reach into. */
function overdueDay(deadlineDay: string, said: readonly Notice[], zone: string): string {
  const last = said.findLast((one) => one.step === 'overdue' && isFinal(one));
  let day = plusDays(deadlineDay, 7);
  while (last !== undefined && day <= dayOf(last.at, zone)) day = plusDays(day, 7);
  return day;
}

function skippedEarlier(viewer: Viewer): boolean {
  const { toldAt } = viewer;
  const said = saidTo(viewer).filter((one) => toldAt !== null && one.at >= toldAt);
  const height = ({ step }: Notice) => (LADDER as readonly string[]).indexOf(step);
  const heard = Math.max(-1, ...said.filter(({ state }) => state === 'sent').map(height));
  return said.some((one) => one.because === 'superseded' && height(one) > heard);
}

function occurrence(viewer: Viewer, step: Step): number {
  const same = saidTo(viewer).filter((one) => one.step === step);
  const inHand = same.find((one) => !isFinal(one) && one.again === null);
  return inHand?.occurrence ?? next(viewer, step);
}

function next(viewer: Viewer, step: Step): number {
  const same = saidTo(viewer).filter((one) => one.step === step);
  return Math.max(0, ...same.map((one) => one.occurrence)) + 1;
}

function firstDeadline(toldAt: number, zone: string, { deadline, office }: Rules): number {
  return closing(openDay(plusDays(dayOf(toldAt, zone), deadline), office), zone, office);
}

/** The deadline that a message sent now tells. */
export function deadlineTold(
  due: Due,
  at: { readonly viewer: Viewer; readonly now: number; readonly rules: Rules },
): number {
  const { viewer, now, rules } = at;
  const { zone, toldAt, heardAt, deadlineAt } = viewer;
  if (toldAt === null || deadlineAt === null) return firstDeadline(now, zone, rules);
  // Who joins the others has two days at least.
  if (heardAt === null) return Math.max(deadlineAt, twoDaysOn(now, zone, rules.office));
  if (due.step === 'overdue') return deadlineAt;
  const isLate = dayOf(now, zone) > dayOf(due.dueAt, zone);
  return isLate || due.hasSkipped ? Math.max(deadlineAt, twoDaysOn(now, zone, rules.office)) : deadlineAt;
}

import type { EpochMs } from './clock.ts';
import {
  type CaseProgress,
  type LadderPolicy,
  nextOccurrence,
  type PersonStep,
  type PlannedStep,
  type SaidStep,
} from './ladder.ts';
import { addDays, localDate, startOfWork, workingDayFrom } from './work-calendar.ts';

const SNOOZES_MAX = 3;

/** Why a reminder cannot be put off. */
const SNOOZE_REFUSALS = [
  'nothing_said',
  'last_message',
  'put_off_already',
  'none_left',
  'deadline_is_near',
] as const;
export type SnoozeRefusal = (typeof SNOOZE_REFUSALS)[number];

export type Snooze =
  | {
      readonly kind: 'put_off';
      readonly step: PersonStep;
      readonly occurrence: number;
      /** The next working morning of the person. */
      readonly dueAt: EpochMs;
      readonly left: number;
    }
  | { readonly kind: 'refused'; readonly reason: SnoozeRefusal; readonly until: EpochMs | null };

/** What was said last is said once more tomorrow: once a step, three times a case, and never on the day of the deadline. */
export function snooze(progress: CaseProgress, policy: LadderPolicy, now: EpochMs): Snooze {
  const { heardAt: toldAt, deadlineAt, zone, said } = progress;
  const refuse = (reason: SnoozeRefusal, until: EpochMs | null = null): Snooze => ({
    kind: 'refused',
    reason,
    until,
  });
  if (toldAt === null || deadlineAt === null) return refuse('nothing_said');
  const waiting = said.find((one) => one.againBecause === 'snoozed' && isInHand(one));
  if (waiting !== undefined) return refuse('put_off_already', waiting.dueAt);
  const last = said.findLast((one) => mayHaveArrived(one) && one.at >= toldAt);
  if (last === undefined) return refuse('nothing_said');
  if (!isPutOffable(last.step)) return refuse('last_message');
  const left = snoozesLeft(said);
  if (left === 0) return refuse('none_left');
  if (last.againBecause === 'snoozed') return refuse('put_off_already');
  const tomorrow = workingDayFrom(addDays(localDate(now, zone), 1), policy);
  if (tomorrow >= localDate(deadlineAt - 1, zone)) return refuse('deadline_is_near');
  return {
    kind: 'put_off',
    step: last.step,
    occurrence: nextOccurrence(said, last.step),
    dueAt: startOfWork(tomorrow, zone, policy),
    left: left - 1,
  };
}

/** May a step that is said now be put off afterwards? */
export function isSnoozable(step: PlannedStep, { said }: CaseProgress): boolean {
  return isPutOffable(step.step) && step.againBecause !== 'snoozed' && snoozesLeft(said) > 0;
}

/** Not the last messages: from there on there is no tomorrow. */
export function isPutOffable(step: PersonStep): boolean {
  return step !== 'deadline' && step !== 'overdue';
}

function snoozesLeft(said: readonly SaidStep[]): number {
  const counts = ({ againBecause, cancelReason }: SaidStep) =>
    againBecause === 'snoozed' && cancelReason !== 'no_longer_true';
  return Math.max(0, SNOOZES_MAX - said.filter(counts).length);
}

/** Who presses a button of a message has it, confirmed or not. */
const mayHaveArrived = ({ state }: SaidStep) => state === 'sent' || state === 'unknown';

const isInHand = ({ state }: SaidStep) => state === 'planned' || state === 'sending' || state === 'failed';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type CaseProgress,
  deadlineToldBy,
  type LadderPolicy,
  type PlannedStep,
  planLadder,
  type SaidStep,
} from '../../src/domain/ladder.ts';
import { isWorkingDay, isWorkingTime, localDate, startOfWork } from '../../src/domain/work-calendar.ts';
import { anInstant, aWorkCalendar, aZone } from './arbitrary-times.ts';

const HOUR_MS = 3_600_000;
const RANK = ['first', 'regressed', 'reminder', 'warning', 'deadline', 'overdue'];

const ladderDays = fc
  .uniqueArray(fc.integer({ min: 1, max: 40 }), { minLength: 3, maxLength: 3 })
  .map((days) => days.toSorted((a, b) => a - b))
  .map(([reminder = 1, warning = 2, deadline = 3]) => ({ reminder, warning, deadline }));

const aPolicy: fc.Arbitrary<LadderPolicy> = fc
  .tuple(aWorkCalendar, ladderDays)
  .map(([calendar, days]) => ({ ...calendar, ladderDays: days }));

/** What became of one try, after how many hours the bot looks again. */
const aTry = fc.record({
  outcome: fc.constantFrom('sent', 'sent', 'sent', 'unknown', 'failed', 'not_tried'),
  hoursLater: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 31, max: 500 })),
});
type Try = typeof aTry extends fc.Arbitrary<infer T> ? T : never;

interface Message {
  readonly step: PlannedStep;
  readonly at: number;
  readonly state: 'sent' | 'unknown';
  readonly deadlineAt: number;
  readonly deadlineBefore: number | null;
  readonly gaveTwoDays: boolean;
}

/** A case walked through weeks of good and bad luck, as delivery walks it: what was said, in order. */
function walk(start: CaseProgress, policy: LadderPolicy, tries: readonly Try[]): readonly Message[] {
  const messages: Message[] = [];
  let progress = start;
  let now = start.openedAt;
  for (const { outcome, hoursLater } of tries) {
    now += hoursLater * HOUR_MS;
    const plan = planLadder(progress, policy, now);
    if (plan.due === null || !isWorkingTime(now, progress.zone, policy) || outcome === 'not_tried') continue;
    const { due, skippedSteps } = plan;
    const deadlineAt = deadlineToldBy(due, progress, { policy, now, skippedSteps });
    const isLate = localDate(now, progress.zone) > localDate(due.dueAt, progress.zone);
    const superseded = plan.superseded.map((step) => said(step, now, 'cancelled'));
    progress = {
      ...progress,
      said: [...without(progress.said, due), ...superseded, said(due, now, outcome)],
    };
    if (outcome === 'failed') continue;
    messages.push({
      step: due,
      at: now,
      state: outcome,
      deadlineAt,
      deadlineBefore: progress.deadlineAt,
      gaveTwoDays: due.step !== 'overdue' && (isLate || skippedSteps || progress.toldAt === null),
    });
    if (outcome === 'sent') {
      const toldAt = progress.toldAt ?? now;
      progress = { ...progress, deadlineAt, toldAt, heardAt: toldAt };
    }
  }
  return messages;
}

function said(step: PlannedStep, at: number, state: SaidStep['state']): SaidStep {
  const cancelReason = state === 'cancelled' ? 'superseded' : null;
  const { occurrence, dueAt, againBecause } = step;
  return {
    step: step.step,
    occurrence,
    dueAt,
    againBecause,
    state,
    cancelReason,
    at,
    toPresentContact: true,
  };
}

const without = (all: readonly SaidStep[], step: PlannedStep) =>
  all.filter((one) => one.step !== step.step || one.occurrence !== step.occurrence);

const aWalk = fc
  .record({
    openedAt: anInstant,
    zone: aZone,
    regressed: fc.boolean(),
    policy: aPolicy,
    tries: fc.array(aTry, { minLength: 10, maxLength: 60 }),
  })
  .map(({ openedAt, zone, regressed, policy, tries }) => {
    const start = {
      openedAt,
      zone,
      regressed,
      toldAt: null,
      heardAt: null,
      deadlineAt: null,
      shiftDays: 0,
      isExcused: false,
      said: [],
    };
    return { start, policy, messages: walk(start, policy, tries) };
  });

type Walk = typeof aWalk extends fc.Arbitrary<infer T> ? T : never;

function always(claim: (walked: Walk) => void): void {
  fc.assert(fc.property(aWalk, claim), { numRuns: 40 });
}

describe('however the weeks go', () => {
  test('no step is said twice under one number', () => {
    always(({ messages }) => {
      const keys = messages.map(({ step }) => `${step.step}/${step.occurrence}`);
      expect(new Set(keys).size).toBe(keys.length);
    });
  });

  test('the first that is known to have arrived carries the complete text, and only those before it', () => {
    always(({ messages }) => {
      const firstSent = messages.findIndex((one) => one.state === 'sent');
      messages.forEach(({ step }, index) => {
        expect(step.complete).toBe(firstSent === -1 || index <= firstSent);
      });
    });
  });

  test('after that the steps only climb', () => {
    always(({ messages }) => {
      const firstSent = messages.findIndex((one) => one.state === 'sent');
      const ranks = messages.slice(Math.max(firstSent, 0)).map(({ step }) => RANK.indexOf(step.step));
      if (firstSent !== -1) expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
    });
  });

  test('the deadline never moves to an earlier time', () => {
    always(({ messages }) => {
      for (const { deadlineAt, deadlineBefore } of messages)
        expect(deadlineAt).toBeGreaterThanOrEqual(deadlineBefore ?? 0);
    });
  });

  test('who is told late, or past skipped steps, has at least two days', () => {
    always(({ messages }) => {
      for (const { gaveTwoDays, deadlineAt, at } of messages)
        if (gaveTwoDays) expect(deadlineAt - at).toBeGreaterThanOrEqual(48 * HOUR_MS);
    });
  });

  test('nobody is called overdue before the deadline they were told', () => {
    always(({ messages }) => {
      for (const { step, at, deadlineAt } of messages)
        if (step.step === 'overdue') expect(at).toBeGreaterThan(deadlineAt);
    });
  });

  test('nobody is called overdue who was not told the deadline on its day, or perhaps was', () => {
    always(({ messages }) => {
      const overdue = messages.findIndex(({ step }) => step.step === 'overdue');
      if (overdue === -1) return;
      expect(messages.slice(0, overdue).some(({ step }) => step.step === 'deadline')).toBe(true);
    });
  });

  test('every step but the opening falls due at the start of work on a working day', () => {
    always(({ messages, start, policy }) => {
      for (const { step } of messages.filter(({ step: one }) => RANK.indexOf(one.step) > 1)) {
        const day = localDate(step.dueAt, start.zone);
        expect(isWorkingDay(day, policy)).toBe(true);
        expect(step.dueAt).toBe(startOfWork(day, start.zone, policy));
      }
    });
  });
});

describe('at any point of any ladder', () => {
  const progressAt = fc.record({
    openedAt: anInstant,
    regressed: fc.boolean(),
    toldDaysLater: fc.option(fc.integer({ min: 0, max: 30 })),
    shiftDays: fc.integer({ min: 0, max: 20 }),
    zone: aZone,
  });

  test('what is due lies behind, what is next ahead, and all that is replaced ranks lower', () => {
    fc.assert(
      fc.property(progressAt, aPolicy, fc.integer({ min: 0, max: 90 * 24 }), (from, policy, hours) => {
        const toldAt = from.toldDaysLater === null ? null : from.openedAt + from.toldDaysLater * 24 * HOUR_MS;
        const progress: CaseProgress = {
          ...from,
          toldAt,
          heardAt: toldAt,
          deadlineAt: null,
          isExcused: false,
          said: [],
        };
        const now = (toldAt ?? from.openedAt) + hours * HOUR_MS;
        const { due, superseded, next } = planLadder(progress, policy, now);
        if (due !== null) expect(due.dueAt).toBeLessThanOrEqual(now);
        if (next !== null) expect(next.dueAt).toBeGreaterThan(now);
        for (const step of superseded)
          expect(RANK.indexOf(step.step)).toBeLessThan(RANK.indexOf(due?.step ?? 'first'));
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CaseProgress, type LadderPolicy, planLadder, type SaidStep } from '../../src/domain/ladder.ts';
import { snooze } from '../../src/domain/snooze.ts';
import { isWorkingDay, localDate, startOfWork } from '../../src/domain/work-calendar.ts';
import { anInstant, aWorkCalendar, aZone, OFFICE } from './arbitrary-times.ts';

const POLICY: LadderPolicy = { ...OFFICE, ladderDays: { reminder: 3, warning: 7, deadline: 14 } };
const at = (local: string) => Date.parse(`${local.replace(' ', 'T')}:00+01:00`);

function said(step: SaidStep['step'], when: string, more: Partial<SaidStep> = {}): SaidStep {
  const instant = at(when);
  return {
    ...{ step, occurrence: 1, state: 'sent', cancelReason: null, at: instant, dueAt: instant },
    ...{ againBecause: null, toPresentContact: true },
    ...more,
  };
}

/** Told on Monday 2 March 2026; the deadline is the end of Monday the 16th. */
function told(...later: readonly SaidStep[]): CaseProgress {
  return {
    openedAt: at('2026-03-02 09:15'),
    regressed: false,
    toldAt: at('2026-03-02 10:00'),
    heardAt: at('2026-03-02 10:00'),
    deadlineAt: at('2026-03-16 17:30'),
    shiftDays: 0,
    isExcused: false,
    zone: 'Europe/Berlin',
    said: [said('first', '2026-03-02 10:00'), ...later],
  };
}

const again = (step: SaidStep['step'], when: string, more: Partial<SaidStep> = {}) =>
  said(step, when, { occurrence: 2, againBecause: 'snoozed', ...more });

describe('putting a message off', () => {
  test.each([
    {
      name: 'the first, on the same day',
      progress: told(),
      now: '2026-03-02 15:00',
      dueAt: '2026-03-03 09:30',
      left: 2,
    },
    {
      name: 'on a Friday: until Monday',
      progress: told(),
      now: '2026-03-06 15:00',
      dueAt: '2026-03-09 09:30',
      left: 2,
    },
    {
      name: 'a reminder of which nobody knows whether it arrived: whoever presses has it',
      progress: told(said('reminder', '2026-03-05 09:30', { state: 'unknown' })),
      now: '2026-03-05 12:00',
      step: 'reminder',
      dueAt: '2026-03-06 09:30',
      left: 2,
    },
    {
      name: 'the reminder after the first was put off',
      progress: told(again('first', '2026-03-03 09:30'), said('reminder', '2026-03-05 09:30')),
      now: '2026-03-05 12:00',
      step: 'reminder',
      dueAt: '2026-03-06 09:30',
      left: 1,
    },
  ])('$name', ({ progress, now, dueAt, left, step = 'first' }) => {
    const expected = { kind: 'put_off', step, dueAt: at(dueAt), left };
    expect(snooze(progress, POLICY, at(now))).toMatchObject(expected);
  });

  test.each([
    {
      name: 'nobody was told',
      progress: { ...told(), toldAt: null, heardAt: null },
      now: '2026-03-02 15:00',
      reason: 'nothing_said',
    },
    {
      name: 'it is put off already',
      progress: told(again('first', '2026-03-02 15:00', { state: 'planned' })),
      now: '2026-03-02 15:01',
      reason: 'put_off_already',
    },
    {
      name: 'this step was put off once',
      progress: told(again('first', '2026-03-03 09:30')),
      now: '2026-03-03 10:00',
      reason: 'put_off_already',
    },
    {
      name: 'three times were used up',
      progress: told(
        again('first', '2026-03-03 09:30'),
        said('reminder', '2026-03-05 09:30'),
        again('reminder', '2026-03-06 09:30'),
        again('warning', '2026-03-09 09:30'),
        said('warning', '2026-03-09 09:30', { occurrence: 3 }),
      ),
      now: '2026-03-09 10:00',
      reason: 'none_left',
    },
    {
      name: 'the last message before the deadline',
      progress: told(said('deadline', '2026-03-16 09:30')),
      now: '2026-03-16 10:00',
      reason: 'last_message',
    },
    {
      name: 'tomorrow is the deadline',
      progress: told(),
      now: '2026-03-13 15:00',
      reason: 'deadline_is_near',
    },
  ])('not where $name', ({ progress, now, reason }) => {
    expect(snooze(progress, POLICY, at(now))).toMatchObject({ kind: 'refused', reason });
  });

  test('where it meets the next step, only that is said, and the deadline stays', () => {
    const progress = told(
      said('reminder', '2026-03-05 09:30'),
      again('reminder', '2026-03-06 12:00', { state: 'planned', dueAt: at('2026-03-09 09:30') }),
    );
    const plan = planLadder(progress, POLICY, at('2026-03-09 09:35'));
    expect(plan.due?.step).toBe('warning');
    expect(plan.superseded.map(({ step, occurrence }) => `${step}/${occurrence}`)).toEqual(['reminder/2']);
    expect(plan.skippedSteps).toBe(false);
  });

  test('it is said again on a working morning after today and before the deadline, whatever the calendar', () => {
    fc.assert(
      fc.property(
        anInstant,
        aZone,
        aWorkCalendar,
        fc.integer({ min: 0, max: 40 }),
        (now, zone, calendar, days) => {
          const policy = { ...calendar, ladderDays: POLICY.ladderDays };
          const first = said('first', '2026-03-02 10:00', { at: now, dueAt: now });
          const deadlineAt = now + days * 86_400_000;
          const outcome = snooze(
            { ...told(), toldAt: now, heardAt: now, deadlineAt, zone, said: [first] },
            policy,
            now,
          );
          if (outcome.kind === 'refused') return;
          const date = localDate(outcome.dueAt, zone);
          expect(isWorkingDay(date, policy)).toBe(true);
          expect(outcome.dueAt).toBe(startOfWork(date, zone, policy));
          expect(date > localDate(now, zone)).toBe(true);
          expect(date < localDate(deadlineAt - 1, zone)).toBe(true);
        },
      ),
    );
  });
});

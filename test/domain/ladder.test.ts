import { describe, expect, test } from 'vitest';
import {
  afterSilence,
  atLeastTwoDaysAhead,
  type CaseProgress,
  deadlineAfterPause,
  deadlineToldBy,
  isOverdue,
  type LadderPolicy,
  namedStep,
  pauseDays,
  planLadder,
  type SaidStep,
} from '../../src/domain/ladder.ts';
import { OFFICE } from './arbitrary-times.ts';

const BERLIN = 'Europe/Berlin';
const POLICY: LadderPolicy = { ...OFFICE, ladderDays: { reminder: 3, warning: 7, deadline: 14 } };

/** `2026-03-02 10:00` by the clock on the wall in Berlin. */
const at = (local: string, offset = '+01:00') => Date.parse(`${local.replace(' ', 'T')}:00${offset}`);
/** The same, back. */
function local(instant: number | undefined, zone = BERLIN): string {
  if (instant === undefined) return 'never';
  return new Date(instant).toLocaleString('sv-SE', { timeZone: zone }).slice(0, 16);
}

type Said = Partial<SaidStep> & Pick<SaidStep, 'step' | 'at'>;

function said({ step, at: instant, ...more }: Said): SaidStep {
  return {
    step,
    at: instant,
    occurrence: 1,
    state: 'sent',
    cancelReason: null,
    dueAt: instant,
    againBecause: null,
    toPresentContact: true,
    ...more,
  };
}

/** Monday 2 March 2026, ten o'clock. */
const TOLD_AT = at('2026-03-02 10:00');

function untold(facts: Partial<CaseProgress> = {}): CaseProgress {
  return {
    openedAt: at('2026-03-02 09:15'),
    regressed: false,
    toldAt: null,
    deadlineAt: null,
    shiftDays: 0,
    isExcused: false,
    said: [],
    zone: BERLIN,
    heardAt: facts.toldAt ?? null,
    ...facts,
  };
}

/** Told on Monday the 2nd: reminder on the 5th, warning on the 9th, deadline at the end of the 16th. */
function told(later: readonly Said[] = [], facts: Partial<CaseProgress> = {}): CaseProgress {
  return untold({
    toldAt: TOLD_AT,
    deadlineAt: at('2026-03-16 17:30'),
    said: [said({ step: 'first', at: TOLD_AT }), ...later.map(said)],
    ...facts,
  });
}

const REMINDED = { step: 'reminder', at: at('2026-03-05 09:30') } as const;
const WARNED = { step: 'warning', at: at('2026-03-09 09:30') } as const;
const LAST_TOLD = { step: 'deadline', at: at('2026-03-16 09:30') } as const;

interface DueRow {
  readonly name: string;
  readonly progress: CaseProgress;
  readonly now: number;
  readonly due: string | null;
  readonly superseded?: readonly string[];
  readonly next?: string;
  readonly policy?: Partial<LadderPolicy>;
}

const words = (step: { step: string; occurrence: number } | null) =>
  step === null ? null : step.occurrence === 1 ? step.step : `${step.step} ${step.occurrence}`;

const DUE: readonly DueRow[] = [
  { name: 'a case just opened', progress: untold(), now: at('2026-03-02 09:15'), due: 'first' },
  { name: 'a case opened on a Sunday', progress: untold(), now: at('2026-03-08 12:00'), due: 'first' },
  {
    name: 'a device that is gone',
    progress: untold({ regressed: true }),
    now: at('2026-03-02 09:15'),
    due: 'regressed',
  },
  {
    name: 'the day after being told',
    progress: told(),
    now: at('2026-03-03 12:00'),
    due: null,
    next: 'reminder at 2026-03-05 09:30',
  },
  { name: 'a minute before the reminder', progress: told(), now: at('2026-03-05 09:29'), due: null },
  { name: 'the reminder', progress: told(), now: at('2026-03-05 09:30'), due: 'reminder' },
  {
    name: 'reminded',
    progress: told([REMINDED]),
    now: at('2026-03-05 09:30'),
    due: null,
    next: 'warning at 2026-03-09 09:30',
  },
  { name: 'the warning', progress: told([REMINDED]), now: at('2026-03-09 09:30'), due: 'warning' },
  {
    name: 'warned',
    progress: told([REMINDED, WARNED]),
    now: at('2026-03-09 09:30'),
    due: null,
    next: 'deadline at 2026-03-16 09:30',
  },
  {
    name: 'the last message, on the morning of the deadline',
    progress: told([REMINDED, WARNED]),
    now: at('2026-03-16 09:30'),
    due: 'deadline',
  },
  {
    name: 'the evening of the deadline',
    progress: told([REMINDED, WARNED, LAST_TOLD]),
    now: at('2026-03-16 17:30'),
    due: null,
    next: 'overdue at 2026-03-23 09:30',
  },
  {
    name: 'a week after the deadline',
    progress: told([REMINDED, WARNED, LAST_TOLD]),
    now: at('2026-03-23 09:30'),
    due: 'overdue',
  },
  {
    name: 'overdue said, the next in a week',
    progress: told([REMINDED, WARNED, LAST_TOLD, { step: 'overdue', at: at('2026-03-23 09:30') }]),
    now: at('2026-03-23 09:35'),
    due: null,
    // The clocks changed on the 29th: work still begins at half past nine.
    next: 'overdue 2 at 2026-03-30 09:30',
  },
  {
    name: 'three weeks down while overdue: one message, not three',
    progress: told([REMINDED, WARNED, LAST_TOLD]),
    now: at('2026-04-07 12:00', '+02:00'),
    due: 'overdue',
  },
  {
    name: 'and then the next on the usual day',
    progress: told([REMINDED, WARNED, LAST_TOLD, { step: 'overdue', at: at('2026-04-07 12:00', '+02:00') }]),
    now: at('2026-04-07 12:05', '+02:00'),
    due: null,
    next: 'overdue 2 at 2026-04-13 09:30',
  },
  {
    name: 'overdue only once the last message was sent',
    progress: told([REMINDED, WARNED]),
    now: at('2026-04-07 12:00', '+02:00'),
    due: 'deadline',
  },
  {
    name: 'overdue also where it is unknown whether the last message was sent',
    progress: told([REMINDED, WARNED, { ...LAST_TOLD, state: 'unknown' }]),
    now: at('2026-03-23 09:30'),
    due: 'overdue',
  },
  {
    name: 'the last message failed: it stays due, overdue does not come',
    progress: told([REMINDED, WARNED, { ...LAST_TOLD, state: 'failed' }]),
    now: at('2026-03-30 12:00', '+02:00'),
    due: 'deadline',
  },
  {
    name: 'a week down: the warning, and the reminder never',
    progress: told(),
    now: at('2026-03-10 12:00'),
    due: 'warning',
    superseded: ['reminder'],
  },
  {
    name: 'two weeks down: the last message alone',
    progress: told(),
    now: at('2026-03-16 12:00'),
    due: 'deadline',
    superseded: ['reminder', 'warning'],
  },
  {
    name: 'a step that was replaced is over',
    progress: told([{ ...REMINDED, state: 'cancelled', cancelReason: 'superseded' }, WARNED]),
    now: at('2026-03-12 12:00'),
    due: null,
    next: 'deadline at 2026-03-16 09:30',
  },
  {
    name: 'a step that was not true then and is true again, comes again',
    progress: told([{ ...REMINDED, state: 'cancelled', cancelReason: 'no_longer_true' }]),
    now: at('2026-03-06 12:00'),
    due: 'reminder 2',
  },
  {
    name: 'a last message that was not true then, comes again',
    progress: told([REMINDED, WARNED, { ...LAST_TOLD, state: 'cancelled', cancelReason: 'no_longer_true' }]),
    now: at('2026-03-18 12:00'),
    due: 'deadline 2',
  },
  {
    name: 'a reminder after the warning would only confuse',
    progress: told([WARNED]),
    now: at('2026-03-10 12:00'),
    due: null,
    next: 'deadline at 2026-03-16 09:30',
  },
  {
    name: 'a step whose outcome is unknown is not repeated',
    progress: told([{ ...REMINDED, state: 'unknown' }]),
    now: at('2026-03-06 12:00'),
    due: null,
    next: 'warning at 2026-03-09 09:30',
  },
  {
    name: 'a planned step keeps its number',
    progress: told([{ ...REMINDED, state: 'planned' }]),
    now: at('2026-03-05 12:00'),
    due: 'reminder',
  },
  {
    name: 'a failed step keeps its number',
    progress: told([{ ...REMINDED, state: 'failed' }]),
    now: at('2026-03-05 12:00'),
    due: 'reminder',
  },
  {
    name: 'told on a Wednesday: the reminder of Saturday moves to Monday',
    progress: untold({
      toldAt: at('2026-03-04 10:00'),
      deadlineAt: at('2026-03-18 17:30'),
      said: [said({ step: 'first', at: at('2026-03-04 10:00') })],
    }),
    now: at('2026-03-08 12:00'),
    due: null,
    next: 'reminder at 2026-03-09 09:30',
  },
  {
    name: 'a holiday moves the step',
    progress: told(),
    policy: { noMessageDates: new Set(['2026-03-05', '2026-03-06']) },
    now: at('2026-03-05 12:00'),
    due: null,
    next: 'reminder at 2026-03-09 09:30',
  },
  {
    name: 'holidays can make two steps meet: the higher goes',
    progress: told(),
    policy: { noMessageDates: new Set(['2026-03-05', '2026-03-06', '2026-03-09']) },
    now: at('2026-03-10 09:30'),
    due: 'warning',
    superseded: ['reminder'],
  },
  {
    name: 'days given back after a pause move reminder and warning',
    progress: told([], { shiftDays: 5, deadlineAt: at('2026-03-23 17:30') }),
    now: at('2026-03-06 12:00'),
    due: null,
    next: 'reminder at 2026-03-10 09:30',
  },
  {
    name: 'a moved deadline moves its last message with it',
    progress: told([REMINDED, WARNED], { deadlineAt: at('2026-03-19 17:30') }),
    now: at('2026-03-17 12:00'),
    due: null,
    next: 'deadline at 2026-03-19 09:30',
  },
  {
    name: 'a shorter ladder does not bring a promised deadline forward',
    progress: told([REMINDED]),
    policy: { ladderDays: { reminder: 1, warning: 2, deadline: 4 } },
    now: at('2026-03-06 12:00'),
    due: 'warning',
    next: 'deadline at 2026-03-16 09:30',
  },
];

describe('which step is due', () => {
  test.each(DUE)('$name', ({ progress, policy, now, due, superseded = [], next }) => {
    const plan = planLadder(progress, { ...POLICY, ...policy }, now);
    expect(words(plan.due)).toBe(due);
    expect(plan.superseded.map(words)).toEqual(superseded);
    if (next !== undefined)
      expect(`${words(plan.next)} at ${local(plan.next?.dueAt, progress.zone)}`).toBe(next);
  });
});

describe('a first message whose outcome is unknown', () => {
  const tried = at('2026-03-02 10:00');
  const unknownFirst = said({ step: 'first', at: tried, state: 'unknown' });

  test('is not repeated; a reminder with the complete text comes as many days later as reminders do', () => {
    const progress = untold({ said: [unknownFirst] });
    expect(planLadder(progress, POLICY, at('2026-03-04 12:00'))).toMatchObject({ due: null });
    expect(planLadder(progress, POLICY, at('2026-03-05 09:30')).due).toMatchObject({
      step: 'reminder',
      occurrence: 1,
      complete: true,
    });
  });

  test('and where that one is unknown too, the next reminder', () => {
    const second = said({ step: 'reminder', at: at('2026-03-05 09:30'), state: 'unknown' });
    const progress = untold({ said: [unknownFirst, second] });
    expect(planLadder(progress, POLICY, at('2026-03-09 09:30')).due).toMatchObject({
      step: 'reminder',
      occurrence: 2,
      complete: true,
    });
    // Three days after Thursday is Sunday.
    expect(planLadder(progress, POLICY, at('2026-03-08 12:00')).due).toBeNull();
  });

  test('the first that is sent starts the clock, and the warning follows', () => {
    const reminded = at('2026-03-05 09:30');
    const progress = untold({
      toldAt: reminded,
      deadlineAt: at('2026-03-19 17:30'),
      said: [unknownFirst, said({ step: 'reminder', at: reminded })],
    });
    const plan = planLadder(progress, POLICY, at('2026-03-06 12:00'));
    expect(plan.due).toBeNull();
    expect(`${words(plan.next)} at ${local(plan.next?.dueAt)}`).toBe('warning at 2026-03-12 09:30');
  });

  test('to somebody else does not matter to the present contact', () => {
    const progress = untold({ said: [{ ...unknownFirst, toPresentContact: false }] });
    expect(words(planLadder(progress, POLICY, at('2026-03-02 11:00')).due)).toBe('first 2');
  });
});

describe('a contact who changed', () => {
  const toAnother = (one: Said) => said({ ...one, toPresentContact: false });

  test('is told anew, with the next number', () => {
    const progress = untold({ said: [toAnother({ step: 'first', at: TOLD_AT }), toAnother(REMINDED)] });
    expect(planLadder(progress, POLICY, at('2026-03-06 12:00')).due).toMatchObject({
      step: 'first',
      occurrence: 2,
      complete: true,
    });
  });

  test('gets what was not sent yet under the same number', () => {
    const progress = untold({ said: [toAnother({ step: 'first', at: TOLD_AT, state: 'failed' })] });
    expect(words(planLadder(progress, POLICY, at('2026-03-06 12:00')).due)).toBe('first');
  });

  test('then climbs a ladder of their own', () => {
    const toldAt = at('2026-03-06 12:00');
    const progress = untold({
      toldAt,
      deadlineAt: at('2026-03-20 17:30'),
      said: [
        toAnother({ step: 'first', at: TOLD_AT }),
        toAnother(REMINDED),
        said({ step: 'first', at: toldAt, occurrence: 2 }),
      ],
    });
    const plan = planLadder(progress, POLICY, at('2026-03-09 09:30'));
    expect(words(plan.due)).toBe('reminder 2');
  });
});

interface DeadlineRow {
  readonly name: string;
  readonly progress: CaseProgress;
  readonly now: number;
  readonly tells: string;
}

const DEADLINES: readonly DeadlineRow[] = [
  {
    name: 'the first message sets it',
    progress: untold(),
    now: at('2026-03-02 10:00'),
    tells: '2026-03-16 17:30',
  },
  {
    name: 'on a day off it moves to the next working day',
    progress: untold(),
    now: at('2026-03-07 10:00'),
    tells: '2026-03-23 17:30',
  },
  {
    name: 'over the change of the clocks it stays the end of work',
    progress: untold(),
    now: at('2026-03-20 10:00'),
    tells: '2026-04-03 17:30',
  },
  {
    name: 'a reminder on its day repeats it',
    progress: told(),
    now: at('2026-03-05 15:00'),
    tells: '2026-03-16 17:30',
  },
  {
    name: 'a late reminder repeats it while there are two days left',
    progress: told(),
    now: at('2026-03-06 15:00'),
    tells: '2026-03-16 17:30',
  },
  {
    name: 'the last message on its day repeats it',
    progress: told([REMINDED, WARNED]),
    now: at('2026-03-16 09:30'),
    tells: '2026-03-16 17:30',
  },
  {
    name: 'the last message a day late gives two days more',
    progress: told([REMINDED, WARNED]),
    now: at('2026-03-17 09:30'),
    tells: '2026-03-19 17:30',
  },
  {
    name: 'the last message late on a Thursday: the first working day two days later is Monday',
    progress: told([REMINDED, WARNED]),
    now: at('2026-03-19 09:30'),
    tells: '2026-03-23 17:30',
  },
  {
    name: 'in the place of a warning that was skipped, the last message gives two days more',
    progress: told([REMINDED]),
    now: at('2026-03-16 09:30'),
    tells: '2026-03-18 17:30',
  },
  {
    name: 'still so when the first try did not go through and the skipped ones are written off already',
    progress: told([
      { ...REMINDED, state: 'cancelled', cancelReason: 'superseded', at: at('2026-03-16 09:30') },
      { ...WARNED, state: 'cancelled', cancelReason: 'superseded', at: at('2026-03-16 09:30') },
      { ...LAST_TOLD, state: 'planned' },
    ]),
    now: at('2026-03-16 09:35'),
    tells: '2026-03-18 17:30',
  },
  {
    name: 'once the message in their place was sent, the next one on its day repeats the deadline',
    progress: told([{ ...REMINDED, state: 'cancelled', cancelReason: 'superseded', at: WARNED.at }, WARNED]),
    now: at('2026-03-16 09:30'),
    tells: '2026-03-16 17:30',
  },
  {
    name: 'overdue names the deadline that has passed',
    progress: told([REMINDED, WARNED, LAST_TOLD]),
    now: at('2026-03-25 12:00'),
    tells: '2026-03-16 17:30',
  },
  {
    name: 'somebody never told before is given the whole time, whatever another was told',
    progress: untold({ said: [said({ step: 'first', at: TOLD_AT, toPresentContact: false })] }),
    now: at('2026-03-13 12:00'),
    tells: '2026-03-27 17:30',
  },
];

test.each(['first', 'second'])(
  'a warning after an exemption that was sent, planned %s of two, is said',
  (place) => {
    const warned = { step: 'warning', occurrence: 2, againBecause: 'exemption_ended' } as const;
    const sent: Said = { ...warned, at: at('2026-03-10 09:30') };
    const planned: Said = { ...warned, at: at('2026-03-10 00:05'), state: 'planned' };
    const progress = told(place === 'first' ? [sent, planned] : [planned, sent]);
    const { due, next } = planLadder(progress, POLICY, at('2026-03-10 12:00'));
    expect([words(due), words(next)]).toEqual([null, 'deadline']);
  },
);

describe('the deadline that a message tells', () => {
  test.each(DEADLINES)('$name', ({ progress, now, tells }) => {
    const { due, skippedSteps } = planLadder(progress, POLICY, now);
    if (due === null) throw new Error('nothing is due in this row');
    expect(local(deadlineToldBy(due, progress, { policy: POLICY, now, skippedSteps }))).toBe(tells);
  });

  test('is the end of work in the zone of the person', () => {
    const now = Date.parse('2026-02-27T18:00:00Z');
    const progress = untold({ zone: 'America/New_York', openedAt: now });
    const { due, skippedSteps } = planLadder(progress, POLICY, now);
    if (due === null) throw new Error('nothing is due');
    const deadlineAt = deadlineToldBy(due, progress, { policy: POLICY, now, skippedSteps });
    // The clocks there change on 8 March: half past five is an hour earlier by the world's.
    expect(new Date(deadlineAt).toISOString()).toBe('2026-03-13T21:30:00.000Z');
  });
});

describe('after a pause', () => {
  const place = (now: number) => ({ zone: BERLIN, policy: POLICY, now });
  test.each([
    { name: 'two days', days: 2, now: at('2026-03-06 12:00'), is: '2026-03-18 17:30' },
    { name: 'five days end on a Saturday', days: 5, now: at('2026-03-06 12:00'), is: '2026-03-23 17:30' },
    { name: 'over the change of the clocks', days: 14, now: at('2026-03-16 12:00'), is: '2026-03-30 17:30' },
    { name: 'never less than two days away', days: 1, now: at('2026-03-18 12:00'), is: '2026-03-20 17:30' },
  ])('$name: the deadline is $is', ({ days, now, is }) => {
    expect(local(deadlineAfterPause(at('2026-03-16 17:30'), days, place(now)))).toBe(is);
  });

  test.each([
    { hours: 0, days: 0 },
    { hours: 1, days: 1 },
    { hours: 24, days: 1 },
    { hours: 24.1, days: 2 },
    { hours: 7 * 24, days: 7 },
  ])('a pause of $hours hours counts $days days', ({ hours, days }) => {
    expect(pauseDays(TOLD_AT, TOLD_AT + hours * 3_600_000)).toBe(days);
  });

  test('a deadline at midnight is of the day that ends then', () => {
    const late: LadderPolicy = { ...POLICY, workHours: { startMinute: 960, endMinute: 1440 } };
    const moved = deadlineAfterPause(at('2026-03-17 00:00'), 1, {
      zone: BERLIN,
      policy: late,
      now: at('2026-03-10 12:00'),
    });
    expect(local(moved)).toBe('2026-03-18 00:00');
  });
});

describe('at least two days ahead', () => {
  test.each([
    { deadline: '2026-03-16 17:30', now: '2026-03-10 12:00', is: '2026-03-16 17:30' },
    { deadline: '2026-03-16 17:30', now: '2026-03-16 12:00', is: '2026-03-18 17:30' },
    { deadline: '2026-03-16 17:30', now: '2026-03-13 12:00', is: '2026-03-16 17:30' },
    { deadline: '2026-03-02 17:30', now: '2026-03-13 18:00', is: '2026-03-16 17:30' },
  ])('$deadline, seen on $now, becomes $is', ({ deadline, now, is }) => {
    const rule = { policy: POLICY, now: at(now) };
    expect(local(atLeastTwoDaysAhead(at(deadline), BERLIN, rule))).toBe(is);
  });
});

describe('after a silence', () => {
  const place = { zone: BERLIN, policy: POLICY };
  const silence = { fromMs: at('2026-03-04 09:00'), toMs: at('2026-03-06 10:00') };

  test('days and deadline move by its whole days, rounded up', () => {
    const promised = { deadlineAt: at('2026-03-16 17:30'), shiftDays: 2 };
    const moved = afterSilence(promised, silence, place);
    expect(moved.shiftDays).toBe(5);
    expect(local(moved.deadlineAt ?? 0)).toBe('2026-03-19 17:30');
  });

  test('who was promised nothing yet is promised nothing', () => {
    expect(afterSilence({ deadlineAt: null, shiftDays: 0 }, silence, place).deadlineAt).toBeNull();
  });
});

describe('named in the digest', () => {
  const now = at('2026-03-11 12:00');
  const warned = said({ step: 'warning', at: at('2026-03-09 09:30') });

  test.each([
    ['not before a warning', told([REMINDED]), now, null],
    ['from the warning on', told([REMINDED, warned]), now, 'warning'],
    ['not by a warning whose outcome is unknown', told([{ ...warned, state: 'unknown' }]), now, null],
    ['as overdue once the deadline is over', told([REMINDED, warned]), at('2026-03-16 17:30'), 'overdue'],
    ['not while nothing is promised', untold({ said: [warned] }), now, null],
  ] as const)('%s', (_name, progress, when, step) => {
    expect(namedStep(progress, when)).toBe(step);
  });

  test('overdue begins with the end of the deadline day', () => {
    expect(isOverdue(told(), at('2026-03-16 17:29'))).toBe(false);
    expect(isOverdue(told(), at('2026-03-16 17:30'))).toBe(true);
    expect(isOverdue(untold(), at('2030-01-01 12:00'))).toBe(false);
  });
});

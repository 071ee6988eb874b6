import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSchedule } from '../../src/scheduler/schedule.ts';

const MINUTE_MS = 60_000;

/** Every instant at which it becomes due, as a clock that ticks each minute sees it. */
function dueBetween(cron: string, zone: string, [from, to]: readonly [string, string]): readonly string[] {
  const schedule = createSchedule(cron, zone);
  const seen: string[] = [];
  let last = schedule.last(Date.parse(from));
  for (let now = Date.parse(from); now < Date.parse(to); now += MINUTE_MS) {
    const due = schedule.last(now);
    if (due === last) continue;
    seen.push(`${new Date(due).toISOString().slice(0, 16)}Z at ${new Date(now).toISOString().slice(0, 16)}Z`);
    last = due;
  }
  return seen;
}

const VIENNA_SPRING = ['2026-03-28T12:00Z', '2026-03-30T12:00Z'] as const;
const VIENNA_AUTUMN = ['2026-10-24T12:00Z', '2026-10-26T12:00Z'] as const;
const NEW_YORK_SPRING = ['2026-03-07T12:00Z', '2026-03-09T12:00Z'] as const;
const NEW_YORK_AUTUMN = ['2026-10-31T12:00Z', '2026-11-02T12:00Z'] as const;
const LORD_HOWE_SPRING = ['2026-10-03T03:00Z', '2026-10-05T03:00Z'] as const;
const LORD_HOWE_AUTUMN = ['2026-04-04T03:00Z', '2026-04-06T03:00Z'] as const;

/** Once a local date: in a gap at its end, in a repeated hour the first time. */
const ROWS = [
  ['Europe/Vienna', '30 2 * * *', VIENNA_SPRING, ['2026-03-29T01:00', '2026-03-30T00:30']],
  ['Europe/Vienna', '0 2 * * *', VIENNA_SPRING, ['2026-03-29T01:00', '2026-03-30T00:00']],
  ['Europe/Vienna', '59 1 * * *', VIENNA_SPRING, ['2026-03-29T00:59', '2026-03-29T23:59']],
  ['Europe/Vienna', '0 3 * * *', VIENNA_SPRING, ['2026-03-29T01:00', '2026-03-30T01:00']],
  ['Europe/Vienna', '30 2 * * *', VIENNA_AUTUMN, ['2026-10-25T00:30', '2026-10-26T01:30']],
  ['Europe/Vienna', '0 2 * * *', VIENNA_AUTUMN, ['2026-10-25T00:00', '2026-10-26T01:00']],
  ['Europe/Vienna', '0 3 * * *', VIENNA_AUTUMN, ['2026-10-25T02:00', '2026-10-26T02:00']],
  ['America/New_York', '15 2 * * *', NEW_YORK_SPRING, ['2026-03-08T07:00', '2026-03-09T06:15']],
  ['America/New_York', '45 1 * * *', NEW_YORK_AUTUMN, ['2026-11-01T05:45', '2026-11-02T06:45']],
  ['Australia/Lord_Howe', '15 2 * * *', LORD_HOWE_SPRING, ['2026-10-03T15:30', '2026-10-04T15:15']],
  ['Australia/Lord_Howe', '45 1 * * *', LORD_HOWE_AUTUMN, ['2026-04-04T14:45', '2026-04-05T15:15']],
  ['Asia/Shanghai', '10 9 * * *', VIENNA_SPRING, ['2026-03-29T01:10', '2026-03-30T01:10']],
] as const;

describe('a daily time', () => {
  test.each(ROWS)('in %s, %s, is due once a date', (zone, cron, between, due) => {
    expect(dueBetween(cron, zone, between)).toEqual(due.map((at) => `${at}Z at ${at}Z`));
  });

  test('is due once a date whatever the zone does, and last and next agree', () => {
    const zones = ['Europe/Vienna', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Shanghai'];
    const cron = fc.tuple(fc.integer({ min: 0, max: 59 }), fc.integer({ min: 0, max: 23 }));
    const anInstant = fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2028-01-01') });
    fc.assert(
      fc.property(cron, fc.constantFrom(...zones), anInstant, ([minute, hour], zone, now) => {
        const schedule = createSchedule(`${minute} ${hour} * * *`, zone);
        const [last, next] = [schedule.last(now), schedule.next(now)];
        expect(last).toBeLessThanOrEqual(now);
        expect(next).toBeGreaterThan(now);
        expect(schedule.next(last)).toBe(next);
        expect(schedule.last(next)).toBe(next);
        expect(next - last).toBeGreaterThan(21 * 60 * MINUTE_MS);
        expect(next - last).toBeLessThan(27 * 60 * MINUTE_MS);
      }),
    );
  });
});

test('what it answered before changes no answer, in whatever order it is asked', () => {
  const zones = ['Europe/Vienna', 'America/New_York', 'Australia/Lord_Howe'];
  const crons = ['30 2 * * *', '45 1 * * *', '0 * * * *', '0 9 * * 1'];
  // Around two changes of the clocks, where answers are hardest.
  const anHour = fc.integer({ min: 0, max: 72 }).map((hours) => hours * 60 * MINUTE_MS);
  const anInstant = fc
    .tuple(fc.constantFrom('2026-03-28', '2026-10-24', '2026-10-31', '2026-04-04'), anHour)
    .map(([day, after]) => Date.parse(day) + after);
  fc.assert(
    fc.property(
      fc.constantFrom(...crons),
      fc.constantFrom(...zones),
      fc.array(anInstant, { minLength: 2, maxLength: 8 }),
      (cron, zone, instants) => {
        const schedule = createSchedule(cron, zone);
        for (const at of instants) expect(schedule.last(at)).toBe(createSchedule(cron, zone).last(at));
      },
    ),
    { numRuns: 30 },
  );
});

test.each([
  ['0 9 * * 1', '2026-11-26T12:00Z', '2026-11-23T01:00', '2026-11-30T01:00'],
  ['0 9 1 * *', '2026-11-26T12:00Z', '2026-11-01T01:00', '2026-12-01T01:00'],
  ['0 9 29 2 *', '2026-11-26T12:00Z', '2024-02-29T01:00', '2028-02-29T01:00'],
  ['*/10 * * * *', '2026-11-26T12:05Z', '2026-11-26T12:00', '2026-11-26T12:10'],
])('%s at %s', (cron, now, last, next) => {
  const schedule = createSchedule(cron, 'Asia/Shanghai');
  const shown = (at: number) => new Date(at).toISOString().slice(0, 16);
  expect([shown(schedule.last(Date.parse(now))), shown(schedule.next(Date.parse(now)))]).toEqual([
    last,
    next,
  ]);
});

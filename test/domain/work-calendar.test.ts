import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  endOfWork,
  endOfWorkAfter,
  isWorkingDay,
  isWorkingTime,
  localDate,
  startOfWork,
  type WorkCalendar,
  workingDayFrom,
  workingTimeFrom,
} from '../../src/domain/work-calendar.ts';
import { anInstant, aWorkCalendar, aZone, OFFICE } from './arbitrary-times.ts';

const at = (iso: string) => Date.parse(iso);
const iso = (instant: number) => new Date(instant).toISOString().replace('.000', '');

describe('the local date', () => {
  test.each([
    { instant: '2026-03-02T15:59:59Z', zone: 'Asia/Shanghai', date: '2026-03-02' },
    { instant: '2026-03-02T16:00:00Z', zone: 'Asia/Shanghai', date: '2026-03-03' },
    { instant: '2026-03-02T04:59:59Z', zone: 'America/New_York', date: '2026-03-01' },
    { instant: '2026-03-02T05:00:00Z', zone: 'America/New_York', date: '2026-03-02' },
    { instant: '2026-12-31T23:30:00Z', zone: 'Europe/Berlin', date: '2027-01-01' },
  ])('$instant in $zone is $date', ({ instant, zone, date }) => {
    expect(localDate(at(instant), zone)).toBe(date);
  });
});

test('the local date is what the clock on the wall shows, at any instant and anywhere', () => {
  const shown = (instant: number, zone: string) =>
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(instant);
  fc.assert(
    fc.property(anInstant, aZone, (instant, zone) => {
      expect(localDate(instant, zone)).toBe(shown(instant, zone));
    }),
  );
});

describe('adding days', () => {
  test.each([
    ['2026-02-27', 3, '2026-03-02'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2026-12-31', 1, '2027-01-01'],
    // A day of 23 hours is a day.
    ['2026-03-28', 1, '2026-03-29'],
    ['2026-03-29', 1, '2026-03-30'],
  ])('%s + %i is %s', (date, days, result) => {
    expect(addDays(date, days)).toBe(result);
  });
});

describe('a working day', () => {
  const holidays: WorkCalendar = { ...OFFICE, noMessageDates: new Set(['2026-05-01', '2026-05-04']) };
  test.each([
    { date: '2026-04-30', calendar: OFFICE, first: '2026-04-30' },
    { date: '2026-05-02', calendar: OFFICE, first: '2026-05-04' },
    { date: '2026-05-01', calendar: holidays, first: '2026-05-05' },
    { date: '2026-05-02', calendar: holidays, first: '2026-05-05' },
    { date: '2026-05-01', calendar: { ...OFFICE, workDays: [7] }, first: '2026-05-03' },
  ])('the first from $date is $first', ({ date, calendar, first }) => {
    expect(workingDayFrom(date, calendar)).toBe(first);
  });

  test('that never comes is a mistake in the configuration, said as one', () => {
    const never = { ...OFFICE, workDays: [] };
    expect(() => workingDayFrom('2026-05-01', never)).toThrow('NO_MESSAGE_DATES');
  });
});

describe('working hours keep their wall-clock time when the clocks change', () => {
  test.each([
    {
      zone: 'America/New_York',
      date: '2026-03-06',
      start: '2026-03-06T14:30:00Z',
      end: '2026-03-06T22:30:00Z',
    },
    {
      zone: 'America/New_York',
      date: '2026-03-09',
      start: '2026-03-09T13:30:00Z',
      end: '2026-03-09T21:30:00Z',
    },
    {
      zone: 'America/New_York',
      date: '2026-11-02',
      start: '2026-11-02T14:30:00Z',
      end: '2026-11-02T22:30:00Z',
    },
    { zone: 'Europe/Berlin', date: '2026-03-27', start: '2026-03-27T08:30:00Z', end: '2026-03-27T16:30:00Z' },
    { zone: 'Europe/Berlin', date: '2026-03-30', start: '2026-03-30T07:30:00Z', end: '2026-03-30T15:30:00Z' },
    { zone: 'Europe/Berlin', date: '2026-10-26', start: '2026-10-26T08:30:00Z', end: '2026-10-26T16:30:00Z' },
  ])('$date in $zone', ({ zone, date, start, end }) => {
    expect(iso(startOfWork(date, zone, OFFICE))).toBe(start);
    expect(iso(endOfWork(date, zone, OFFICE))).toBe(end);
  });

  test('a day that ends at midnight ends with the date', () => {
    const late = { ...OFFICE, workHours: { startMinute: 960, endMinute: 1440 } };
    expect(iso(endOfWork('2026-03-29', 'Europe/Berlin', late))).toBe('2026-03-29T22:00:00Z');
    expect(iso(endOfWork('2026-03-28', 'Europe/Berlin', late))).toBe('2026-03-28T23:00:00Z');
  });
});

describe('the next working time', () => {
  const zone = 'Europe/Berlin';
  test.each([
    { name: 'early in the morning', from: '2026-03-02T05:00:00Z', to: '2026-03-02T08:30:00Z' },
    { name: 'the very first minute', from: '2026-03-02T08:30:00Z', to: '2026-03-02T08:30:00Z' },
    { name: 'at work', from: '2026-03-02T11:11:11Z', to: '2026-03-02T11:11:11Z' },
    { name: 'the minute work ends', from: '2026-03-02T16:30:00Z', to: '2026-03-03T08:30:00Z' },
    { name: 'Friday evening', from: '2026-03-06T20:00:00Z', to: '2026-03-09T08:30:00Z' },
    {
      name: 'Friday evening before the clocks change',
      from: '2026-03-27T20:00:00Z',
      to: '2026-03-30T07:30:00Z',
    },
  ])('$name', ({ from, to }) => {
    expect(iso(workingTimeFrom(at(from), zone, OFFICE))).toBe(to);
  });
});

describe('the end of work at least two days later', () => {
  const twoDays = 48 * 3_600_000;
  test.each([
    { from: '2026-03-02T09:00:00Z', zone: 'Europe/Berlin', to: '2026-03-04T16:30:00Z' },
    // 48 hours after 17:30 is 17:30: exactly enough.
    { from: '2026-03-02T16:30:00Z', zone: 'Europe/Berlin', to: '2026-03-04T16:30:00Z' },
    { from: '2026-03-02T16:30:01Z', zone: 'Europe/Berlin', to: '2026-03-05T16:30:00Z' },
    { from: '2026-03-05T09:00:00Z', zone: 'Europe/Berlin', to: '2026-03-09T16:30:00Z' },
    // Over the short night before Sunday, 48 hours end an hour later by the wall clock.
    { from: '2026-03-27T16:00:00Z', zone: 'Europe/Berlin', to: '2026-03-30T15:30:00Z' },
  ])('$from in $zone', ({ from, zone, to }) => {
    expect(iso(endOfWorkAfter(at(from), twoDays, { zone, calendar: OFFICE }))).toBe(to);
  });
});

describe('in any zone, at any instant, with any calendar', () => {
  test('the next working time is not before, is working time, and is itself its next', () => {
    fc.assert(
      fc.property(anInstant, aZone, aWorkCalendar, (now, zone, calendar) => {
        const next = workingTimeFrom(now, zone, calendar);
        expect(next).toBeGreaterThanOrEqual(now);
        expect(isWorkingTime(next, zone, calendar)).toBe(true);
        expect(isWorkingDay(localDate(next, zone), calendar)).toBe(true);
        expect(workingTimeFrom(next, zone, calendar)).toBe(next);
      }),
    );
  });

  test('the end of work after a while is at least that far away and on a working day', () => {
    fc.assert(
      fc.property(
        anInstant,
        aZone,
        aWorkCalendar,
        fc.integer({ min: 0, max: 96 }),
        (now, zone, calendar, hours) => {
          const end = endOfWorkAfter(now, hours * 3_600_000, { zone, calendar });
          expect(end).toBeGreaterThanOrEqual(now + hours * 3_600_000);
          expect(isWorkingDay(localDate(end - 1, zone), calendar)).toBe(true);
        },
      ),
    );
  });
});

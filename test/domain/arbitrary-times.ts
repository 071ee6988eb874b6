import fc from 'fast-check';
import { addDays, type WorkCalendar } from '../../src/domain/work-calendar.ts';

/** Monday to Friday, half past nine to half past five. */
export const OFFICE: WorkCalendar = {
  workHours: { startMinute: 570, endMinute: 1050 },
  workDays: [1, 2, 3, 4, 5],
  noMessageDates: new Set(),
};

/** With and without changing clocks, on both sides of the date line, and one that is 45 minutes off. */
export const aZone = fc.constantFrom(
  'Asia/Shanghai',
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'Pacific/Kiritimati',
  'Asia/Kathmandu',
  'America/Santiago',
  'UTC',
);

/** Any second of two years: every change of the clocks is among them. */
export const anInstant = fc
  .integer({ min: 0, max: 2 * 365 * 86_400 })
  .map((seconds) => Date.parse('2026-01-01T00:00:00Z') + seconds * 1000);

const workHours = fc
  .tuple(fc.integer({ min: 0, max: 1260 }), fc.integer({ min: 180, max: 1440 }))
  .filter(([startMinute, endMinute]) => endMinute - startMinute >= 180)
  .map(([startMinute, endMinute]) => ({ startMinute, endMinute }));

const aHoliday = fc.integer({ min: 0, max: 800 }).map((day) => addDays('2026-01-01', day));

export const aWorkCalendar: fc.Arbitrary<WorkCalendar> = fc.record({
  workHours,
  workDays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
  noMessageDates: fc.uniqueArray(aHoliday, { maxLength: 20 }).map((dates) => new Set(dates)),
});

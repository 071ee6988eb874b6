import { DateTime } from 'luxon';
import { z } from 'zod';
import { addDays, isWorkingDay, type LocalDate, type WorkCalendar } from '../domain/work-calendar.ts';
import { listOf } from './formats.ts';

const MINUTES_A_DAY = 24 * 60;
const WORK_HOURS = /^(\d\d):([0-5]\d)\s*-\s*(\d\d):([0-5]\d)$/;

/** `09:30-17:30`; `24:00` is midnight as the end. */
export const workHours = z.string().transform((value, context) => {
  const [startHour = 0, startMinutes = 0, endHour = 0, endMinutes = 0] = (
    WORK_HOURS.exec(value)?.slice(1) ?? []
  ).map(Number);
  const startMinute = startHour * 60 + startMinutes;
  const endMinute = endHour * 60 + endMinutes;
  if (startMinute < endMinute && endMinute <= MINUTES_A_DAY) return { startMinute, endMinute };
  context.addIssue('write start and end of one day as HH:MM-HH:MM, such as 09:30-17:30 or 16:00-24:00');
  return z.NEVER;
});

const WEEKDAYS_MESSAGE = 'write ISO weekdays, 1 = Monday to 7 = Sunday, such as 1-5 or 1,2,4';
const weekdays = z.string().transform((value, context) => {
  const [, first, , last = first] = /^([1-7])(-([1-7]))?$/.exec(value) ?? [];
  if (first !== undefined && last !== undefined && first <= last)
    return sequence(Number(first), Number(last));
  context.addIssue(WEEKDAYS_MESSAGE);
  return z.NEVER;
});

/** `1-5`, `1,2,4`: ISO weekdays, sorted. */
export const workDays = listOf(weekdays)
  .transform((parts) => [...new Set(parts.flat())].sort())
  .refine((days) => days.length > 0, WEEKDAYS_MESSAGE);

function sequence(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

const RANGE_DAYS_MAX = 366;
const dates = z.string().transform((value, context) => {
  const [, first, , last = first] = /^(\d{4}-\d\d-\d\d)(\.\.(\d{4}-\d\d-\d\d))?$/.exec(value) ?? [];
  const days = first === undefined || last === undefined ? [] : daysBetween(first, last);
  if (days.length > 0) return days;
  context.addIssue(
    'write dates as YYYY-MM-DD, or a range of at most a year as 2026-02-16..2026-02-22, the earlier date first',
  );
  return z.NEVER;
});

/** Both included; none when one of them is no date, the order is wrong, or there are too many. */
function daysBetween(first: LocalDate, last: LocalDate): readonly LocalDate[] {
  const from = DateTime.fromISO(first, { zone: 'utc' });
  const span = DateTime.fromISO(last, { zone: 'utc' }).diff(from, 'days').days;
  return span >= 0 && span < RANGE_DAYS_MAX ? sequence(0, span).map((offset) => addDays(first, offset)) : [];
}

/** `2026-10-01..2026-10-07,2026-12-25` */
export const noMessageDates = listOf(dates).transform(
  (ranges): ReadonlySet<LocalDate> => new Set(ranges.flat()),
);

const DAYS_OFF_MAX = 60;

/** The first day off after which no working day comes for so long that nobody would ever be followed up. */
export function endlessDaysOff(
  calendar: Pick<WorkCalendar, 'workDays' | 'noMessageDates'>,
): LocalDate | null {
  const full: WorkCalendar = { ...calendar, workHours: { startMinute: 0, endMinute: MINUTES_A_DAY } };
  const isDayOff = (date: LocalDate) => !isWorkingDay(date, full);
  const isEndless = (date: LocalDate) =>
    sequence(0, DAYS_OFF_MAX).every((offset) => isDayOff(addDays(date, offset)));
  const starts = [...calendar.noMessageDates].sort().filter((date) => !isDayOff(addDays(date, -1)));
  return starts.find(isEndless) ?? null;
}

import { DateTime } from 'luxon';
import type { EpochMs } from './clock.ts';

/** When people may be written to, in their own zone. */
export interface WorkCalendar {
  /** Minutes since local midnight, `end` exclusive and up to 1440. */
  readonly workHours: { readonly startMinute: number; readonly endMinute: number };
  /** ISO weekdays, 1 = Monday. */
  readonly workDays: readonly number[];
  /** `YYYY-MM-DD`: holidays. */
  readonly noMessageDates: ReadonlySet<string>;
}

/** `YYYY-MM-DD` */
export type LocalDate = string;

/** `YYYY-MM` */
export type LocalMonth = string;

const DAYS_SEARCHED_MAX = 400;

export function localDate(at: EpochMs, zone: string): LocalDate {
  return DateTime.fromMillis(at, { zone }).toFormat('yyyy-MM-dd');
}

export function localMonth(at: EpochMs, zone: string): LocalMonth {
  return DateTime.fromMillis(at, { zone }).toFormat('yyyy-MM');
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return DateTime.fromISO(date, { zone: 'utc' }).plus({ days }).toFormat('yyyy-MM-dd');
}

export function isWorkingDay(date: LocalDate, calendar: WorkCalendar): boolean {
  const weekday = DateTime.fromISO(date, { zone: 'utc' }).weekday;
  return calendar.workDays.includes(weekday) && !calendar.noMessageDates.has(date);
}

/** `date` itself if it is one, else the next. */
export function workingDayFrom(date: LocalDate, calendar: WorkCalendar): LocalDate {
  let day = date;
  for (let searched = 0; searched < DAYS_SEARCHED_MAX; searched += 1) {
    if (isWorkingDay(day, calendar)) return day;
    day = addDays(day, 1);
  }
  throw new Error(`NO_MESSAGE_DATES leaves no working day within ${DAYS_SEARCHED_MAX} days of ${date}`);
}

/** Wall-clock minutes, so that a working day keeps its hours when the clocks change. */
function atMinute(date: LocalDate, minute: number, zone: string): EpochMs {
  const day = minute >= 1440 ? addDays(date, 1) : date;
  const ofDay = minute % 1440;
  const hour = Math.floor(ofDay / 60);
  return DateTime.fromISO(day, { zone })
    .set({ hour, minute: ofDay % 60 })
    .toMillis();
}

export function startOfDay(date: LocalDate, zone: string): EpochMs {
  return atMinute(date, 0, zone);
}

export function startOfWork(date: LocalDate, zone: string, calendar: WorkCalendar): EpochMs {
  return atMinute(date, calendar.workHours.startMinute, zone);
}

export function endOfWork(date: LocalDate, zone: string, calendar: WorkCalendar): EpochMs {
  return atMinute(date, calendar.workHours.endMinute, zone);
}

/** `at` itself inside working hours, else the start of the next working day. */
export function workingTimeFrom(at: EpochMs, zone: string, calendar: WorkCalendar): EpochMs {
  const today = localDate(at, zone);
  if (isWorkingDay(today, calendar)) {
    const start = startOfWork(today, zone, calendar);
    if (at < start) return start;
    if (at < endOfWork(today, zone, calendar)) return at;
  }
  return startOfWork(workingDayFrom(addDays(today, 1), calendar), zone, calendar);
}

export function isWorkingTime(at: EpochMs, zone: string, calendar: WorkCalendar): boolean {
  return workingTimeFrom(at, zone, calendar) === at;
}

/** The end of the first working day that ends at least `durationMs` after `at`. */
export function endOfWorkAfter(
  at: EpochMs,
  durationMs: number,
  place: { readonly zone: string; readonly calendar: WorkCalendar },
): EpochMs {
  const { zone, calendar } = place;
  const earliest = at + durationMs;
  const day = workingDayFrom(localDate(earliest, zone), calendar);
  const end = endOfWork(day, zone, calendar);
  return end >= earliest ? end : endOfWork(workingDayFrom(addDays(day, 1), calendar), zone, calendar);
}

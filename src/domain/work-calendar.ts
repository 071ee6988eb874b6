import { DateTime, IANAZone } from 'luxon';
import type { EpochMs } from './clock.ts';
import { remembering } from './remembering.ts';

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

/** No clock on a wall comes to another day, or is put forward or back, within one. */
const QUARTER_MS = 15 * 60_000;

const dateOfQuarter = remembering(
  (quarter: number, zone: string): LocalDate =>
    DateTime.fromMillis(quarter * QUARTER_MS, { zone }).toFormat('yyyy-MM-dd'),
);

/** A name of the zone database, and not an offset. */
export function isZone(name: string): boolean {
  return /^[A-Za-z]/u.test(name) && IANAZone.isValidZone(name);
}

export function localDate(at: EpochMs, zone: string): LocalDate {
  return dateOfQuarter(Math.floor(at / QUARTER_MS), zone);
}

export function localMonth(at: EpochMs, zone: string): LocalMonth {
  return localDate(at, zone).slice(0, 'YYYY-MM'.length);
}

export const addDays = remembering(
  (date: LocalDate, days: number): LocalDate =>
    DateTime.fromISO(date, { zone: 'utc' }).plus({ days }).toFormat('yyyy-MM-dd'),
);

const weekdayOf = remembering((date: LocalDate) => DateTime.fromISO(date, { zone: 'utc' }).weekday);

export function isWorkingDay(date: LocalDate, calendar: WorkCalendar): boolean {
  return calendar.workDays.includes(weekdayOf(date)) && !calendar.noMessageDates.has(date);
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
const atMinute = remembering((date: LocalDate, minute: number, zone: string): EpochMs => {
  const day = minute >= 1440 ? addDays(date, 1) : date;
  const ofDay = minute % 1440;
  const hour = Math.floor(ofDay / 60);
  return DateTime.fromISO(day, { zone })
    .set({ hour, minute: ofDay % 60 })
    .toMillis();
});

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

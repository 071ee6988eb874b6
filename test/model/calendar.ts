import { DateTime } from 'luxon';

/** `YYYY-MM-DD` */
export type Day = string;

/** When people may be written to. */
export interface Office {
  /** Minutes after midnight. */
  readonly opens: number;
  readonly closes: number;
  /** 1 = Monday. */
  readonly weekdays: readonly number[];
  readonly daysOff: ReadonlySet<Day>;
}

/** Asked for the same day again and again. */
function remembered<Answer>(work: (given: string) => Answer): (given: string) => Answer {
  const answers = new Map<string, Answer>();
  return (given) => {
    const answer = answers.get(given) ?? work(given);
    answers.set(given, answer);
    return answer;
  };
}

const instantOf = remembered((given) => {
  const [day = '', minute = '', zone = ''] = given.split(' ');
  const clock = { hour: Math.floor(Number(minute) / 60), minute: Number(minute) % 60 };
  return DateTime.fromISO(day, { zone }).set(clock).toMillis();
});

const at = (day: Day, minute: number, zone: string) => instantOf(`${day} ${minute} ${zone}`);

// No zone is apart from another by less than a quarter of an hour.
const QUARTER_MS = 15 * 60_000;
const dayOfQuarter = remembered((given) => {
  const [quarter = '', zone = ''] = given.split(' ');
  return DateTime.fromMillis(Number(quarter) * QUARTER_MS, { zone }).toISODate() ?? '';
});

export const dayOf = (instant: number, zone: string): Day =>
  dayOfQuarter(`${Math.floor(instant / QUARTER_MS)} ${zone}`);

const later = remembered((given) => {
  const [day = '', days = ''] = given.split(' ');
  return (
    DateTime.fromISO(day, { zone: 'utc' })
      .plus({ days: Number(days) })
      .toISODate() ?? ''
  );
});

export const plusDays = (day: Day, days: number): Day => later(`${day} ${days}`);

const weekdayOf = remembered((day) => DateTime.fromISO(day, { zone: 'utc' }).weekday);

const isOpenOn = (day: Day, { weekdays, daysOff }: Office) =>
  weekdays.includes(weekdayOf(day)) && !daysOff.has(day);

/** The day itself, or the next one that is none off. */
export function openDay(day: Day, office: Office): Day {
  return isOpenOn(day, office) ? day : openDay(plusDays(day, 1), office);
}

export const opening = (day: Day, zone: string, { opens }: Office) => at(day, opens, zone);
export const closing = (day: Day, zone: string, { closes }: Office) => at(day, closes, zone);
export const atMinute = at;

export function isOpen(instant: number, zone: string, office: Office): boolean {
  const day = dayOf(instant, zone);
  const isWithin = instant >= opening(day, zone, office) && instant < closing(day, zone, office);
  return isWithin && isOpenOn(day, office);
}

const HOUR_MS = 3_600_000;

/** The end of the first working day that is at least 48 hours away. */
export function twoDaysOn(instant: number, zone: string, office: Office): number {
  const earliest = instant + 48 * HOUR_MS;
  let day = openDay(dayOf(earliest, zone), office);
  while (closing(day, zone, office) < earliest) day = openDay(plusDays(day, 1), office);
  return closing(day, zone, office);
}

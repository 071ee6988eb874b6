import { DateTime } from 'luxon';
import type { LocalInstant } from '../clock.ts';

/** How a language writes dates; `date` and `time` are patterns of luxon. */
interface TimeStyle {
  readonly locale: string;
  readonly date: string;
  /** Written right behind the date. */
  readonly time: string;
  readonly zone: (zone: string) => string;
}

/** Instants and dates as words of a language. */
export function localTime({ locale, date, time, zone }: TimeStyle) {
  const when = (instant: LocalInstant): string => local(instant).setLocale(locale).toFormat(`${date}${time}`);
  return {
    /** Where the zone is clear from what stands around it. */
    when,
    /** With its zone, for what somebody has to keep to. */
    whenWithZone: (instant: LocalInstant): string => when(instant) + zone(local(instant).zoneName ?? 'UTC'),
    /** Of a `YYYY-MM-DD`; anything else is shown as it is. */
    date: (day: string): string => {
      const parsed = DateTime.fromISO(day, { zone: 'utc', locale });
      return parsed.isValid ? parsed.toFormat(date) : day;
    },
  };
}

/** A zone this machine does not know must not turn a deadline into "Invalid DateTime". */
function local({ at, zone }: LocalInstant): DateTime {
  const there = DateTime.fromMillis(at, { zone });
  return there.isValid ? there : DateTime.fromMillis(at, { zone: 'utc' });
}

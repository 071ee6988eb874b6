import { CronExpressionParser } from 'cron-parser';
import type { EpochMs } from '../domain/clock.ts';

/** The latest instant at or before `now` at which `cron` was due in `zone`. */
export function lastInstant(cron: string, zone: string, now: EpochMs): EpochMs {
  // prev() is exclusive, and an instant is due in the very second it names.
  return CronExpressionParser.parse(cron, { tz: zone, currentDate: new Date(now + 1000) })
    .prev()
    .getTime();
}

/** The first instant after `now`. */
export function nextInstant(cron: string, zone: string, now: EpochMs): EpochMs {
  return CronExpressionParser.parse(cron, { tz: zone, currentDate: new Date(now) })
    .next()
    .getTime();
}

import { CronExpressionParser } from 'cron-parser';
import { DateTime } from 'luxon';
import type { EpochMs } from '../domain/clock.ts';

/** When something is due by the clock on the wall of one place. */
export interface Schedule {
  /** The latest instant at or before `now`. */
  last(now: EpochMs): EpochMs;
  /** The first instant after `now`. */
  next(now: EpochMs): EpochMs;
}

const DAY_MS = 24 * 60 * 60_000;
/** Of one that fires each minute, those of a day whose clock was put back by hours. */
const TIMES_A_DAY_MAX = 2000;

/**
 * Five cron fields in one zone. They are read against the clock on the wall, so that a time which the clocks skip in spring is
 * due when they have skipped it, and one which they show twice in autumn is due the first time: the cron library misses the
 * one and repeats the other.
 */
export function createSchedule(cron: string, zone: string): Schedule {
  const expression = CronExpressionParser.parse(cron, { tz: 'UTC' });
  const last = (now: EpochMs) => {
    expression.reset(new Date(wallOf(now, zone) + DAY_MS));
    return first(
      () => instantOf(expression.prev().getTime(), zone),
      (at) => at <= now,
    );
  };
  const next = (now: EpochMs) => {
    expression.reset(new Date(wallOf(now, zone) - DAY_MS));
    return first(
      () => instantOf(expression.next().getTime(), zone),
      (at) => at > now,
    );
  };
  return { last: remembered({ last, next }), next };
}

/** It is asked several times a minute, and mostly changes once a day. */
function remembered({ last, next }: Schedule): Schedule['last'] {
  let at = Number.POSITIVE_INFINITY;
  let until = Number.NEGATIVE_INFINITY;
  return (now) => {
    if (now < at || now >= until) {
      at = last(now);
      until = next(now);
    }
    return at;
  };
}

function first(step: () => EpochMs, isIt: (at: EpochMs) => boolean): EpochMs {
  for (let steps = 0; steps < 2 * TIMES_A_DAY_MAX; steps += 1) {
    const at = step();
    if (isIt(at)) return at;
  }
  throw new Error('A cron expression fires more often than each minute');
}

/** What the clock on the wall shows, written as if it were UTC. */
function wallOf(at: EpochMs, zone: string): number {
  return at + offsetMs(at, zone);
}

function offsetMs(at: EpochMs, zone: string): number {
  return DateTime.fromMillis(at, { zone }).offset * 60_000;
}

/** The first instant at which the clock shows `wall` or later: the end of the gap where it never shows it. */
function instantOf(wall: number, zone: string): EpochMs {
  const offsets = [offsetMs(wall - DAY_MS, zone), offsetMs(wall + DAY_MS, zone)];
  const shown = offsets.map((offset) => wall - offset).filter((at) => wallOf(at, zone) === wall);
  if (shown.length > 0) return Math.min(...shown);
  let before = wall - Math.max(...offsets);
  let after = wall - Math.min(...offsets);
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (wallOf(middle, zone) >= wall) after = middle;
    else before = middle;
  }
  return after;
}

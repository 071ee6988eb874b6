import { DateTime } from 'luxon';
import type { Stage } from '../demo/stage.ts';
import { tally } from '../demo/tally.ts';
import type { ClockMove, Outcome } from './acts.ts';

const START_OF_WORK = { hour: 9, minute: 30, second: 0, millisecond: 0 } as const;
const SATURDAY = 6;
/** Steps are a week apart at most, and one may fall on a weekend. */
const LOOKS_AHEAD_DAYS = 10;

/** Lets time pass, in which the bot does what falls due. */
export async function moveClock(stage: Stage, move: ClockMove): Promise<Outcome> {
  switch (move) {
    case 'next_hour':
      await stage.advanceTo(localTime(stage).plus({ hours: 1 }).toMillis());
      return { kind: 'done' };
    case 'next_working_day':
      await stage.advanceTo(nextWorkingMorning(localTime(stage)).toMillis());
      return { kind: 'done' };
    case 'next_step':
      return await untilSomebodyIsWrittenTo(stage);
    default:
      return move satisfies never;
  }
}

function localTime({ clock, timeZone }: Stage): DateTime {
  return DateTime.fromMillis(clock.now(), { zone: timeZone });
}

export function nextWorkingMorning(now: DateTime): DateTime {
  let morning = now.set(START_OF_WORK);
  while (morning <= now || morning.weekday >= SATURDAY) morning = morning.plus({ days: 1 });
  return morning;
}

/** Half-hour by half-hour past each hour, as the bot's day goes, until one more message to a person is on the wire. */
async function untilSomebodyIsWrittenTo(stage: Stage): Promise<Outcome> {
  const before = tally(stage).toPeople;
  if (before === 0) return { kind: 'nothing_due', because: 'not_started' };
  const end = localTime(stage).plus({ days: LOOKS_AHEAD_DAYS });
  for (let next = nextHalfPast(localTime(stage)); next < end; next = nextHalfPast(localTime(stage))) {
    await stage.advanceTo(next.toMillis());
    if (tally(stage).toPeople > before) return { kind: 'done' };
  }
  return { kind: 'nothing_due', because: 'nobody_left' };
}

function nextHalfPast(now: DateTime): DateTime {
  const halfPast = now.set({ minute: 30, second: 0, millisecond: 0 });
  return halfPast > now ? halfPast : halfPast.plus({ hours: 1 });
}

import type { EpochMs } from './clock.ts';
import { addDays, type LocalDate, type LocalMonth, localDate, localMonth } from './work-calendar.ts';

/** What chats count by calendar month: calls of their API; what they deliver over the connection, and answers by webhook. */
export const METERS = ['api_call', 'stream_delivery'] as const;
export type Meter = (typeof METERS)[number];
export type MonthlyQuotas = Readonly<Record<Meter, number>>;

/** Of one meter of a month, as far as this bot knows: other apps of the organisation use the same. */
export interface MonthUse {
  readonly used: number;
  readonly quota: number;
  /** The chat says that nothing is left. */
  readonly refusedWith: string | null;
}

export function isSpent({ used, quota, refusedWith }: MonthUse): boolean {
  return refusedWith !== null || used >= quota;
}

/** From this share of the month's calls on, people of one step and deadline share one call. */
const BATCH_ABOVE = 0.6;

/** What one followed up person still costs this month, were each step to be a call of its own. */
export interface ExpectedSteps {
  readonly isDue: boolean;
  readonly nextAt: EpochMs | null;
}

export interface MonthOutlook {
  /** Calls still to be made this month for what is open, as far as can be seen. */
  readonly forecast: number;
  /** People of one step and deadline are to share a call. */
  readonly isShort: boolean;
}

/** How far one counted month will reach. */
export function forecastMonth(
  month: { readonly used: number; readonly quota: number; readonly peopleDueNow: number },
  expected: readonly ExpectedSteps[],
  at: { readonly now: EpochMs; readonly zone: string },
): MonthOutlook {
  const thisMonth = localMonth(at.now, at.zone);
  const isThisMonth = (instant: EpochMs | null) =>
    instant !== null && localMonth(instant, at.zone) === thisMonth;
  const steps = expected.reduce(
    (sum, { isDue, nextAt }) => sum + Number(isDue) + Number(isThisMonth(nextAt)),
    0,
  );
  return {
    forecast: steps + daysLeft(localDate(at.now, at.zone), thisMonth),
    isShort: month.used + month.peopleDueNow > BATCH_ABOVE * month.quota,
  };
}

/** Uses still to come this month, if people go on as they did so far. */
export function forecastUses(used: number, at: { readonly now: EpochMs; readonly zone: string }): number {
  const today = localDate(at.now, at.zone);
  return Math.round((used / Number(today.slice(-2))) * daysLeft(today, localMonth(at.now, at.zone)));
}

/** A digest a day. */
function daysLeft(today: LocalDate, month: LocalMonth): number {
  let days = 0;
  for (let date = addDays(today, 1); date.startsWith(month); date = addDays(date, 1)) days += 1;
  return days;
}

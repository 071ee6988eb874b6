import type { EpochMs } from './clock.ts';
import { addDays, type LocalDate, type LocalMonth, localDate, localMonth } from './work-calendar.ts';

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

/** A digest a day. */
function daysLeft(today: LocalDate, month: LocalMonth): number {
  let days = 0;
  for (let date = addDays(today, 1); date.startsWith(month); date = addDays(date, 1)) days += 1;
  return days;
}

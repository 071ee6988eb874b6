import { assessedCount, type Counts, type TrendRun, trend } from './digest.ts';
import type { LocalDate } from './work-calendar.ts';

/** How far it is to the target. */
export interface TargetProgress {
  readonly targetPercent: number;
  /** So many users more are needed; 0: it is reached. */
  readonly missing: number;
}

export function progressTo(targetPercent: number, counts: Counts): TargetProgress {
  const needed = Math.ceil((assessedCount(counts) * targetPercent) / 100);
  return { targetPercent, missing: Math.max(0, needed - counts.compliant) };
}

/** The share on the last day up to `date` on which all accounts were complete; null: there is none. */
export function shareOn(
  date: LocalDate,
  runs: readonly TrendRun[],
): { readonly date: string; readonly percent: number } | null {
  const before = runs.filter((run) => run.localDate <= date);
  const point = trend(before).at(-1);
  if (point === undefined) return null;
  const day = before.findLast((run) => run.localDate.endsWith(point.label))?.localDate ?? date;
  return { date: day, percent: point.value };
}

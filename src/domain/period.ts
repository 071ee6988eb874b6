import { DateTime } from 'luxon';
import type { EpochMs } from './clock.ts';

/** From the first instant to before the last. */
export interface Period {
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
}

/** `not_a_day` names the one that is none. */
export type PeriodReading =
  | { readonly kind: 'period'; readonly period: Period }
  | { readonly kind: 'not_a_day'; readonly day: string }
  | { readonly kind: 'backwards' };

/** Days as `YYYY-MM-DD` in a zone, both included. */
export function periodOf(from: string, to: string, zone: string): PeriodReading {
  const [first, last] = [dayOf(from, zone), dayOf(to, zone)];
  if (first === null) return { kind: 'not_a_day', day: from };
  if (last === null) return { kind: 'not_a_day', day: to };
  if (last < first) return { kind: 'backwards' };
  const toMs = last.plus({ days: 1 }).startOf('day').toMillis();
  return { kind: 'period', period: { fromMs: first.toMillis(), toMs } };
}

export interface Month {
  /** `2026-11` */
  readonly month: string;
  /** Its days, both included; of the running month up to today. */
  readonly from: string;
  readonly to: string;
  readonly period: Period;
}

export type MonthReading =
  | ({ readonly kind: 'month' } & Month)
  | { readonly kind: 'not_a_month' | 'not_begun' };

/** `YYYY-MM` in a zone; null: the running one. */
export function monthOf(typed: string | null, now: EpochMs, zone: string): MonthReading {
  const today = DateTime.fromMillis(now, { zone });
  const first = typed === null ? today : DateTime.fromFormat(typed, 'yyyy-MM', { zone });
  if (!first.isValid || !/^\d{4}-\d{2}$/.test(typed ?? first.toFormat('yyyy-MM')))
    return { kind: 'not_a_month' };
  if (first > today) return { kind: 'not_begun' };
  const from = first.toFormat('yyyy-MM-01');
  const to = DateTime.min(first.endOf('month'), today).toFormat('yyyy-MM-dd');
  const reading = periodOf(from, to, zone);
  if (reading.kind !== 'period') return { kind: 'not_a_month' };
  return { kind: 'month', month: first.toFormat('yyyy-MM'), from, to, period: reading.period };
}

function dayOf(text: string, zone: string): DateTime | null {
  const day = DateTime.fromISO(text, { zone });
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && day.isValid ? day.startOf('day') : null;
}

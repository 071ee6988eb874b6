import { DateTime } from 'luxon';
import { addDays, type LocalDate } from './work-calendar.ts';

/** Why a day that somebody typed is none to end on. */
export type DayRefusal = 'not_a_date' | 'in_the_past' | 'too_far';

/** Null when it is today or a later day, and not more than `aheadDaysMax` days away. */
export function whyNotUntil(
  typed: string,
  { today, aheadDaysMax }: { readonly today: LocalDate; readonly aheadDaysMax: number },
): DayRefusal | null {
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(typed) || !DateTime.fromISO(typed).isValid) return 'not_a_date';
  if (typed < today) return 'in_the_past';
  return typed > addDays(today, aheadDaysMax) ? 'too_far' : null;
}

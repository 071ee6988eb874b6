import type { Clock } from '../domain/clock.ts';
import { localDate } from '../domain/work-calendar.ts';
import type { Database } from '../store/database.ts';
import { forgetBefore } from '../store/retention.ts';
import type { Job } from './scheduler.ts';

const DAY_MS = 24 * 60 * 60_000;

/** Once a day, and at start. */
export function createRetentionJob(deps: {
  readonly db: Database;
  readonly clock: Clock;
  readonly timeZone: string;
  readonly retentionDays: number;
}): Job {
  let doneOn: string | null = null;
  return {
    name: 'retention',
    async runIfDue() {
      const now = deps.clock.now();
      const today = localDate(now, deps.timeZone);
      if (doneOn === today) return false;
      await forgetBefore(deps.db, now - deps.retentionDays * DAY_MS);
      doneOn = today;
      return false;
    },
  };
}

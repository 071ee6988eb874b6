import { localDate } from '../domain/work-calendar.ts';
import { type AuditWait, isAuditBehind } from './digest-job.ts';
import type { Schedule } from './schedule.ts';
import type { Job } from './scheduler.ts';

export interface WeeklyJobDeps extends AuditWait {
  readonly weeklySchedule: Schedule;
  readonly isPlanned: (date: string) => Promise<boolean>;
  readonly post: (day: { date: string; runsSince: number }, signal: AbortSignal) => Promise<void>;
}

/** On its own day, once, after the audit as the digest; one that was missed for longer than its day is not made up for. */
export function createWeeklyJob(deps: WeeklyJobDeps): Job {
  return {
    name: 'weekly',
    async runIfDue(signal) {
      const now = deps.clock.now();
      const dueAt = deps.weeklySchedule.last(now);
      const date = localDate(dueAt, deps.timeZone);
      if (date !== localDate(now, deps.timeZone) || (await deps.isPlanned(date))) return false;
      const auditDueAt = deps.auditSchedule.last(dueAt);
      if (!(await isAuditBehind(deps, { now, dueAt, auditDueAt }))) return false;
      await deps.post({ date, runsSince: auditDueAt }, signal);
      return false;
    },
  };
}

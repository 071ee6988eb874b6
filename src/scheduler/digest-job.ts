import type { Clock, EpochMs } from '../domain/clock.ts';
import { localDate } from '../domain/work-calendar.ts';
import { listAuditRunsOf } from '../store/audit-runs.ts';
import type { Database } from '../store/database.ts';
import { findLastScheduled, findStartOf } from '../store/job-runs.ts';
import { AUDIT_JOB } from './audit-job.ts';
import type { Schedule } from './schedule.ts';
import type { Job } from './scheduler.ts';

/** What it takes to know whether a day’s audit is behind. */
export interface AuditWait {
  readonly db: Database;
  readonly clock: Clock;
  readonly auditSchedule: Schedule;
  readonly timeZone: string;
}

export interface DigestJobDeps extends AuditWait {
  readonly digestSchedule: Schedule;
  readonly isPlanned: (date: string) => Promise<boolean>;
  readonly isAnyPlanned: () => Promise<boolean>;
  readonly post: (day: { date: string; runsSince: EpochMs }, signal: AbortSignal) => Promise<void>;
}

/** A digest waits this long for the audit, then it is posted with what there is. */
const PATIENCE_MS = 2 * 60 * 60_000;

/** Once per local date: after the audit's first try of the day, not before its own time, at latest two hours after it. */
export function createDigestJob(deps: DigestJobDeps): Job {
  return {
    name: 'digest',
    async runIfDue(signal) {
      const now = deps.clock.now();
      const dueAt = deps.digestSchedule.last(now);
      // The first of all is today's, also when it comes before its time: whoever sets up the bot wants to see it.
      const isFirst = !(await deps.isAnyPlanned());
      const date = localDate(isFirst ? now : dueAt, deps.timeZone);
      if (await deps.isPlanned(date)) return false;
      const auditDueAt = deps.auditSchedule.last(dueAt);
      if (!(await isAuditBehind(deps, { now, dueAt, auditDueAt }))) return false;
      await deps.post({ date, runsSince: auditDueAt }, signal);
      return false;
    },
  };
}

/** Its first try has ended, or it was waited for long enough. */
export async function isAuditBehind(
  deps: AuditWait,
  at: { readonly now: EpochMs; readonly dueAt: EpochMs; readonly auditDueAt: EpochMs },
): Promise<boolean> {
  const auditDate = localDate(at.auditDueAt, deps.timeZone);
  const tries = await listAuditRunsOf(deps.db, auditDate);
  if (tries.some((run) => run.endedAt !== null)) return true;
  // A later instant was caught up in its place: what matters is that an audit was served since.
  const served = await findLastScheduled(deps.db, AUDIT_JOB, at.now);
  if (served !== null && served >= at.auditDueAt) return true;
  // After a time down the audit begins late, in this very minute: the patience is counted from there.
  const begun = await findStartOf(deps.db, AUDIT_JOB, at.auditDueAt);
  return begun !== null && at.now >= Math.max(at.dueAt, begun) + PATIENCE_MS;
}

import type { AuditOutcome, Auditor } from '../audit/run-audit.ts';
import type { Clock, EpochMs } from '../domain/clock.ts';
import type { AccountId } from '../domain/ram-user.ts';
import { localDate } from '../domain/work-calendar.ts';
import { listScheduledRuns } from '../store/account-runs.ts';
import { type AuditRunRow, findLastBegun, listAuditRunsOf } from '../store/audit-runs.ts';
import type { Database } from '../store/database.ts';
import { beginJobRun, endJobRun, findLastScheduled } from '../store/job-runs.ts';
import type { Schedule } from './schedule.ts';
import type { Job } from './scheduler.ts';

export interface AuditJobDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly auditor: Auditor;
  readonly schedule: Schedule;
  readonly timeZone: string;
  /** Told of each run's outcome, `isLastTry` when none follows that day. */
  readonly onEnded: (
    outcome: AuditOutcome,
    run: { date: string; attempts: number; isLastTry: boolean; retried: ReadonlySet<AccountId> },
  ) => Promise<void>;
}

/** Under this name its runs are remembered. */
export const AUDIT_JOB = 'audit';
const RETRY_AFTER_MS = 60 * 60_000;

/**
 * The daily audit: the last scheduled instant that was not served is, however late; failures are tried again each hour. What
 * an earlier process has begun and not ended is begun again at once, also what an admin asked for.
 */
export function createAuditJob(deps: AuditJobDeps): Job {
  let hasLooked = false;
  return {
    name: AUDIT_JOB,
    async runIfDue(signal) {
      const now = deps.clock.now();
      const isAfterStart = !hasLooked;
      hasLooked = true;
      const scheduledAt = deps.schedule.last(now);
      const date = localDate(scheduledAt, deps.timeZone);
      const last = await findLastScheduled(deps.db, AUDIT_JOB, now);
      if (last === null || last < scheduledAt) {
        await beginJobRun(deps.db, AUDIT_JOB, { scheduledAt, startedAt: now });
        const ran = await runScheduled(deps, { date, signal });
        if (ran) await endJobRun(deps.db, AUDIT_JOB, { scheduledAt, endedAt: deps.clock.now() });
        return ran;
      }
      if (await retryIfDue(deps, { date, now, isAfterStart, signal })) return true;
      return isAfterStart && repeatForAdmin(deps, now, signal);
    },
  };
}

async function retryIfDue(
  deps: AuditJobDeps,
  retry: {
    readonly date: string;
    readonly now: EpochMs;
    /** What has no end now, nobody works on any more. */
    readonly isAfterStart: boolean;
    readonly signal: AbortSignal;
  },
): Promise<boolean> {
  const { date, now, isAfterStart, signal } = retry;
  const lastTry = (await listAuditRunsOf(deps.db, date)).findLast((run) => run.startedAt <= now);
  if (!needsRetry(lastTry) || date !== localDate(now, deps.timeZone)) return false;
  const wasCutShort = isAfterStart && lastTry.endedAt === null;
  if (!wasCutShort && now - (lastTry.endedAt ?? lastTry.startedAt) < RETRY_AFTER_MS) return false;
  return runScheduled(deps, { date, signal });
}

const needsRetry = (run: AuditRunRow | undefined): run is AuditRunRow =>
  run !== undefined && run.outcome !== 'complete';

/** Whoever asked waits for what it finds. */
async function repeatForAdmin(
  { db, auditor }: AuditJobDeps,
  now: EpochMs,
  signal: AbortSignal,
): Promise<boolean> {
  const last = await findLastBegun(db, now);
  if (last === undefined || last.endedAt !== null || last.trigger !== 'admin') return false;
  return (await auditor.run({ trigger: 'admin', localDate: null, signal })) !== null;
}

async function runScheduled(
  deps: AuditJobDeps,
  run: { readonly date: string; readonly signal: AbortSignal },
): Promise<boolean> {
  const { date, signal } = run;
  const done = new Map((await listScheduledRuns(deps.db, date)).map((one) => [one.accountId, one.complete]));
  const incomplete = [...done].filter(([, complete]) => !complete).map(([accountId]) => accountId);
  const hasEnded = (await listAuditRunsOf(deps.db, date)).some((one) => one.endedAt !== null);
  // A first try, or one that was cut short, looks at every account; a retry only at those that were not complete.
  const only = hasEnded && incomplete.length > 0 ? { only: new Set(incomplete) } : {};
  const retried = new Set(incomplete);
  const outcome = await deps.auditor.run({ trigger: 'scheduled', localDate: date, signal, ...only });
  if (outcome === null) return false;
  const now = deps.clock.now();
  const attempts = (await listAuditRunsOf(deps.db, date)).length;
  const isLastTry = localDate(now + RETRY_AFTER_MS, deps.timeZone) !== date;
  await deps.onEnded(outcome, { date, attempts, isLastTry, retried });
  return true;
}

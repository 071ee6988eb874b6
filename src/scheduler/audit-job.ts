import type { AuditOutcome, Auditor } from '../audit/run-audit.ts';
import type { Clock, EpochMs } from '../domain/clock.ts';
import type { AccountId } from '../domain/ram-user.ts';
import { localDate } from '../domain/work-calendar.ts';
import { listScheduledRuns } from '../store/account-runs.ts';
import { type AuditRunRow, listAuditRunsOf } from '../store/audit-runs.ts';
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

/** The daily audit: the last scheduled instant that was not served is, however late; failures are tried again each hour. */
export function createAuditJob(deps: AuditJobDeps): Job {
  return {
    name: AUDIT_JOB,
    async runIfDue(signal) {
      const now = deps.clock.now();
      const scheduledAt = deps.schedule.last(now);
      const date = localDate(scheduledAt, deps.timeZone);
      const last = await findLastScheduled(deps.db, AUDIT_JOB, now);
      if (last === null || last < scheduledAt) {
        await beginJobRun(deps.db, AUDIT_JOB, { scheduledAt, startedAt: now });
        const ran = await runScheduled(deps, { date, signal });
        if (ran) await endJobRun(deps.db, AUDIT_JOB, { scheduledAt, endedAt: deps.clock.now() });
        return ran;
      }
      return retryIfDue(deps, { date, now, signal });
    },
  };
}

async function retryIfDue(
  deps: AuditJobDeps,
  retry: { readonly date: string; readonly now: EpochMs; readonly signal: AbortSignal },
): Promise<boolean> {
  const { date, now, signal } = retry;
  const tries = await listAuditRunsOf(deps.db, date);
  const lastTry = tries.at(-1);
  if (!needsRetry(lastTry) || date !== localDate(now, deps.timeZone)) return false;
  if (now - (lastTry?.endedAt ?? lastTry?.startedAt ?? now) < RETRY_AFTER_MS) return false;
  return runScheduled(deps, { date, signal });
}

const needsRetry = (run: AuditRunRow | undefined) => run !== undefined && run.outcome !== 'complete';

async function runScheduled(
  deps: AuditJobDeps,
  run: { readonly date: string; readonly signal: AbortSignal },
): Promise<boolean> {
  const { date, signal } = run;
  const done = new Map((await listScheduledRuns(deps.db, date)).map((one) => [one.accountId, one.complete]));
  const incomplete = [...done].filter(([, complete]) => !complete).map(([accountId]) => accountId);
  // A first try looks at every account; a retry only at those that were not complete.
  const only = incomplete.length > 0 ? { only: new Set(incomplete) } : {};
  const retried = new Set(incomplete);
  const outcome = await deps.auditor.run({ trigger: 'scheduled', localDate: date, signal, ...only });
  if (outcome === null) return false;
  const now = deps.clock.now();
  const attempts = (await listAuditRunsOf(deps.db, date)).length;
  const isLastTry = localDate(now + RETRY_AFTER_MS, deps.timeZone) !== date;
  await deps.onEnded(outcome, { date, attempts, isLastTry, retried });
  return true;
}

import type { Selectable } from 'kysely';
import type { RunOutcome, RunTrigger } from '../domain/audit-run.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { Store } from './database.ts';
import type { AuditRunTable } from './schema.ts';

export type AuditRunRow = Selectable<AuditRunTable>;

export async function beginAuditRun(
  store: Store,
  run: {
    readonly runId: string;
    readonly trigger: RunTrigger;
    readonly localDate: string | null;
    readonly startedAt: EpochMs;
  },
): Promise<void> {
  await store
    .insertInto('auditRun')
    .values({ ...run, endedAt: null, outcome: null, errorCode: null })
    .execute();
}

export async function endAuditRun(
  store: Store,
  runId: string,
  end: { readonly at: EpochMs; readonly outcome: RunOutcome; readonly code: string | null },
): Promise<void> {
  await store
    .updateTable('auditRun')
    .set({ endedAt: end.at, outcome: end.outcome, errorCode: end.code })
    .where('runId', '=', runId)
    .execute();
}

/** The tries of one local date's scheduled audit, oldest first. */
export function listAuditRunsOf(store: Store, localDate: string): Promise<AuditRunRow[]> {
  return store
    .selectFrom('auditRun')
    .selectAll()
    .where('localDate', '=', localDate)
    .orderBy('startedAt')
    .execute();
}

/** The latest scheduled run that has ended by `now`. */
export function findLastScheduledRun(store: Store, now: EpochMs): Promise<AuditRunRow | undefined> {
  return store
    .selectFrom('auditRun')
    .selectAll()
    .where('localDate', 'is not', null)
    .where('endedAt', '<=', now)
    .orderBy('endedAt', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** The latest run of all that began by `now`, whether or not it has ended. */
export function findLastBegun(store: Store, now: EpochMs): Promise<AuditRunRow | undefined> {
  return store
    .selectFrom('auditRun')
    .selectAll()
    .where('startedAt', '<=', now)
    .orderBy('startedAt', 'desc')
    .limit(1)
    .executeTakeFirst();
}

import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { IncompleteReason, RunTrigger } from '../domain/audit-run.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { Counts } from '../domain/digest.ts';
import type { RunChanges } from '../domain/hold.ts';
import type { AccountId } from '../domain/ram-user.ts';
import type { Store } from './database.ts';
import { flag, truth } from './flag.ts';
import { jsonColumn } from './json-column.ts';
import type { AccountRunTable } from './schema.ts';
import { storedChanges } from './stored-changes.ts';
import { storedCounts } from './stored-counts.ts';

/** One account's part of one audit run. */
export interface AccountRun {
  readonly runId: string;
  readonly accountId: AccountId;
  readonly trigger: RunTrigger;
  readonly localDate: string | null;
  readonly startedAt: EpochMs;
  readonly endedAt: EpochMs;
  readonly complete: boolean;
  readonly completenessProven: boolean;
  readonly incompleteReason: IncompleteReason | null;
  readonly errorCode: string | null;
  readonly counts: Counts;
  readonly changes: RunChanges;
  /** `ram:ListPasskeys`, …: grants the vendor refused. */
  readonly missingGrants: readonly string[];
  readonly apiCalls: number;
}

const storedGrants = jsonColumn('account_run.missing_grants', z.array(z.string()).readonly());

export async function insertAccountRun(store: Store, run: AccountRun): Promise<void> {
  await store
    .insertInto('accountRun')
    .values({
      ...run,
      complete: flag(run.complete),
      completenessProven: flag(run.completenessProven),
      counts: storedCounts.write(run.counts),
      changes: storedChanges.write(run.changes),
      missingGrants: storedGrants.write(run.missingGrants),
    })
    .execute();
}

function accountRunOf(row: Selectable<AccountRunTable>): AccountRun {
  return {
    ...row,
    complete: truth(row.complete),
    completenessProven: truth(row.completenessProven),
    counts: storedCounts.read(row.counts),
    changes: storedChanges.read(row.changes),
    missingGrants: storedGrants.read(row.missingGrants),
  };
}

/** The latest runs of an account, newest first. */
export async function listLatestRuns(
  store: Store,
  accountId: AccountId,
  upTo: { readonly now: EpochMs; readonly limit: number },
): Promise<AccountRun[]> {
  const rows = await store
    .selectFrom('accountRun')
    .selectAll()
    .where('accountId', '=', accountId)
    .where('endedAt', '<=', upTo.now)
    .orderBy('endedAt', 'desc')
    .orderBy('accountRunId', 'desc')
    .limit(upTo.limit)
    .execute();
  return rows.map(accountRunOf);
}

/** Every account's runs of one local date's scheduled audit, retries included, oldest first. */
export async function listScheduledRuns(store: Store, localDate: string): Promise<AccountRun[]> {
  const rows = await store
    .selectFrom('accountRun')
    .selectAll()
    .where('localDate', '=', localDate)
    .orderBy('accountRunId')
    .execute();
  return rows.map(accountRunOf);
}

/** Complete scheduled runs since an instant, oldest first: what the trend is drawn from. */
export async function listCompleteScheduledRuns(store: Store, since: EpochMs): Promise<AccountRun[]> {
  const rows = await store
    .selectFrom('accountRun')
    .selectAll()
    .where('complete', '=', 1)
    .where('localDate', 'is not', null)
    .where('endedAt', '>=', since)
    .orderBy('endedAt')
    .orderBy('accountRunId')
    .execute();
  return rows.map(accountRunOf);
}

import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { AccountState } from '../domain/account-settings.ts';
import type { IncompleteReason, RunTrigger } from '../domain/audit-run.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { Counts } from '../domain/digest.ts';
import { LOGIN_MFA_MODES } from '../domain/finding.ts';
import type { RunChanges } from '../domain/hold.ts';
import type { AccountId } from '../domain/ram-user.ts';
import type { Store } from './database.ts';
import { flag, truth } from './flag.ts';
import { type JsonColumn, jsonColumn } from './json-column.ts';
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
  /** null: written down before it was kept. */
  readonly accountState: AccountState | null;
}

export const storedAccountState: JsonColumn<AccountState> = jsonColumn(
  'account_run.account_state',
  z.object({
    loginMfaMode: z.enum(LOGIN_MFA_MODES),
    ssoEnabled: z.boolean().nullable(),
    mayUsersManageDevices: z.boolean().nullable(),
    rootMfaEnabled: z.boolean().nullable(),
    maxIdleDaysForUsers: z.number().nullable(),
  }),
);

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
      accountState: run.accountState === null ? null : storedAccountState.write(run.accountState),
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
    accountState: row.accountState === null ? null : storedAccountState.read(row.accountState),
  };
}

/** The latest run of an account; with `isComplete` the latest that was complete. */
export async function findLatestRun(
  store: Store,
  accountId: AccountId,
  rule: { readonly now: EpochMs; readonly isComplete?: true },
): Promise<AccountRun | null> {
  const row = await store
    .selectFrom('accountRun')
    .selectAll()
    .where('accountId', '=', accountId)
    .where('endedAt', '<=', rule.now)
    .$if(rule.isComplete === true, (query) => query.where('complete', '=', 1))
    .orderBy('endedAt', 'desc')
    .orderBy('accountRunId', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : accountRunOf(row);
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

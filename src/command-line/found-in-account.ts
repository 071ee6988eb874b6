import type { EpochMs } from '../domain/clock.ts';
import type { AccountId } from '../domain/ram-user.ts';
import type { AccountRun } from '../store/account-runs.ts';
import { findAccount } from '../store/accounts.ts';
import type { Store } from '../store/database.ts';
import { listCurrentFindings } from '../store/findings.ts';
import { listRamUsers } from '../store/ram-users.ts';

export interface FindingLine {
  readonly userName: string;
  readonly logonName: string;
  readonly userId: string;
  readonly verdict: string;
  readonly reason: string;
  readonly mfaDevice: string;
  readonly mfaRequired: boolean | null;
  readonly errorCode: string | null;
}

export interface FoundInAccount {
  readonly alias: string | null;
  readonly findings: readonly FindingLine[];
}

/** Of each account, whoever was looked at since the runs began. */
export async function foundSince(
  store: Store,
  runs: readonly AccountRun[],
  startedAt: EpochMs,
): Promise<ReadonlyMap<AccountId, FoundInAccount>> {
  const found = new Map<AccountId, FoundInAccount>();
  for (const { accountId } of runs) {
    const alias = (await findAccount(store, accountId))?.alias ?? null;
    found.set(accountId, { alias, findings: await findingsSince(store, accountId, startedAt) });
  }
  return found;
}

async function findingsSince(
  store: Store,
  accountId: AccountId,
  startedAt: EpochMs,
): Promise<readonly FindingLine[]> {
  const rows = (await listCurrentFindings(store, accountId)).filter(({ seenAt }) => seenAt >= startedAt);
  const findings = new Map(rows.map((row) => [row.userId, row]));
  return (await listRamUsers(store, accountId)).flatMap(({ userId, userName, logonName }) => {
    const row = findings.get(userId);
    if (row === undefined) return [];
    const { verdict, reason, mfaDevice, mfaRequired, errorCode } = row;
    return [{ userName, logonName, userId, verdict, reason, mfaDevice, mfaRequired, errorCode }];
  });
}

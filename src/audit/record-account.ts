import type { AccountReader, AccountReading } from '../alibaba/accounts.ts';
import type { AccountState } from '../domain/account-settings.ts';
import type { IncompleteReason, RunTrigger } from '../domain/audit-run.ts';
import type { EpochMs } from '../domain/clock.ts';
import { isMassChange, type RunChanges } from '../domain/hold.ts';
import type { ZonedPolicy } from '../domain/ladder.ts';
import { type AccountRun, insertAccountRun } from '../store/account-runs.ts';
import { markAccountComplete, saveAccountFacts, saveAccountSettings } from '../store/accounts.ts';
import { recordActivity } from '../store/activity.ts';
import type { Database, Store } from '../store/database.ts';
import { recordUnseen } from '../store/findings.ts';
import { hasBeenHeld, holdAccount, listCurrentHolds } from '../store/holds.ts';
import { type Absence, findAbsences, isFollowedUp, recordAbsences } from './absence.ts';
import { chunksOf } from './chunks.ts';
import { type ForeseenAccount, foreseeAccount } from './foresee-account.ts';
import { recordPrivileges, recordRightsError } from './record-privileges.ts';
import { recordUsers } from './record-users.ts';
import { loadHistories } from './user-history.ts';

export interface RunIdentity {
  readonly runId: string;
  readonly trigger: RunTrigger;
  readonly localDate: string | null;
  readonly startedAt: EpochMs;
}

interface AccountRecord {
  readonly reading: AccountReading;
  readonly reader: AccountReader;
  readonly identity: RunIdentity;
  readonly now: EpochMs;
  readonly signal: AbortSignal;
}

interface RecordDeps {
  readonly db: Database;
  readonly policy: ZonedPolicy;
}

/**
 * Writes down one account's part of a run, in transactions so short that nobody waits for them. The hold it may cause
 * stands before the first case is opened; the run comes last, so that one that was broken off is none.
 */
export async function recordAccount(deps: RecordDeps, record: AccountRecord): Promise<AccountRun> {
  const { db } = deps;
  const { reading, now } = record;
  const foreseen = await foreseeAccount(db, reading, now);
  const absences = foreseen.complete ? await findAbsences(db, record) : [];
  const changes: RunChanges = {
    ...foreseen.changes,
    absent: absences.filter(isFollowedUp).length,
  };
  const isHeld = await db.inTransaction(async (trx) => {
    await saveAccountFacts(trx, reading.facts, now);
    if (reading.settings !== null) await saveAccountSettings(trx, reading.accountId, reading.settings);
    await recordRightsError(trx, reading);
    return updateHold(trx, { reading, complete: foreseen.complete, changes, absences, now });
  });
  await recordEverybody(deps, reading, now);
  const run = accountRun(record, foreseen, changes);
  await db.inTransaction(async (trx) => {
    await recordAbsences(trx, absences, { mayClose: !isHeld, now });
    if (foreseen.complete) await markAccountComplete(trx, reading.accountId, now);
    await insertAccountRun(trx, run);
    const { runId, startedAt: since } = record.identity;
    await recordUnseen(trx, { runId, accountId: reading.accountId, since });
  });
  return run;
}

async function recordEverybody(
  { db, policy }: RecordDeps,
  reading: AccountReading,
  now: EpochMs,
): Promise<void> {
  const { accountId, facts } = reading;
  for await (const users of chunksOf(reading.users)) {
    await db.inTransaction(async (trx) => {
      const userIds = users.map(({ user }) => user.userId);
      const histories = await loadHistories(trx, accountId, userIds);
      await recordUsers(trx, { facts, users, histories, policy, now });
      await recordPrivileges(trx, reading, users);
    });
  }
}

/** Begins or updates the account's hold; answers whether it is held now. */
async function updateHold(
  trx: Store,
  state: {
    readonly reading: AccountReading;
    readonly complete: boolean;
    readonly changes: RunChanges;
    readonly absences: readonly Absence[];
    readonly now: EpochMs;
  },
): Promise<boolean> {
  const { reading, complete, changes, absences, now } = state;
  const { accountId } = reading;
  const absentUserIds = absences.filter(isFollowedUp).map(({ userId }) => userId);
  const current = (await listCurrentHolds(trx)).find((hold) => hold.accountId === accountId);
  if (current !== undefined) {
    if (!complete) return true;
    const total = addChanges(current.changes, changes);
    await holdAccount(trx, { accountId, reason: current.reason, at: now, changes: total, absentUserIds });
    return true;
  }
  const isFirstSeen = !(await hasBeenHeld(trx, accountId));
  if (!isFirstSeen && !(complete && isMassChange(changes, reading.users.length))) return false;
  const reason = isFirstSeen ? 'first_seen' : 'mass_change';
  await holdAccount(trx, { accountId, reason, at: now, changes, absentUserIds });
  await recordActivity(trx, now, [{ kind: 'account_held', accountId, detail: reason }]);
  return true;
}

function addChanges(earlier: RunChanges, latest: RunChanges): RunChanges {
  return {
    opened: earlier.opened + latest.opened,
    resumed: earlier.resumed + latest.resumed,
    closedEnrolled: earlier.closedEnrolled + latest.closedEnrolled,
    closedOtherwise: earlier.closedOtherwise + latest.closedOtherwise,
    // Who is absent stays absent: seen again every day, counted once.
    absent: latest.absent,
  };
}

function accountRun(
  { reading, identity, now }: AccountRecord,
  foreseen: ForeseenAccount,
  changes: RunChanges,
): AccountRun {
  return {
    ...identity,
    accountId: reading.accountId,
    endedAt: now,
    complete: foreseen.complete,
    completenessProven: reading.completeness.kind === 'proven',
    ...incompleteness(reading, foreseen),
    counts: foreseen.counts,
    changes,
    missingGrants: reading.missingPermissions.map((permission) => permission.grant),
    apiCalls: reading.apiCalls,
    accountState: stateOf(reading),
  };
}

function stateOf({ facts, settings }: AccountReading): AccountState {
  const { loginMfaMode, ssoEnabled, mayUsersManageDevices } = facts;
  const { rootMfaEnabled = null, maxIdleDaysForUsers = null } = settings ?? {};
  return { loginMfaMode, ssoEnabled, mayUsersManageDevices, rootMfaEnabled, maxIdleDaysForUsers };
}

function incompleteness(
  { completeness }: AccountReading,
  { complete, firstErrorCode }: ForeseenAccount,
): { incompleteReason: IncompleteReason | null; errorCode: string | null } {
  if (complete) return { incompleteReason: null, errorCode: null };
  if (completeness.kind === 'incomplete') {
    return { incompleteReason: completeness.reason, errorCode: completeness.code };
  }
  return { incompleteReason: 'all_unknown', errorCode: firstErrorCode };
}

import type { AccountReader, AccountReading } from '../alibaba/accounts.ts';
import type { IncompleteReason, RunTrigger } from '../domain/audit-run.ts';
import type { EpochMs } from '../domain/clock.ts';
import { countFindings } from '../domain/digest.ts';
import { isAccountComplete, isMassChange, type RunChanges, tallyReading } from '../domain/hold.ts';
import type { LadderPolicy } from '../domain/ladder.ts';
import type { UserId } from '../domain/ram-user.ts';
import { type AccountRun, insertAccountRun } from '../store/account-runs.ts';
import { markAccountComplete, saveAccountFacts } from '../store/accounts.ts';
import { recordActivity } from '../store/activity.ts';
import { listCases } from '../store/cases.ts';
import type { Database, Store } from '../store/database.ts';
import { recordFindings } from '../store/findings.ts';
import { hasBeenHeld, holdAccount, listCurrentHolds } from '../store/holds.ts';
import { markUserDeleted } from '../store/ram-users.ts';
import { type AssessedUser, recordDeletion, recordUsers } from './record-users.ts';
import { loadHistories, type UserHistory } from './user-history.ts';

export interface RunIdentity {
  readonly runId: string;
  readonly trigger: RunTrigger;
  readonly localDate: string | null;
  readonly startedAt: EpochMs;
}

export interface RecordedAccount {
  readonly run: AccountRun;
  readonly assessed: readonly AssessedUser[];
}

/** Writes down one account's part of a run: findings, cases, the hold it may cause, and the run itself, in one transaction. */
export async function recordAccount(
  deps: { readonly db: Database; readonly policy: LadderPolicy },
  record: {
    readonly reading: AccountReading;
    readonly reader: AccountReader;
    readonly identity: RunIdentity;
    readonly now: EpochMs;
    readonly signal: AbortSignal;
  },
): Promise<RecordedAccount> {
  const { reading, identity, now } = record;
  // Asked before the transaction: nothing may wait for the network while the database is locked.
  const confirmedDeleted = await confirmDeletions(deps.db, record);
  return deps.db.inTransaction(async (trx) => {
    await saveAccountFacts(trx, reading.facts, now);
    const histories = await loadHistories(trx, reading.accountId);
    const recorded = await recordUsers(trx, {
      facts: reading.facts,
      users: reading.users,
      histories,
      policy: deps.policy,
      now,
    });
    const listComplete = reading.completeness.kind !== 'incomplete';
    const findings = recorded.assessed.map((one) => one.finding);
    const complete = isAccountComplete(listComplete, tallyReading(findings));
    const absent = complete && reading.completeness.kind === 'proven' ? absentUsers(histories, reading) : [];
    const changes: RunChanges = {
      ...recorded.changes,
      absent: absent.filter((one) => one.history.current !== null).length,
    };
    const isHeld = await updateHold(trx, { reading, complete, changes, absent, now });
    await recordAbsences(trx, { absent, confirmedDeleted, mayClose: !isHeld, now });
    if (complete) await markAccountComplete(trx, reading.accountId, now);
    const run = accountRun({ reading, identity, now, complete, changes, assessed: recorded.assessed });
    await insertAccountRun(trx, run);
    return { run, assessed: recorded.assessed };
  });
}

interface AbsentUser {
  readonly userId: UserId;
  readonly history: UserHistory;
}

function absentUsers(
  histories: ReadonlyMap<UserId, UserHistory>,
  reading: AccountReading,
): readonly AbsentUser[] {
  const listed = new Set(reading.users.map((one) => one.user.userId));
  return [...histories]
    .filter(
      ([userId, history]) => !listed.has(userId) && (history.finding !== null || history.current !== null),
    )
    .map(([userId, history]) => ({ userId, history }));
}

// More than this many at once is a mass change, which is held and asked about instead.
const DELETIONS_CONFIRMED_MAX = 500;

/** Absence from a list is a hint; only GetUser by UserId says that somebody is gone. */
async function confirmDeletions(
  db: Database,
  record: { readonly reading: AccountReading; readonly reader: AccountReader; readonly signal: AbortSignal },
): Promise<ReadonlySet<UserId>> {
  const { reading, reader, signal } = record;
  if (reading.completeness.kind !== 'proven') return new Set();
  const listed = new Set(reading.users.map((one) => one.user.userId));
  const absent = (await listCases(db, reading.accountId))
    .filter((file) => file.state !== 'closed' && !listed.has(file.userId))
    .slice(0, DELETIONS_CONFIRMED_MAX);
  const deleted = new Set<UserId>();
  for (const { userId } of absent) {
    const live = await reader.readUser(userId, signal);
    if (live.kind === 'deleted') deleted.add(userId);
  }
  return deleted;
}

async function recordAbsences(
  trx: Store,
  absences: {
    readonly absent: readonly AbsentUser[];
    readonly confirmedDeleted: ReadonlySet<UserId>;
    readonly mayClose: boolean;
    readonly now: EpochMs;
  },
): Promise<void> {
  const { absent, confirmedDeleted, mayClose, now } = absences;
  for (const { userId, history } of absent) {
    const accountId = history.user?.accountId;
    if (accountId === undefined) continue;
    const key = { accountId, userId };
    if (history.current === null) {
      // Nobody follows this user up: not being listed is enough to stop counting them.
      if (history.finding)
        await recordFindings(trx, { unchanged: [], ended: [history.finding], begun: [], now });
      await markUserDeleted(trx, key, now);
    } else if (mayClose && confirmedDeleted.has(userId)) {
      await recordDeletion(trx, { key, history, now });
    }
  }
}

/** Begins or updates the account's hold; answers whether it is held now. */
async function updateHold(
  trx: Store,
  state: {
    readonly reading: AccountReading;
    readonly complete: boolean;
    readonly changes: RunChanges;
    readonly absent: readonly AbsentUser[];
    readonly now: EpochMs;
  },
): Promise<boolean> {
  const { reading, complete, changes, absent, now } = state;
  const { accountId } = reading;
  const absentUserIds = absent.filter((one) => one.history.current !== null).map((one) => one.userId);
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

function accountRun(outcome: {
  readonly reading: AccountReading;
  readonly identity: RunIdentity;
  readonly now: EpochMs;
  readonly complete: boolean;
  readonly changes: RunChanges;
  readonly assessed: readonly AssessedUser[];
}): AccountRun {
  const { reading, identity, now, complete, changes, assessed } = outcome;
  return {
    ...identity,
    accountId: reading.accountId,
    endedAt: now,
    complete,
    completenessProven: reading.completeness.kind === 'proven',
    ...incompleteness(reading, complete, assessed),
    counts: countFindings(
      assessed.map(({ finding }) => ({ ...finding, total: 1 })),
      reading.facts.loginMfaMode,
    ),
    changes,
    missingGrants: reading.missingPermissions.map((permission) => permission.grant),
    apiCalls: reading.apiCalls,
  };
}

function incompleteness(
  { completeness }: AccountReading,
  complete: boolean,
  assessed: readonly AssessedUser[],
): { incompleteReason: IncompleteReason | null; errorCode: string | null } {
  if (complete) return { incompleteReason: null, errorCode: null };
  if (completeness.kind === 'incomplete') {
    return { incompleteReason: completeness.reason, errorCode: completeness.code };
  }
  const unread = assessed.find(({ finding }) => finding.verdict === 'unknown');
  return { incompleteReason: 'all_unknown', errorCode: unread?.finding.errorCode ?? null };
}

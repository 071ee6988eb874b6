import type { AccountReader, AccountReading } from '../alibaba/accounts.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { AccountId, UserId } from '../domain/ram-user.ts';
import { listFollowedUserIds } from '../store/cases.ts';
import type { Database, Store } from '../store/database.ts';
import { listFoundUserIds, recordFindings } from '../store/findings.ts';
import { markUserDeleted } from '../store/ram-users.ts';
import { recordDeletion } from './record-users.ts';
import { loadHistories, type UserHistory } from './user-history.ts';

/** Somebody we know who is missing from a list that is proven. */
export interface Absence {
  readonly accountId: AccountId;
  readonly userId: UserId;
  readonly history: UserHistory;
  /** GetUser by UserId knows nobody. */
  readonly isConfirmed: boolean;
}

// More than this many at once is a mass change, which is held and asked about instead.
const CONFIRMED_MAX = 500;

/** Absence from a list is a hint; only GetUser by UserId says that somebody is gone, and only who is followed up is asked about. */
export async function findAbsences(
  db: Database,
  looked: { readonly reading: AccountReading; readonly reader: AccountReader; readonly signal: AbortSignal },
): Promise<readonly Absence[]> {
  const { reading, reader, signal } = looked;
  const { accountId, users, completeness } = reading;
  if (completeness.kind !== 'proven') return [];
  const listed = new Set(users.map(({ user }) => user.userId));
  const known = [...(await listFoundUserIds(db, accountId)), ...(await listFollowedUserIds(db, accountId))];
  const missing = [...new Set(known)].filter((userId) => !listed.has(userId));
  const histories = [...(await loadHistories(db, accountId, missing))];
  const isGone = async (userId: UserId) => (await reader.readUser(userId, signal)).kind === 'deleted';
  const absences: Absence[] = [];
  for (const [userId, history] of histories) {
    const isAsked = history.current !== null && absences.filter(isFollowedUp).length < CONFIRMED_MAX;
    absences.push({ accountId, userId, history, isConfirmed: isAsked && (await isGone(userId)) });
  }
  return absences;
}

export const isFollowedUp = ({ history }: Absence): boolean => history.current !== null;

export async function recordAbsences(
  trx: Store,
  absences: readonly Absence[],
  rule: { readonly mayClose: boolean; readonly now: EpochMs },
): Promise<void> {
  const { mayClose, now } = rule;
  for (const absence of absences) {
    const { accountId, userId, history, isConfirmed } = absence;
    const key = { accountId, userId };
    if (!isFollowedUp(absence)) {
      // Nobody follows this user up: not being listed is enough to stop counting them.
      if (history.finding)
        await recordFindings(trx, { unchanged: [], ended: [history.finding], begun: [], now });
      await markUserDeleted(trx, key, now);
    } else if (mayClose && isConfirmed) {
      await recordDeletion(trx, { key, history, now });
    }
  }
}

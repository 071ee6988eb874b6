import type { AccountReader } from '../alibaba/accounts.ts';
import type { Clock, EpochMs } from '../domain/clock.ts';
import type { AccountId } from '../domain/ram-user.ts';
import type { UnfamiliarLine } from '../domain/texts/layouts/witness.ts';
import { textsFor } from '../domain/texts/texts.ts';
import {
  afterLookUp,
  BINDING_SOUGHT_FOR_MS,
  isBindingSought,
  lookUpFrom,
  newsSince,
  unfamiliarSignIns,
  type WitnessedEvent,
} from '../domain/witness.ts';
import { type AccountRow, listAccounts } from '../store/accounts.ts';
import type { Database, Store } from '../store/database.ts';
import { accountLabel, userLabel } from '../store/labels.ts';
import type { NoticeRow } from '../store/notices.ts';
import { type PostAudience, planAdminPosts } from '../store/posts.ts';
import { listRamUsers, type RamUserRow } from '../store/ram-users.ts';
import {
  listThanksToComplete,
  listUsersToLookUp,
  listWitnessed,
  saveRecordAccess,
  saveWitnessed,
} from '../store/witnessed.ts';
import { type ReaderLookup, readerOrNull } from './live-check.ts';

interface RecordDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly readers: ReaderLookup;
  readonly audiences: readonly PostAudience[];
  readonly newId: () => string;
  readonly policy: { readonly timeZone: string };
  /** Somebody is to hear of it: whoever was thanked, or admins. */
  readonly onNews: () => void;
}

/** At two lookups a second a round takes minutes; whoever is left over comes first in the next. */
const USERS_A_ROUND_MAX = 150;
const ASKED_AGAIN_AFTER_MS = 60 * 60_000;
const FAILURES_MAX = 3;

/** Looks up who is followed up, and who was just thanked; an account that does not let its record be looked into is asked hourly. */
export function createRecordLooks(deps: RecordDeps): (signal: AbortSignal) => Promise<void> {
  const closedUntil = new Map<AccountId, EpochMs>();
  return async (signal) => {
    const now = deps.clock.now();
    const thanks = await listThanksToComplete(deps.db, now - BINDING_SOUGHT_FOR_MS);
    const open = (await listAccounts(deps.db)).filter(
      ({ accountId }) => (closedUntil.get(accountId) ?? now) <= now,
    );
    await Promise.all(
      open.map(async (account) => {
        const round = await lookIntoAccount(deps, { account, thanks }, signal);
        if (round !== null && round.failure !== null)
          closedUntil.set(account.accountId, now + ASKED_AGAIN_AFTER_MS);
        if (round?.isNews) deps.onNews();
      }),
    );
  };
}

interface Look {
  readonly user: RamUserRow;
  readonly events: readonly WitnessedEvent[];
  readonly at: EpochMs;
}

interface Round {
  readonly looks: readonly Look[];
  /** Why nobody more could be looked up. */
  readonly failure: { readonly code: string; readonly isGrantMissing: boolean } | null;
}

/** null: there is nobody to look up, or no way in. */
async function lookIntoAccount(
  deps: RecordDeps,
  { account, thanks }: { readonly account: AccountRow; readonly thanks: readonly NoticeRow[] },
  signal: AbortSignal,
): Promise<(Round & { readonly isNews: boolean }) | null> {
  const users = await usersToLookUp(deps, account, thanks);
  if (users.length === 0) return null;
  const reader = await readerOrNull(deps.readers, account.accountId, signal);
  if (reader === null) return null;
  const round = await lookUpAll(deps, { reader, users }, signal);
  const isTold = await deps.db.inTransaction((trx) => writeDown(deps, trx, { account, round }));
  const isBound = round.looks.some(({ events }) => events.some(({ kind }) => kind === 'device_bound'));
  return { ...round, isNews: isTold || isBound };
}

async function usersToLookUp(
  { db, clock }: RecordDeps,
  { accountId }: AccountRow,
  thanks: readonly NoticeRow[],
): Promise<readonly RamUserRow[]> {
  const now = clock.now();
  // Where nothing is left to be changed, the person was erased.
  const thanked = new Map(
    thanks
      .filter((notice) => notice.accountId === accountId && notice.conversationId !== null)
      .map(({ userId, claimedAt }) => [userId, claimedAt ?? now]),
  );
  const isSought = ({ userId, witnessedAt }: RamUserRow) =>
    isBindingSought({ thankedAt: thanked.get(userId) ?? now, witnessedAt }, now);
  const sought = (await listRamUsers(db, accountId, [...thanked.keys()])).filter(isSought);
  const followed = await listUsersToLookUp(db, accountId, { now, limit: USERS_A_ROUND_MAX });
  const others = (await listRamUsers(db, accountId, followed)).filter(({ userId }) => !thanked.has(userId));
  return [...sought, ...others];
}

async function lookUpAll(
  { clock }: RecordDeps,
  { reader, users }: { readonly reader: AccountReader; readonly users: readonly RamUserRow[] },
  signal: AbortSignal,
): Promise<Round> {
  const looks: Look[] = [];
  let failures = 0;
  for (const user of users) {
    const at = clock.now();
    const reading = await reader.witness.lookUp(user, lookUpFrom(user.witnessedAt, at), signal);
    if (reading.kind === 'read') {
      looks.push({ user, events: reading.events, at });
      failures = 0;
      continue;
    }
    // One user alone may be refused.
    failures += 1;
    if (reading.isGrantMissing || failures === Math.min(FAILURES_MAX, users.length))
      return { looks, failure: reading };
  }
  return { looks, failure: null };
}

/** To admins, before it is known: afterwards it is no news. True where there is any. */
async function tellUnfamiliar(
  { clock, policy, ...deps }: RecordDeps,
  trx: Store,
  { account, looks }: { readonly account: AccountRow; readonly looks: readonly Look[] },
): Promise<boolean> {
  const signIns: UnfamiliarLine[] = [];
  for (const { user, events, at } of looks) {
    const since = newsSince(user.witnessedAt, at);
    const found = unfamiliarSignIns(await listWitnessed(trx, user), { events, since });
    const label = userLabel(user, account);
    signIns.push(...found.map((one) => ({ ...one, user: label, at: { at: one.at, zone: policy.timeZone } })));
  }
  if (signIns.length === 0) return false;
  const now = clock.now();
  await planAdminPosts(trx, deps, {
    kind: 'unfamiliar_sign_in',
    subject: `${account.accountId}/${new Date(now).toISOString()}`,
    at: now,
    message: (language) =>
      textsFor(language).admin.unfamiliarSignIns({ account: accountLabel(account), signIns }),
  });
  return true;
}

/** True where somebody is to hear of it. */
async function writeDown(
  deps: RecordDeps,
  trx: Store,
  { account, round }: { readonly account: AccountRow; readonly round: Round },
): Promise<boolean> {
  const now = deps.clock.now();
  const isTold = await tellUnfamiliar(deps, trx, { account, looks: round.looks });
  for (const { user, ...look } of round.looks) await saveWitnessed(trx, user, look);
  const known = { answeredAt: account.witnessAnsweredAt, failingSince: account.witnessFailingSince };
  const access = afterLookUp(known, round.failure, now);
  await saveRecordAccess(trx, account.accountId, access);
  if (!access.hasStopped) return isTold;
  const closed = { account: accountLabel(account), code: round.failure?.code ?? 'unknown' };
  await planAdminPosts(trx, deps, {
    kind: 'part_failed',
    subject: `record/${account.accountId}/${new Date(now).toISOString()}`,
    at: now,
    message: (language) => textsFor(language).admin.recordClosed(closed),
  });
  return true;
}

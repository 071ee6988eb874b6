import type { Selectable } from 'kysely';
import type { EpochMs } from '../domain/clock.ts';
import type { AccountId, RamUserKey, UserId } from '../domain/ram-user.ts';
import { type RecordAccess, WITNESS_EVERY_MS, type WitnessedEvent } from '../domain/witness.ts';
import { keyOf } from './contact-records.ts';
import type { Store } from './database.ts';
import { flag, truth } from './flag.ts';
import type { NoticeRow } from './notices.ts';
import type { Schema } from './schema.ts';

function eventOf({ kind, at, fromAddress, mfaChecked }: Selectable<Schema['witnessed']>): WitnessedEvent {
  return {
    kind,
    at,
    fromAddress: fromAddress === '' ? null : fromAddress,
    mfaChecked: truth(mfaChecked),
  };
}

/** Whoever is followed up and was not looked up lately, the longest ago first; nobody who was erased. */
export async function listUsersToLookUp(
  store: Store,
  accountId: AccountId,
  { now, limit }: { readonly now: EpochMs; readonly limit: number },
): Promise<UserId[]> {
  const rows = await store
    .selectFrom('caseFile')
    .innerJoin('ramUser', (join) =>
      join
        .onRef('ramUser.accountId', '=', 'caseFile.accountId')
        .onRef('ramUser.userId', '=', 'caseFile.userId'),
    )
    .select('ramUser.userId')
    .where('caseFile.state', '=', 'open')
    .where('caseFile.accountId', '=', accountId)
    .where('ramUser.deletedAt', 'is', null)
    .where((eb) =>
      eb.or([
        eb('ramUser.witnessedAt', 'is', null),
        eb('ramUser.witnessedAt', '<=', now - WITNESS_EVERY_MS),
        // By a clock that was ahead.
        eb('ramUser.witnessedAt', '>', now),
      ]),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('erasure')
            .select('erasure.userId')
            .whereRef('erasure.accountId', '=', 'ramUser.accountId')
            .whereRef('erasure.userId', '=', 'ramUser.userId'),
        ),
      ),
    )
    .orderBy('ramUser.witnessedAt', (order) => order.asc().nullsFirst())
    .orderBy('ramUser.userId')
    .limit(limit)
    .execute();
  return rows.map(({ userId }) => userId);
}

/** Thank-yous since then that do not tell yet when and from where the device was bound. */
export function listThanksToComplete(store: Store, since: EpochMs): Promise<NoticeRow[]> {
  return store
    .selectFrom('notice')
    .selectAll()
    .where('step', '=', 'thanks')
    .where('claimedAt', '>=', since)
    .where('state', '=', 'sent')
    .where('completedAt', 'is', null)
    .orderBy('claimedAt')
    .execute();
}

export async function markCompleted(store: Store, noticeKey: string, at: EpochMs): Promise<void> {
  await store.updateTable('notice').set({ completedAt: at }).where('noticeKey', '=', noticeKey).execute();
}

/** Oldest first. */
export async function listWitnessed(
  store: Store,
  { accountId, userId }: RamUserKey,
): Promise<WitnessedEvent[]> {
  const rows = await store
    .selectFrom('witnessed')
    .selectAll()
    .where('accountId', '=', accountId)
    .where('userId', '=', userId)
    .orderBy('at')
    .orderBy('fromAddress')
    .execute();
  return rows.map(eventOf);
}

/** Of the users of some cases, those who signed in without MFA; by `accountId/userId`. */
export async function listUsedWithoutMfa(
  store: Store,
  caseIds: readonly number[],
): Promise<ReadonlySet<string>> {
  const rows = await store
    .selectFrom('caseFile')
    .innerJoin('witnessed', (join) =>
      join
        .onRef('witnessed.accountId', '=', 'caseFile.accountId')
        .onRef('witnessed.userId', '=', 'caseFile.userId'),
    )
    .select(['witnessed.accountId', 'witnessed.userId'])
    .distinct()
    .where('caseFile.caseId', 'in', caseIds)
    .where('witnessed.kind', '=', 'signed_in')
    .where('witnessed.mfaChecked', '=', 0)
    .execute();
  return new Set(rows.map(keyOf));
}

// SQLite takes 32,766 parameters a statement.
const ROWS_PER_STATEMENT = 500;

/** What was known already stays as it is. */
export async function saveWitnessed(
  trx: Store,
  { accountId, userId }: RamUserKey,
  look: { readonly events: readonly WitnessedEvent[]; readonly at: EpochMs },
): Promise<void> {
  const rows = look.events.map(({ kind, at, fromAddress, mfaChecked }) => ({
    ...{ accountId, userId, kind, at, fromAddress: fromAddress ?? '', mfaChecked: flag(mfaChecked) },
  }));
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
    await trx
      .insertInto('witnessed')
      .values(rows.slice(start, start + ROWS_PER_STATEMENT))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  await trx
    .updateTable('ramUser')
    .set({ witnessedAt: look.at })
    .where('accountId', '=', accountId)
    .where('userId', '=', userId)
    .execute();
}

export async function saveRecordAccess(
  trx: Store,
  accountId: AccountId,
  { answeredAt: witnessAnsweredAt, failingSince: witnessFailingSince }: RecordAccess,
): Promise<void> {
  await trx
    .updateTable('account')
    .set({ witnessAnsweredAt, witnessFailingSince })
    .where('accountId', '=', accountId)
    .execute();
}

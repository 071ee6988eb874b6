import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { EpochMs } from '../domain/clock.ts';
import type { HoldReason, RunChanges } from '../domain/hold.ts';
import type { AccountId, RamUserKey, UserId } from '../domain/ram-user.ts';
import type { Store } from './database.ts';
import { type JsonColumn, jsonColumn, storedUserId } from './json-column.ts';
import type { HoldTable } from './schema.ts';
import { storedChanges } from './stored-changes.ts';

export interface Hold extends Pick<Selectable<HoldTable>, 'holdId' | 'accountId' | 'reason' | 'since'> {
  readonly changes: RunChanges;
  readonly absentUserIds: readonly UserId[];
}

const storedUserIds: JsonColumn<readonly UserId[]> = jsonColumn(
  'hold.absent_user_ids',
  z.array(storedUserId).readonly(),
);

export async function listCurrentHolds(store: Store): Promise<Hold[]> {
  const rows = await store
    .selectFrom('hold')
    .selectAll()
    .where('endedAt', 'is', null)
    .orderBy('accountId')
    .execute();
  return rows.map((row) => ({
    holdId: row.holdId,
    accountId: row.accountId,
    reason: row.reason,
    since: row.since,
    changes: storedChanges.read(row.changes),
    absentUserIds: storedUserIds.read(row.absentUserIds),
  }));
}

/** Begins a hold, or brings the current one up to date with the latest run. */
export async function holdAccount(
  store: Store,
  hold: {
    readonly accountId: AccountId;
    readonly reason: HoldReason;
    readonly at: EpochMs;
    readonly changes: RunChanges;
    readonly absentUserIds: readonly UserId[];
  },
): Promise<void> {
  const latest = {
    changes: storedChanges.write(hold.changes),
    absentUserIds: storedUserIds.write(hold.absentUserIds),
  };
  const updated = await store
    .updateTable('hold')
    .set(latest)
    .where('accountId', '=', hold.accountId)
    .where('endedAt', 'is', null)
    .executeTakeFirst();
  if (updated.numUpdatedRows > 0n) return;
  await store
    .insertInto('hold')
    .values({
      accountId: hold.accountId,
      reason: hold.reason,
      since: hold.at,
      endedAt: null,
      endedBy: null,
      ...latest,
    })
    .execute();
}

/** False when it had already ended. */
export async function endHold(
  store: Store,
  holdId: number,
  end: { at: EpochMs; by: string },
): Promise<boolean> {
  const result = await store
    .updateTable('hold')
    .set({ endedAt: end.at, endedBy: end.by })
    .where('holdId', '=', holdId)
    .where('endedAt', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Was the account ever held before? Only the hold of an account just met lets single people be released. */
export async function hasBeenHeld(store: Store, accountId: AccountId): Promise<boolean> {
  const row = await store
    .selectFrom('hold')
    .select('holdId')
    .where('accountId', '=', accountId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export async function releaseUser(
  store: Store,
  user: RamUserKey,
  release: { readonly holdId: number; readonly at: EpochMs; readonly by: string },
): Promise<void> {
  await store
    .insertInto('releasedUser')
    .values({
      accountId: user.accountId,
      userId: user.userId,
      holdId: release.holdId,
      releasedAt: release.at,
      releasedBy: release.by,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** `accountId/userId` of everybody released by name from a hold that still lasts. */
export async function listReleasedUsers(store: Store): Promise<ReadonlySet<string>> {
  const rows = await store
    .selectFrom('releasedUser')
    .innerJoin('hold', 'hold.holdId', 'releasedUser.holdId')
    .select(['releasedUser.accountId', 'releasedUser.userId'])
    .where('hold.endedAt', 'is', null)
    .execute();
  return new Set(rows.map((row) => `${row.accountId}/${row.userId}`));
}

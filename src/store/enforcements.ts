import type { Insertable, Selectable } from 'kysely';
import type { EpochMs } from '../domain/clock.ts';
import type { RamUserKey } from '../domain/ram-user.ts';
import type { Store } from './database.ts';
import type { EnforcementState, EnforcementTable } from './schema.ts';

export type EnforcementRow = Selectable<EnforcementTable>;

export type ConfirmedEnforcement = Pick<
  Insertable<EnforcementTable>,
  | 'accountId'
  | 'userId'
  | 'userName'
  | 'direction'
  | 'actorChat'
  | 'actorMemberId'
  | 'confirmationCode'
  | 'confirmedAt'
  | 'expiresAt'
>;

export function insertEnforcement(store: Store, enforcement: ConfirmedEnforcement): Promise<EnforcementRow> {
  return store
    .insertInto('enforcement')
    .values({
      ...enforcement,
      state: 'confirmed',
      claimedBy: null,
      claimedAt: null,
      settledAt: null,
      profileBefore: null,
      profileAfter: null,
      outcomeCode: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** confirmed → applying, with the profile as it was just before. False when another took it. */
export async function claimEnforcement(
  store: Store,
  enforcementId: number,
  claim: { readonly by: string; readonly at: EpochMs; readonly profileBefore: string },
): Promise<boolean> {
  const result = await store
    .updateTable('enforcement')
    .set({ state: 'applying', claimedBy: claim.by, claimedAt: claim.at, profileBefore: claim.profileBefore })
    .where('enforcementId', '=', enforcementId)
    .where('state', '=', 'confirmed')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

export async function settleEnforcement(
  store: Store,
  enforcementId: number,
  settlement: {
    readonly state: Extract<EnforcementState, 'verified' | 'differs' | 'failed' | 'unknown'>;
    readonly at: EpochMs;
    readonly profileAfter?: string | null;
    readonly code?: string | null;
  },
): Promise<void> {
  await store
    .updateTable('enforcement')
    .set({
      state: settlement.state,
      settledAt: settlement.at,
      profileAfter: settlement.profileAfter ?? null,
      outcomeCode: settlement.code ?? null,
    })
    .where('enforcementId', '=', enforcementId)
    .where('state', 'in', ['confirmed', 'applying'])
    .execute();
}

export function listUnsettledEnforcements(store: Store): Promise<EnforcementRow[]> {
  return store
    .selectFrom('enforcement')
    .selectAll()
    .where('state', 'in', ['confirmed', 'applying'])
    .orderBy('enforcementId')
    .execute();
}

/** The last enforcement of a user that took effect: what an undo goes back on. */
export function findLastEffective(store: Store, user: RamUserKey): Promise<EnforcementRow | undefined> {
  return store
    .selectFrom('enforcement')
    .selectAll()
    .where('accountId', '=', user.accountId)
    .where('userId', '=', user.userId)
    .where('state', 'in', ['verified', 'differs'])
    .orderBy('enforcementId', 'desc')
    .executeTakeFirst();
}

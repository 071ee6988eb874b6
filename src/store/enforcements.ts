import type { Insertable, Selectable } from 'kysely';
import { z } from 'zod';
import type { EpochMs } from '../domain/clock.ts';
import type { LoginProfileSetting } from '../domain/enforcement.ts';
import type { RamUserKey } from '../domain/ram-user.ts';
import type { Store } from './database.ts';
import { type JsonColumn, jsonColumn } from './json-column.ts';
import type { EnforcementState, EnforcementTable } from './schema.ts';

type Profiles = 'profileBefore' | 'profileAfter';

export interface EnforcementRow extends Omit<Selectable<EnforcementTable>, Profiles> {
  readonly profileBefore: LoginProfileSetting | null;
  readonly profileAfter: LoginProfileSetting | null;
}

const storedProfile: JsonColumn<LoginProfileSetting> = jsonColumn(
  'enforcement.profile_before or profile_after',
  z.object({ mfaBindRequired: z.boolean(), passwordResetRequired: z.boolean() }),
);

function enforcementOf(row: Selectable<EnforcementTable>): EnforcementRow {
  const read = (stored: string | null) => (stored === null ? null : storedProfile.read(stored));
  return { ...row, profileBefore: read(row.profileBefore), profileAfter: read(row.profileAfter) };
}

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

export async function insertEnforcement(
  store: Store,
  enforcement: ConfirmedEnforcement,
): Promise<EnforcementRow> {
  const row = await store
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
  return enforcementOf(row);
}

/** confirmed → applying, with the profile as it was just before. False when another took it. */
export async function claimEnforcement(
  store: Store,
  enforcementId: number,
  claim: { readonly by: string; readonly at: EpochMs; readonly profileBefore: LoginProfileSetting },
): Promise<boolean> {
  const result = await store
    .updateTable('enforcement')
    .set({
      state: 'applying',
      claimedBy: claim.by,
      claimedAt: claim.at,
      profileBefore: storedProfile.write(claim.profileBefore),
    })
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
    readonly profileAfter?: LoginProfileSetting | null;
    readonly code?: string | null;
  },
): Promise<void> {
  const { profileAfter = null } = settlement;
  await store
    .updateTable('enforcement')
    .set({
      state: settlement.state,
      settledAt: settlement.at,
      profileAfter: profileAfter === null ? null : storedProfile.write(profileAfter),
      outcomeCode: settlement.code ?? null,
    })
    .where('enforcementId', '=', enforcementId)
    .where('state', 'in', ['confirmed', 'applying'])
    .execute();
}

export async function listUnsettledEnforcements(store: Store): Promise<EnforcementRow[]> {
  const rows = await store
    .selectFrom('enforcement')
    .selectAll()
    .where('state', 'in', ['confirmed', 'applying'])
    .orderBy('enforcementId')
    .execute();
  return rows.map(enforcementOf);
}

/** The last enforcement of a user that took effect: what an undo goes back on. */
export async function findLastEffective(store: Store, user: RamUserKey): Promise<EnforcementRow | undefined> {
  const row = await store
    .selectFrom('enforcement')
    .selectAll()
    .where('accountId', '=', user.accountId)
    .where('userId', '=', user.userId)
    .where('state', 'in', ['verified', 'differs'])
    .orderBy('enforcementId', 'desc')
    .executeTakeFirst();
  return row && enforcementOf(row);
}

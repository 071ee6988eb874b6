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
      announcedAt: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return enforcementOf(row);
}

/** confirmed → applying, with the profile as it was just before. False when another took it, or works on the same user. */
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
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('enforcement as other')
            .select('other.enforcementId')
            .whereRef('other.accountId', '=', 'enforcement.accountId')
            .whereRef('other.userId', '=', 'enforcement.userId')
            .where('other.state', '=', 'applying'),
        ),
      ),
    )
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
    .limit(1)
    .executeTakeFirst();
  return row && enforcementOf(row);
}

/** Of one confirmation, in the order in which they were confirmed. */
export async function listEnforcementsOf(store: Store, confirmationCode: string): Promise<EnforcementRow[]> {
  const rows = await store
    .selectFrom('enforcement')
    .selectAll()
    .where('confirmationCode', '=', confirmationCode)
    .orderBy('enforcementId')
    .execute();
  return rows.map(enforcementOf);
}

/** Confirmations all of whose users are settled, and that nobody was told of. */
export async function listUnannounced(store: Store): Promise<readonly string[]> {
  const rows = await store
    .selectFrom('enforcement')
    .select('confirmationCode')
    .where('announcedAt', 'is', null)
    .groupBy('confirmationCode')
    .having((eb) => eb(eb.fn.countAll(), '=', eb.fn.count('settledAt')))
    .execute();
  return rows.map((row) => row.confirmationCode);
}

/** False when another was first. */
export async function markAnnounced(store: Store, confirmationCode: string, at: EpochMs): Promise<boolean> {
  const result = await store
    .updateTable('enforcement')
    .set({ announcedAt: at })
    .where('confirmationCode', '=', confirmationCode)
    .where('announcedAt', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

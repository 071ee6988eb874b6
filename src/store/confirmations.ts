import type { Selectable } from 'kysely';
import type { EpochMs } from '../domain/clock.ts';
import type { Actor } from './activity.ts';
import type { Store } from './database.ts';
import type { ConfirmationTable } from './schema.ts';

export type ConfirmationRow = Selectable<ConfirmationTable>;

export async function insertConfirmation(
  store: Store,
  confirmation: {
    readonly code: string;
    readonly kind: ConfirmationRow['kind'];
    readonly actor: Actor;
    readonly preview: unknown;
    readonly createdAt: EpochMs;
    readonly expiresAt: EpochMs;
  },
): Promise<void> {
  await store
    .insertInto('confirmation')
    .values({
      code: confirmation.code,
      kind: confirmation.kind,
      actorChat: confirmation.actor.chat,
      actorMemberId: confirmation.actor.memberId,
      preview: JSON.stringify(confirmation.preview),
      createdAt: confirmation.createdAt,
      expiresAt: confirmation.expiresAt,
      usedAt: null,
    })
    .execute();
}

export function findConfirmation(store: Store, code: string): Promise<ConfirmationRow | undefined> {
  return store.selectFrom('confirmation').selectAll().where('code', '=', code).executeTakeFirst();
}

/** Valid once: false when somebody, or a second press, was first. */
export async function useConfirmation(store: Store, code: string, at: EpochMs): Promise<boolean> {
  const result = await store
    .updateTable('confirmation')
    .set({ usedAt: at })
    .where('code', '=', code)
    .where('usedAt', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

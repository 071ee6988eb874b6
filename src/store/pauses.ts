import type { Selectable } from 'kysely';
import type { EpochMs } from '../domain/clock.ts';
import type { Store } from './database.ts';
import type { PauseTable } from './schema.ts';

export type PauseRow = Selectable<PauseTable>;

export function findCurrentPause(store: Store): Promise<PauseRow | undefined> {
  return store.selectFrom('pause').selectAll().where('endedAt', 'is', null).executeTakeFirst();
}

/** The pause in force, and whether this call began it. */
export async function beginPause(
  store: Store,
  start: { readonly at: EpochMs; readonly by: string },
): Promise<{ readonly pause: PauseRow; readonly began: boolean }> {
  const current = await findCurrentPause(store);
  if (current !== undefined) return { pause: current, began: false };
  const pause = await store
    .insertInto('pause')
    .values({ since: start.at, startedBy: start.by, endedAt: null, endedBy: null })
    .returningAll()
    .executeTakeFirstOrThrow();
  return { pause, began: true };
}

/** False when it had already ended. */
export async function endPause(
  store: Store,
  pauseId: number,
  end: { at: EpochMs; by: string },
): Promise<boolean> {
  const result = await store
    .updateTable('pause')
    .set({ endedAt: end.at, endedBy: end.by })
    .where('pauseId', '=', pauseId)
    .where('endedAt', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

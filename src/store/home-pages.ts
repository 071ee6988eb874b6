import type { Selectable } from 'kysely';
import type { EpochMs } from '../domain/clock.ts';
import type { Store } from './database.ts';
import type { Schema } from './schema.ts';

export type HomePage = Selectable<Schema['homePage']>;
type HomeKey = Pick<HomePage, 'chat' | 'memberId'>;

/** Opened just now, in whatever form it was before. */
export async function rememberHome(store: Store, page: HomePage): Promise<void> {
  const { chat: _, memberId: __, ...changed } = page;
  await store
    .insertInto('homePage')
    .values(page)
    .onConflict((conflict) => conflict.columns(['chat', 'memberId']).doUpdateSet(changed))
    .execute();
}

/** Opened since then. */
export async function listHomes(store: Store, since: EpochMs): Promise<readonly HomePage[]> {
  return store
    .selectFrom('homePage')
    .selectAll()
    .where('openedAt', '>=', since)
    .orderBy('chat')
    .orderBy('memberId')
    .execute();
}

export async function noteShown(
  store: Store,
  { chat, memberId }: HomeKey,
  { shown }: Pick<HomePage, 'shown'>,
): Promise<void> {
  await store
    .updateTable('homePage')
    .set({ shown })
    .where('chat', '=', chat)
    .where('memberId', '=', memberId)
    .execute();
}

export async function forgetHome(store: Store, { chat, memberId }: HomeKey): Promise<void> {
  await store.deleteFrom('homePage').where('chat', '=', chat).where('memberId', '=', memberId).execute();
}

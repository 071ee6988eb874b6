import type { Kysely } from 'kysely';
import type { EpochMs } from '../domain/clock.ts';
import { DatabaseError } from './database-error.ts';
import type { Schema } from './schema.ts';

/** The database asks here whether it was moved, so this does not ask the database for its type. */
type Store = Pick<Kysely<Schema>, 'selectFrom' | 'insertInto'>;

/** Where its content was moved to, as one would write it into DATABASE_URL; null: it is here. */
export async function movedTo(store: Store): Promise<string | null> {
  const row = await store.selectFrom('relocation').select('url').executeTakeFirst();
  return row?.url ?? null;
}

export async function markAsMoved(store: Store, url: string, at: EpochMs): Promise<void> {
  await store.insertInto('relocation').values({ url, at }).execute();
}

/** Two that go on from the same content would each tell people the same things. @throws {DatabaseError} */
export async function refuseMoved(store: Store): Promise<void> {
  const url = await movedTo(store);
  if (url === null) return;
  throw new DatabaseError('moved', `Its content was moved to ${url}: set DATABASE_URL to that`);
}

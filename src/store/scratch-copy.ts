import { copyRows, TABLE_NAMES } from './copy-rows.ts';
import { type Database, databaseOn, dialectOf } from './database.ts';
import type { DatabasePlace, ServerPlace } from './database-place.ts';
import { executedMigrations, migrateLike } from './migrations.ts';
import { UNHURRIED } from './postgres.ts';
import { scratchDialect } from './sqlite.ts';

/** A copy in memory of the database as it is now, or an empty one: whatever is done to it is forgotten. */
export async function openScratchCopy(place: DatabasePlace): Promise<Database> {
  const copy = databaseOn(scratchDialect(place.kind === 'file' ? place.path : null));
  try {
    if (place.kind === 'server') await fillFrom(place, copy);
    await copy.bringUpToDate();
    return copy;
  } catch (error) {
    await copy.destroy();
    throw error;
  }
}

/** Long, and read by nothing that a copy is made for. */
const LEFT_OUT: ReadonlySet<string> = new Set(['activity', 'seen_request']);

/** In one snapshot, which changes nothing and keeps nobody waiting, in tables as that version has them. */
async function fillFrom(place: ServerPlace, copy: ReturnType<typeof databaseOn>): Promise<void> {
  const server = databaseOn(dialectOf(place, UNHURRIED));
  try {
    await migrateLike(copy, await executedMigrations(server));
    const tables = new Set((await copy.introspection.getTables()).map(({ name }) => name));
    await server.readSnapshot(async (source) => {
      for (const table of TABLE_NAMES) {
        if (!LEFT_OUT.has(table) && tables.has(table)) await copyRows(source, copy, table);
      }
    });
  } finally {
    await server.destroy();
  }
}

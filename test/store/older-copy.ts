import SqliteDatabase from 'better-sqlite3';
import { copyRows, TABLE_NAMES } from '../../src/store/copy-rows.ts';
import { connectDatabase } from '../../src/store/database.ts';
import type { DatabasePlace } from '../../src/store/database-place.ts';
import { countOn } from '../upgrades/take-back.ts';
import { newEmptyTables, type TestDatabase } from './test-database.ts';

/** A second database that holds what this one holds now: of a file as it is backed up, of a server table by table. */
export async function olderCopyOf(place: DatabasePlace): Promise<TestDatabase> {
  const copy = await newEmptyTables();
  if (place.kind === 'file' && copy.place.kind === 'file') {
    const file = new SqliteDatabase(place.path, { readonly: true });
    await file.backup(copy.place.path).finally(() => file.close());
    return copy;
  }
  const [from, to] = [connectDatabase(place), connectDatabase(copy.place)];
  for (const table of TABLE_NAMES) await copyRows(from, to, table);
  await countOn(to);
  await Promise.all([from.destroy(), to.destroy()]);
  return copy;
}

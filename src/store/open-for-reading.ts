import { existsSync } from 'node:fs';
import { type Database, databaseOn, dialectOf } from './database.ts';
import { DatabaseError } from './database-error.ts';
import { type DatabasePlace, placeUrl } from './database-place.ts';
import { requireUpToDate } from './migrations.ts';
import { UNHURRIED } from './postgres.ts';
import { refuseMoved } from './relocation.ts';
import { readingDialect } from './sqlite.ts';

/**
 * Beside the running bot; makes nothing and changes nothing.
 * @throws {DatabaseError} where there is none, or none that this version can read
 */
export async function openForReading(place: DatabasePlace): Promise<Database> {
  if (place.kind === 'file' && !existsSync(place.path))
    throw new DatabaseError('empty', `There is no ${placeUrl(place)}: look at DATABASE_URL`);
  const db = databaseOn(place.kind === 'file' ? readingDialect(place) : dialectOf(place, UNHURRIED));
  try {
    await requireUpToDate(db);
    await refuseMoved(db);
    return db;
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

import { sql } from 'kysely';
import { afterEach, expect, test } from 'vitest';
import { openDatabase } from '../../src/store/database.ts';
import { interceptStore } from '../faults/store-calls.ts';
import { newTestDatabase } from './test-database.ts';

let restore = () => {};
afterEach(() => restore());

class CutShortError extends Error {}

/** Makes all tables, and stops before the `count`-th change; how many there were until then. */
async function makeTables(place: Parameters<typeof openDatabase>[0], count: number): Promise<number> {
  let changes = 0;
  restore = interceptStore(({ sql }) => {
    if (!/^\s*(create|alter|drop|insert|update)/i.test(sql)) return;
    changes += 1;
    if (changes === count) throw new CutShortError();
  });
  const db = await openDatabase(place).catch(() => null);
  restore();
  await db?.destroy();
  return changes;
}

test('an upgrade that was cut short is made whole by the next start, wherever it was', async () => {
  const { place, remove } = await newTestDatabase();
  const all = await makeTables(place, Number.POSITIVE_INFINITY);
  await remove();
  // The ends, and every seventh between: each migration is cut somewhere.
  for (let count = 1; count <= all; count += count < 4 || count > all - 4 ? 1 : 7) {
    const database = await newTestDatabase();
    expect(await makeTables(database.place, count)).toBe(count);
    const db = await openDatabase(database.place);
    const { rows } = await sql`select name from kysely_migration`.execute(db);
    expect(rows.length).toBeGreaterThan(3);
    await db.destroy();
    await database.remove();
  }
});

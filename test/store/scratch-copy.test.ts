import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { recordActivity } from '../../src/store/activity.ts';
import { insertCase } from '../../src/store/cases.ts';
import type { Database } from '../../src/store/database.ts';
import { openScratchCopy } from '../../src/store/scratch-copy.ts';
import { addPlannedNotice, addUser, addUsers, databaseWithAccount, NOW, namesOf } from './filled-database.ts';
import { newTestDatabase, type TestDatabase } from './test-database.ts';

let database: TestDatabase;
let db: Database;
let copies: Database[];

beforeEach(async () => {
  database = await newTestDatabase();
  db = await databaseWithAccount(database.place);
  copies = [];
});

afterEach(async () => {
  await Promise.all([db, ...copies].map((one) => one.destroy()));
  await database.remove();
});

async function copy(): Promise<Database> {
  const scratch = await openScratchCopy(database.place);
  copies.push(scratch);
  return scratch;
}

const userNames = async (of: Database) =>
  (await of.selectFrom('ramUser').select('userName').orderBy('userName').execute()).map(
    ({ userName }) => userName,
  );

describe('a scratch copy', () => {
  test('has what was committed last, in every table that is read from it', async () => {
    await addPlannedNotice(db, 'jane.doe');
    await recordActivity(db, NOW, [{ kind: 'paused' }]);
    const scratch = await copy();
    for (const table of ['account', 'ramUser', 'caseFile', 'notice'] as const) {
      const rows = await scratch.selectFrom(table).selectAll().execute();
      expect(rows).toEqual(await db.selectFrom(table).selectAll().execute());
      expect(rows).toHaveLength(1);
    }
  });

  test('is forgotten, and its owner works on', async () => {
    const scratch = await copy();
    await addUser(scratch, 'somebody.new');
    await addUser(db, 'jane.doe');
    expect(await userNames(scratch)).toEqual(['somebody.new']);
    expect(await userNames(db)).toEqual(['jane.doe']);
  });

  test('counts its own ids from where the copied ones end', async () => {
    const { file } = await addPlannedNotice(db, 'jane.doe');
    const scratch = await copy();
    const next = await insertCase(scratch, await addUser(scratch, 'wei'), { regressed: false, at: NOW });
    expect(next.caseId).toBe(file.caseId + 1);
  });

  test('of more rows than a statement takes is whole', async () => {
    await addUsers(db, namesOf(1203));
    expect(await userNames(await copy())).toEqual(await userNames(db));
  });
});

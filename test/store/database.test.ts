import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { insertCase } from '../../src/store/cases.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { DatabaseError } from '../../src/store/database-error.ts';
import { addUser, databaseWithAccount, JANE, keyOf, NOW } from './filled-database.ts';
import { newTestDatabase, type TestDatabase } from './test-database.ts';

let database: TestDatabase;
let opened: Database[];

beforeEach(async () => {
  database = await newTestDatabase();
  opened = [];
});

afterEach(async () => {
  await Promise.all(opened.map((db) => db.destroy()));
  await database.remove();
});

async function open(): Promise<Database> {
  const db = await openDatabase(database.place);
  opened.push(db);
  return db;
}

async function openWithAccount(): Promise<Database> {
  const db = await databaseWithAccount(database.place);
  opened.push(db);
  return db;
}

const userNames = async (db: Database) =>
  (await db.selectFrom('ramUser').select('userName').orderBy('userName').execute()).map(
    ({ userName }) => userName,
  );

describe('bringing the database up to date', () => {
  test('a second time changes nothing and keeps what there is', async () => {
    await addUser(await openWithAccount(), 'jane.doe');
    expect(await userNames(await open())).toEqual(['jane.doe']);
  });

  test('one of a newer version is refused and left as it is', async () => {
    const db = await open();
    const newer = '2099-01-01-newer';
    await sql`insert into kysely_migration (name, timestamp) values (${newer}, '2099-01-01T00:00:00.000Z')`.execute(
      db,
    );
    const refusal = await openDatabase(database.place).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(DatabaseError);
    expect(refusal).toMatchObject({
      reason: 'newer',
      message: expect.stringContaining('it was left as it is'),
    });
    const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
    expect(rows.at(-1)).toEqual({ name: newer });
  });
});

describe('the database refuses', () => {
  test('a user of an account that was never seen', async () => {
    await expect(addUser(await open(), 'jane.doe')).rejects.toThrow(/foreign key/i);
  });

  test('a case of a user who was never seen', async () => {
    const db = await openWithAccount();
    await expect(insertCase(db, keyOf('nobody'), { regressed: false, at: NOW })).rejects.toThrow(
      /foreign key/i,
    );
  });

  test('two cases of one user that are both followed up', async () => {
    const db = await openWithAccount();
    const jane = await addUser(db, 'jane.doe');
    await insertCase(db, jane, { regressed: false, at: NOW });
    await expect(insertCase(db, jane, { regressed: false, at: NOW })).rejects.toThrow(/unique/i);
  });
});

describe('a transaction', () => {
  test('that fails leaves nothing behind', async () => {
    const db = await openWithAccount();
    const failing = db.inTransaction(async (trx) => {
      await addUser(trx, 'jane.doe');
      throw new Error('the rest failed');
    });
    await expect(failing).rejects.toThrow('the rest failed');
    expect(await userNames(db)).toEqual([]);
  });

  test('goes on where another has ended: of two that read and then write, none is lost', async () => {
    const db = await openWithAccount();
    await addUser(db, 'jane.doe');
    await insertCase(db, JANE, { regressed: false, at: NOW });
    const countUp = () =>
      db.inTransaction(async (trx) => {
        const { shiftDays } = await trx.selectFrom('caseFile').select('shiftDays').executeTakeFirstOrThrow();
        await trx
          .updateTable('caseFile')
          .set({ shiftDays: shiftDays + 1 })
          .execute();
      });
    await Promise.all(Array.from({ length: 20 }, countUp));
    const [file] = await db.selectFrom('caseFile').select('shiftDays').execute();
    expect(file?.shiftDays).toBe(20);
  });

  test('is whole for who reads meanwhile', async () => {
    const db = await openWithAccount();
    const other = await open();
    const seen: (readonly string[])[] = [];
    await db.inTransaction(async (trx) => {
      await addUser(trx, 'jane.doe');
      seen.push(await userNames(other));
      await addUser(trx, 'wei');
    });
    expect([...seen, await userNames(other)]).toEqual([[], ['jane.doe', 'wei']]);
  });
});

describe('a list of nobody', () => {
  test('finds nobody, and leaves nobody out', async () => {
    const db = await openWithAccount();
    await addUser(db, 'jane.doe');
    const users = db.selectFrom('ramUser').select('userName');
    expect(await users.where('userId', 'in', []).execute()).toEqual([]);
    expect(await users.where('userId', 'not in', []).execute()).toHaveLength(1);
  });
});

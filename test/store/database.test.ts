import { statSync, writeFileSync } from 'node:fs';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { insertCase } from '../../src/store/cases.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { addUser, databaseWithAccount, keyOf, NOW, TemporaryFolder } from './filled-database.ts';

let folder: TemporaryFolder;
let opened: Database[];

beforeEach(() => {
  folder = new TemporaryFolder();
  opened = [];
});

afterEach(async () => {
  await Promise.all(opened.map((db) => db.destroy()));
  folder.remove();
});

async function open(path = folder.file()): Promise<Database> {
  const db = await openDatabase(path);
  opened.push(db);
  return db;
}

async function setting(db: Database, pragma: string): Promise<unknown> {
  const { rows } = await sql.raw<Record<string, unknown>>(`pragma ${pragma}`).execute(db);
  return Object.values(rows[0] ?? {})[0];
}

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe('the database file', () => {
  test('is created with its folder', async () => {
    await open(folder.file('data/here/mfa.db'));
    expect(statSync(folder.file('data/here/mfa.db')).size).toBeGreaterThan(0);
  });

  test('and what SQLite writes beside it are readable by their owner only', async () => {
    const db = await open();
    await addUserTo(db);
    expect(['', '-wal', '-shm'].map((suffix) => modeOf(`${folder.file()}${suffix}`))).toEqual([
      '600',
      '600',
      '600',
    ]);
  });

  test('that others could read is closed to them', async () => {
    writeFileSync(folder.file(), '', { mode: 0o644 });
    await open();
    expect(modeOf(folder.file())).toBe('600');
  });

  test('is written ahead, and every commit is on the disk before the next thing is sent', async () => {
    const db = await open();
    expect(await setting(db, 'journal_mode')).toBe('wal');
    expect(await setting(db, 'synchronous')).toBe(2);
    expect(await setting(db, 'foreign_keys')).toBe(1);
  });
});

async function addUserTo(db: Database): Promise<void> {
  await databaseWithAccount(folder.file()).then((other) => other.destroy());
  await addUser(db, 'jane.doe');
}

describe('bringing the database up to date', () => {
  test('a second time changes nothing and keeps what there is', async () => {
    await addUserTo(await open());
    const again = await open();
    const users = await again.selectFrom('ramUser').select('userName').execute();
    expect(users).toEqual([{ userName: 'jane.doe' }]);
  });

  test('a file of a newer version is refused and left as it is', async () => {
    const db = await open();
    await sql`insert into kysely_migration (name, timestamp) values ('2099-01-01-newer', '')`.execute(db);
    await expect(openDatabase(folder.file())).rejects.toThrow('it was left as it is');
    const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
    expect(rows.at(-1)).toEqual({ name: '2099-01-01-newer' });
  });
});

describe('the database refuses', () => {
  test('a user of an account that was never seen', async () => {
    const db = await open();
    await expect(addUser(db, 'jane.doe')).rejects.toThrow('FOREIGN KEY');
  });

  test('a case of a user who was never seen', async () => {
    const db = await databaseWithAccount(folder.file());
    opened.push(db);
    await expect(insertCase(db, keyOf('nobody'), { regressed: false, at: NOW })).rejects.toThrow(
      'FOREIGN KEY',
    );
  });

  test('two cases of one user that are both followed up', async () => {
    const db = await databaseWithAccount(folder.file());
    opened.push(db);
    const jane = await addUser(db, 'jane.doe');
    await insertCase(db, jane, { regressed: false, at: NOW });
    await expect(insertCase(db, jane, { regressed: false, at: NOW })).rejects.toThrow('UNIQUE');
  });
});

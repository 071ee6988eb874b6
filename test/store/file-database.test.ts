import { statSync, writeFileSync } from 'node:fs';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Database, openDatabase, type Store } from '../../src/store/database.ts';
import { addUser, databaseWithAccount } from './filled-database.ts';
import { TemporaryFolder } from './temporary-folder.ts';

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

async function open(name = 'mfa.db'): Promise<Database> {
  const db = await openDatabase(folder.place(name));
  opened.push(db);
  return db;
}

async function setting(db: Database, pragma: string): Promise<unknown> {
  const { rows } = await sql.raw<Record<string, unknown>>(`pragma ${pragma}`).execute(db);
  return Object.values(rows[0] ?? {})[0];
}

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe('a database that cannot go on', () => {
  test('says why, and not that nothing was left to be undone', async () => {
    const db = await open();
    const pages = Number(await setting(db, 'page_count'));
    // As a disk that is full: SQLite ends the transaction by itself.
    await setting(db, `max_page_count = ${pages}`);
    const full = db.inTransaction(async (trx) => {
      for (let at = 0; at < 1000; at += 1) await insertPause(trx, { since: at, startedBy: 'U'.repeat(1000) });
    });
    await expect(full).rejects.toMatchObject({ code: 'SQLITE_FULL' });
    await setting(db, `max_page_count = ${pages + 1000}`);
    await insertPause(db, { since: 1, startedBy: 'U0ADMIN' });
    expect(await db.selectFrom('pause').select('since').execute()).toEqual([{ since: 1 }]);
  });
});

describe('the database file', () => {
  test('is created with its folder', async () => {
    await open('data/here/mfa.db');
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

async function insertPause(store: Store, pause: { readonly since: number; readonly startedBy: string }) {
  await store
    .insertInto('pause')
    .values({ ...pause, endedAt: pause.since, endedBy: null })
    .execute();
}

async function addUserTo(db: Database): Promise<void> {
  await databaseWithAccount(folder.place()).then((other) => other.destroy());
  await addUser(db, 'jane.doe');
}

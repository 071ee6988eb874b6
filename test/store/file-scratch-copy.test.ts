import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { openScratchCopy } from '../../src/store/scratch-copy.ts';
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

async function opening(database: Promise<Database>): Promise<Database> {
  const db = await database;
  opened.push(db);
  return db;
}

/** Name, content and time of change of every file. */
function files(): Readonly<Record<string, string>> {
  const seen = (name: string) => {
    const path = folder.file(name);
    return `${createHash('sha256').update(readFileSync(path)).digest('hex')} ${statSync(path).mtimeMs}`;
  };
  return Object.fromEntries(readdirSync(folder.path).map((name) => [name, seen(name)]));
}

const userNames = async (db: Database) =>
  (await db.selectFrom('ramUser').select('userName').orderBy('userName').execute()).map(
    ({ userName }) => userName,
  );

describe('a scratch copy of a file', () => {
  test('of a database that is not there is empty, and creates none', async () => {
    const copy = await opening(openScratchCopy(folder.place()));
    expect(await userNames(copy)).toEqual([]);
    expect(existsSync(folder.file())).toBe(false);
    expect(readdirSync(folder.path)).toEqual([]);
  });

  test('of a database at rest has all of it, and leaves every byte as it was', async () => {
    const db = await databaseWithAccount(folder.place());
    await addUser(db, 'jane.doe');
    await db.destroy();
    const before = files();
    const copy = await opening(openScratchCopy(folder.place()));
    await addUser(copy, 'somebody.new');
    expect(await userNames(copy)).toEqual(['jane.doe', 'somebody.new']);
    expect(files()).toEqual(before);
  });

  test('of a database in use has what was committed last, which is not in the file itself yet', async () => {
    const db = await opening(databaseWithAccount(folder.place()));
    await addUser(db, 'jane.doe');
    expect(readFileSync(folder.file()).includes('jane.doe')).toBe(false);
    const copy = await opening(openScratchCopy(folder.place()));
    expect(await userNames(copy)).toEqual(['jane.doe']);
  });
});

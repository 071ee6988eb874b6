import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Secret } from '../../src/config/secret.ts';
import { openDatabase } from '../../src/store/database.ts';
import { DatabaseError } from '../../src/store/database-error.ts';
import type { ServerPlace, ServerTls } from '../../src/store/database-place.ts';
import { openScratchCopy } from '../../src/store/scratch-copy.ts';
import { addUser, databaseWithAccount } from '../store/filled-database.ts';
import { administer, newTestDatabase, serverPlace } from '../store/test-database.ts';

const AUTHORITY = readFileSync(join(import.meta.dirname, 'tls/authority.pem'), 'utf8');

/** Who is called so has to give a password. */
const USER = 'password_user';
const PASSWORD = 'p@ss/word: ✓';

beforeAll(async () => {
  await administer(`
    do $$ begin
      if not exists (select from pg_roles where rolname = '${USER}') then
        create role ${USER} login password '${PASSWORD}';
        create schema ${USER} authorization ${USER};
      end if;
    end $$`);
});

let cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups) await cleanup();
  cleanups = [];
});

async function outcomeOf(place: ServerPlace): Promise<string> {
  try {
    const db = await openDatabase(place);
    cleanups.push(() => db.destroy());
    return 'opened';
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    expect(error.message).not.toContain(PASSWORD);
    return `${error.reason}: ${error.message}`;
  }
}

const withPassword = (password: string | null): ServerPlace => ({
  ...serverPlace(USER),
  password: password === null ? null : new Secret(password),
});

describe('who connects', () => {
  test('gives the password', async () => {
    expect(await outcomeOf(withPassword(PASSWORD))).toBe('opened');
  });

  test.each([
    ['a wrong password', () => withPassword('wrong'), /DATABASE_PASSWORD/],
    [
      'a database that is not there',
      () => ({ ...serverPlace('postgres'), database: 'nowhere' }),
      /create it/,
    ],
    ['a user who is not there', () => serverPlace('nobody_here'), /user/],
  ])('is told what is wrong with %s', async (_name, place, says) => {
    const outcome = await outcomeOf(place());
    expect(outcome).toMatch(/^refused: postgres:\/\//);
    expect(outcome).toMatch(says);
  });

  test('is told that nobody answers', async () => {
    expect(await outcomeOf({ ...serverPlace('postgres'), port: 1 })).toMatch(/^away: .*ECONNREFUSED/);
  });

  test('is told that it may make no tables', async () => {
    const database = await newTestDatabase();
    cleanups.push(database.remove);
    const place = database.place as ServerPlace;
    await administer(`revoke create on schema ${place.user} from ${place.user};
      alter schema ${place.user} owner to postgres; grant usage on schema ${place.user} to ${place.user}`);
    expect(await outcomeOf(place)).toMatch(/^refused: .*owner/);
  });
});

describe('an encrypted connection', () => {
  const over = (host: string, tls: ServerTls): ServerPlace => ({ ...withPassword(PASSWORD), host, tls });

  test.each<readonly [string, string, ServerTls, RegExp]>([
    ['to whoever answers', '127.0.0.1', { verify: 'nothing', authority: null }, /^opened$/],
    [
      'to who has the authority’s certificate',
      '127.0.0.1',
      { verify: 'authority', authority: AUTHORITY },
      /^opened$/,
    ],
    ['to the host itself', 'localhost', { verify: 'authority_and_host', authority: AUTHORITY }, /^opened$/],
    [
      'not to another host',
      '127.0.0.1',
      { verify: 'authority_and_host', authority: AUTHORITY },
      /^refused: .*another host/,
    ],
    [
      'not without the authority',
      'localhost',
      { verify: 'authority', authority: null },
      /^refused: .*sslrootcert/,
    ],
    [
      'not without it, to the host either',
      'localhost',
      { verify: 'authority_and_host', authority: null },
      /^refused: .*sslrootcert/,
    ],
  ])('%s', async (_name, host, tls, expected) => {
    expect(await outcomeOf(over(host, tls))).toMatch(expected);
  });

  test('is encrypted', async () => {
    const place = over('127.0.0.1', { verify: 'authority', authority: AUTHORITY });
    expect(await outcomeOf(place)).toBe('opened');
    const sessions = await administer(`
      select distinct ssl from pg_stat_ssl join pg_stat_activity using (pid) where usename = '${USER}'`);
    expect(sessions).toEqual([{ ssl: true }]);
  });
});

describe('a database of another version of the bot', () => {
  test('that is older is copied for a dry run as it was, and left alone', async () => {
    const database = await newTestDatabase();
    cleanups.push(database.remove);
    const db = await databaseWithAccount(database.place);
    await addUser(db, 'jane.doe');
    await db.destroy();
    const { user } = database.place as ServerPlace;
    // As the first version had it.
    await administer(`
      drop table ${user}.relocation, ${user}.alarm;
      delete from ${user}.kysely_migration where name > '2026-11-24-initial'`);
    const before = await tablesOf(user);
    const copy = await openScratchCopy(database.place);
    cleanups.push(() => copy.destroy());
    expect(await copy.selectFrom('ramUser').select('userName').execute()).toEqual([{ userName: 'jane.doe' }]);
    expect(await copy.selectFrom('relocation').selectAll().execute()).toEqual([]);
    expect(await tablesOf(user)).toEqual(before);
  });
});

async function tablesOf(schema: string): Promise<readonly unknown[]> {
  return administer(`select tablename from pg_tables where schemaname = '${schema}' order by 1`);
}

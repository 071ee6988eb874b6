import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Secret } from '../../src/config/secret.ts';
import { type Database, databaseOn, dialectOf, openDatabase } from '../../src/store/database.ts';
import { DatabaseError } from '../../src/store/database-error.ts';
import type { ServerPlace, ServerTls } from '../../src/store/database-place.ts';
import { migrateLike } from '../../src/store/migrations.ts';
import { openForReading } from '../../src/store/open-for-reading.ts';
import { openScratchCopy } from '../../src/store/scratch-copy.ts';
import { ACCOUNT } from '../store/filled-database.ts';
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
    const { user } = database.place as ServerPlace;
    const old = databaseOn(dialectOf(database.place));
    await migrateLike(old, ['2026-11-24-initial']);
    await old.destroy();
    await administer(`insert into ${user}.account (account_id, login_mfa_mode, facts_at, first_seen_at, watched)
      values ('${ACCOUNT}', 'independent', 1, 1, 1)`);
    const before = await tablesOf(user);
    const copy = await openScratchCopy(database.place);
    cleanups.push(() => copy.destroy());
    expect(await copy.selectFrom('account').select('accountId').execute()).toEqual([{ accountId: ACCOUNT }]);
    expect(await copy.selectFrom('relocation').selectAll().execute()).toEqual([]);
    expect(await tablesOf(user)).toEqual(before);
    // And brought up to date by whoever works on it.
    const db = await openDatabase(database.place);
    cleanups.push(() => db.destroy());
    expect(await db.selectFrom('account').select('accountId').execute()).toEqual([{ accountId: ACCOUNT }]);
  });
});

describe('a database that another program shares', () => {
  /** As programs do that make tables for a moment, in schemas everybody may look into. */
  async function makeAndDropTables(signal: AbortSignal): Promise<void> {
    const columns = Array.from({ length: 40 }, (_, index) => `c${index} serial`).join(', ');
    await administer(
      'create schema if not exists another_program; grant usage on schema another_program to public',
    );
    while (!signal.aborted) {
      await administer(`create table another_program.scratch (${columns})`);
      await administer('drop table another_program.scratch');
    }
  }

  test('is opened whatever comes and goes there', async () => {
    const ended = new AbortController();
    const others = makeAndDropTables(ended.signal);
    try {
      const outcomes: string[] = [];
      for (let n = 0; n < 100; n += 1) outcomes.push(await outcomeOf(withPassword(PASSWORD)));
      expect([...new Set(outcomes)]).toEqual(['opened']);
    } finally {
      ended.abort();
      await others;
    }
  });
});

async function tablesOf(schema: string): Promise<readonly unknown[]> {
  return administer(`select tablename from pg_tables where schemaname = '${schema}' order by 1`);
}

test('who exports has ten minutes between two pages, who works on the database ten seconds', async () => {
  const { place, remove } = await newTestDatabase();
  const db = await openDatabase(place);
  const reading = await openForReading(place);
  cleanups.push(
    () => reading.destroy(),
    () => db.destroy(),
    remove,
  );
  const idleFor = async (store: Database) => {
    const asked = sql<{
      idle: string;
    }>`select current_setting('idle_in_transaction_session_timeout') as idle`;
    return (await store.readSnapshot((snapshot) => asked.execute(snapshot))).rows.map(({ idle }) => idle);
  };
  expect(await Promise.all([reading, db].map(idleFor))).toEqual([['10min'], ['10s']]);
});

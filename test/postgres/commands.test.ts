import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/store/database.ts';
import type { ServerPlace } from '../../src/store/database-place.ts';
import {
  CORP,
  type Ended,
  endOf,
  type Surroundings,
  saying,
  startSurroundings,
  WorkingFolder,
} from '../command-line/program.ts';
import { newTestDatabase, type TestDatabase } from '../store/test-database.ts';

let around: Surroundings;
let folder: WorkingFolder;
let database: TestDatabase;

beforeAll(async () => {
  const users = [{ userName: 'jane.doe', loginProfile: {} }];
  around = await startSurroundings([{ accountId: CORP, alias: 'corp', users }]);
});
afterAll(() => around.stop());
beforeEach(async () => {
  folder = new WorkingFolder();
  database = await newTestDatabase();
});
afterEach(async () => {
  await folder.remove();
  await database.remove();
});

const variables = (more: Readonly<Record<string, string>> = {}) => ({
  ...around.ramVariables,
  ...around.slackVariables,
  DATABASE_URL: database.url,
  ...more,
});
const run = (...argv: readonly string[]): Promise<Ended> => folder.run(argv, variables());

async function serving() {
  const child = folder.spawn(['serve'], variables());
  const ended = endOf(child);
  await saying(child, /"msg":"started"/);
  return { child, ended };
}

const rowsOf = async (table: 'auditRun' | 'ramUser') => {
  const db = await openDatabase(database.place);
  const rows = await db.selectFrom(table).selectAll().execute();
  await db.destroy();
  return rows.length;
};

describe('on a server', { timeout: 120_000 }, () => {
  test('a dry run writes nothing, and runs beside serve; an audit does not', async () => {
    expect((await run('audit', '--dry-run')).code).toBe(0);
    const { child, ended } = await serving();
    expect((await run('audit', '--dry-run', '--json')).code).toBe(0);
    const refused = await run('audit');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(`pid ${child.pid}`);
    expect(refused.stderr).toContain('/mfa audit');
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
    const before = await rowsOf('auditRun');
    expect((await run('audit')).code).toBe(0);
    expect(await rowsOf('auditRun')).toBe(before + 1);
  });

  test('a dry run of what is not there yet leaves no table behind', async () => {
    expect((await run('audit', '--dry-run')).code).toBe(0);
    expect(await tableNames()).toEqual([]);
  });

  test('doctor says where it is and who works on it', async () => {
    const { child } = await serving();
    const { stdout } = await run('doctor');
    expect(stdout).toContain(database.url);
    expect(stdout).toContain(`pid ${child.pid}`);
  });

  test.each([
    ['a database that is not there', () => database.url.replace(/[^/]+$/, 'nowhere'), /create it/],
    ['a user who is not known', () => database.url.replace(/test_\w+/, 'nobody'), /user/],
  ])('serve ends with 2 and one sentence for %s', async (_name, url, says) => {
    const { code, stderr } = await folder.run(['serve'], variables({ DATABASE_URL: url() }));
    const lines = stderr.trim().split('\n');
    expect({ code, last: lines.at(-1) }).toEqual({ code: 2, last: expect.stringMatching(says) });
    expect(stderr).not.toContain('    at ');
  });
});

async function tableNames(): Promise<readonly string[]> {
  const { administer } = await import('../store/test-database.ts');
  const { user } = database.place as ServerPlace;
  const rows = await administer(`select tablename as name from pg_tables where schemaname = '${user}'`);
  return rows.map(({ name }) => String(name));
}

describe('database copy', { timeout: 120_000 }, () => {
  test('moves an installation, after which serve there ends with 2 and says where to', async () => {
    const file = { DATABASE_URL: 'file:./mfa.db' };
    expect((await folder.run(['audit'], variables(file))).code).toBe(0);
    const moved = await run('database', 'copy', '--from', 'file:./mfa.db', '--to', database.url);
    expect(moved).toMatchObject({ code: 0, stdout: expect.stringContaining(database.url) });
    expect(await rowsOf('ramUser')).toBeGreaterThan(0);
    const stale = await folder.run(['serve'], variables(file));
    expect(stale).toMatchObject({ code: 2, stderr: expect.stringContaining(database.url) });
    expect((await run('audit')).code).toBe(0);
  });

  test('is refused while serve works on a side', async () => {
    const { child } = await serving();
    const { code, stderr } = await run('database', 'copy', '--from', database.url, '--to', 'file:./mfa.db');
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(`pid ${child.pid}`) });
  });

  test.each([
    ['no side', []],
    ['one side', ['--from', 'file:./mfa.db']],
    ['a side that is none', ['--from', 'file:./mfa.db', '--to', 'mysql://db/mfa']],
    ['a password in it', ['--from', 'file:./mfa.db', '--to', 'postgres://bot:hunter2@db/mfa']],
    ['something else', ['--from', 'file:./mfa.db', '--to', 'file:./b.db', 'more']],
  ])('ends with 2 for %s', async (_name, words) => {
    const { code, stderr } = await run('database', 'copy', ...words);
    expect(code).toBe(2);
    expect(stderr).not.toContain('hunter2');
  });
});

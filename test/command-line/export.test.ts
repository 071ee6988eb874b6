import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { appendFile, mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordActivity } from '../../src/store/activity.ts';
import { databaseOn, dialectOf, openDatabase } from '../../src/store/database.ts';
import { migrateLike } from '../../src/store/migrations.ts';
import { WorkingFolder } from './program.ts';

const folder = new WorkingFolder();
const place = { kind: 'file', path: `${folder.path}/mfa.db` } as const;
const run = (...argv: readonly string[]) =>
  folder.run(argv, { DATABASE_URL: `file:${place.path}`, TIMEZONE: 'Asia/Shanghai' });
const OCTOBER = ['export', '--from', '2026-10-01', '--to', '2026-10-31'];

beforeAll(async () => {
  const db = await openDatabase(place);
  await recordActivity(db, Date.UTC(2026, 9, 2), [{ kind: 'paused' }]);
  await db.destroy();
});
afterAll(() => folder.remove());

test('a period without an audit is exported and says so, and the export verifies alone', async () => {
  const ended = await run(...OCTOBER);
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  expect(ended.stdout).toContain('No audit was made');
  const out = `${folder.path}/ram-mfa-2026-10-01-2026-10-31`;
  const manifest = createHash('sha256')
    .update(await readFile(`${out}/manifest.json`))
    .digest('hex');
  expect(ended.stdout).toContain(`SHA-256 of the manifest: ${manifest}\n`);
  const verify = () => folder.run(['activity', 'verify', '--export', out], { DATABASE_URL: 'file:none.db' });
  expect(await verify()).toMatchObject({ code: 0 });
  await appendFile(`${out}/README.txt`, '\n');
  const changed = await verify();
  expect(changed.code).toBe(1);
  expect(changed.stdout).toContain('README.txt was changed');
});

test('a folder that exists is left as it is', async () => {
  await mkdir(`${folder.path}/there`);
  const ended = await run(...OCTOBER, '--out', 'there');
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain('exists already');
  expect(existsSync(`${folder.path}/there/manifest.json`)).toBe(false);
});

test.each([
  [['export', '--from', '2026-10-02', '--to', '2026-10-01'], /after/],
  [['export', '--from', '2026-02-30', '--to', '2026-10-01'], /2026-02-30 is not a day/],
  [['export', '--from', '2026-10-01'], /--to/],
  [[...OCTOBER, '--format', 'xml'], /csv, json, ocsf/],
  [[...OCTOBER, '--out', 'no/such/folder'], /no folder/],
])('%j is not understood, and 2', async (argv, says) => {
  const ended = await run(...argv);
  expect(ended.code).toBe(2);
  expect(ended.stderr).toMatch(says);
});

const LIMIT_KB = 64;

test('a disk that is full halfway leaves no manifest, says so, and 1', async () => {
  const path = `${folder.path}/long.db`;
  const db = await openDatabase({ kind: 'file', path });
  const rows = Array.from({ length: 600 }, () => ({ kind: 'paused', detail: 'x'.repeat(40) }) as const);
  await recordActivity(db, Date.UTC(2026, 9, 2), rows);
  await db.destroy();
  const variables = { DATABASE_URL: `file:${path}`, NODE_COMPILE_CACHE: '' };
  const limited = ['bash', '-c', `ulimit -f ${LIMIT_KB}; exec "$@"`, 'bash'];
  const ended = await folder.run([...OCTOBER, '--out', 'full'], variables, limited);
  expect(ended.stderr).toMatch(/could not be finished \(EFBIG\) and has no manifest: remove .*full/);
  expect(ended.code).toBe(1);
  const written = await readdir(`${folder.path}/full`);
  expect(written).toContain('activity.csv');
  expect(written).not.toContain('manifest.json');
  expect((await stat(`${folder.path}/full/activity.csv`)).size).toBeLessThanOrEqual(LIMIT_KB * 1024);
  const verified = await folder.run(['activity', 'verify', '--export', `${folder.path}/full`], variables);
  expect(verified.code).toBe(1);
});

test('a database of an older version is left as it is, and says what to do', async () => {
  const older = { kind: 'file', path: `${folder.path}/older.db` } as const;
  const db = databaseOn(dialectOf(older));
  await migrateLike(db, ['2026-11-24-initial']);
  await db.destroy();
  const ended = await folder.run([...OCTOBER, '--out', 'of-older'], { DATABASE_URL: `file:${older.path}` });
  expect(ended.code).toBe(1);
  expect(ended.stderr).toContain('start the bot once, which brings it up to date');
  expect(existsSync(`${folder.path}/of-older`)).toBe(false);
});

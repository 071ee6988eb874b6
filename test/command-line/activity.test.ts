import SqliteDatabase from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordActivity } from '../../src/store/activity.ts';
import { findActivityHead } from '../../src/store/activity-chain.ts';
import { openDatabase } from '../../src/store/database.ts';
import { forgetBefore } from '../../src/store/retention.ts';
import { WorkingFolder } from './program.ts';

const folder = new WorkingFolder();
const place = { kind: 'file', path: `${folder.path}/mfa.db` } as const;
const verify = (...options: readonly string[]) =>
  folder.run(['activity', 'verify', ...options], { DATABASE_URL: `file:${place.path}` });
let head: string;

beforeAll(async () => {
  const db = await openDatabase(place);
  for (let row = 1; row <= 3; row += 1)
    await recordActivity(db, Date.UTC(2026, 9, row), [{ kind: 'paused' }]);
  head = (await findActivityHead(db))?.hash ?? '';
  await db.destroy();
});
afterAll(() => folder.remove());

test('a record as it was written is told with its head, and 0', async () => {
  const ended = await verify();
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  expect(ended.stdout).toContain('3 rows');
  expect(ended.stdout).toContain(head);
});

test('a head that was kept is found; another one is not, and 1', async () => {
  expect(await verify('--head', head)).toMatchObject({ code: 0 });
  const other = await verify('--head', 'a'.repeat(64));
  expect(other.code).toBe(1);
  expect(other.stdout).toContain('is not in it');
});

test.each([
  [['--head', 'short'], /64 characters/],
  [['--heed', 'a'], /--heed/],
  [['all'], /verify/],
])('%j is not understood, and 2', async (options, says) => {
  const ended = await verify(...options);
  expect(ended.code).toBe(2);
  expect(ended.stderr).toMatch(says);
});

test('where there is no database it makes none, and says where it looked', async () => {
  const ended = await folder.run(['activity', 'verify'], { DATABASE_URL: 'file:none/mfa.db' });
  expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining('none/mfa.db') });
});

test('a head whose row was forgotten is told as such, and 0', async () => {
  const db = await openDatabase(place);
  const first = await db
    .selectFrom('activity')
    .select('hash')
    .orderBy('activityId')
    .executeTakeFirstOrThrow();
  await forgetBefore(db, Date.UTC(2026, 9, 2), Date.UTC(2027, 10, 6));
  await db.destroy();
  const ended = await verify('--head', first.hash);
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  expect(ended.stdout).toContain(`${first.hash} is of a row of 2026-10-01`);
  expect(ended.stdout).toMatch(/forgotten by RETENTION_DAYS on 2027-11-06/);
});

test('a changed row is named, and 1', async () => {
  const sqlite = new SqliteDatabase(place.path);
  sqlite.exec(
    `drop trigger activity_is_append_only; update activity set kind = 'resumed' where activity_id = 2`,
  );
  sqlite.close();
  const ended = await verify();
  expect(ended.code).toBe(1);
  expect(ended.stdout).toContain('Row 2 ');
});

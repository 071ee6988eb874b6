import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { type Database, databaseOn, dialectOf } from '../../src/store/database.ts';
import { executedMigrations, migrateLike } from '../../src/store/migrations.ts';
import { isSound, verifyActivity } from '../../src/store/verify-activity.ts';
import { allRows } from '../store/all-rows.ts';
import { isOnServer, newTestDatabase } from '../store/test-database.ts';
import { stageOn } from '../upgrades/small-company.ts';
import { countOn, takeBack } from '../upgrades/take-back.ts';
import { ADMIN, JANE, OTHER_ADMIN, SAM, WEI } from './rehearsal.ts';

const TEST_TIMEOUT_MS = 240_000;
const DATA = join(import.meta.dirname, '../upgrades/data');
/** The migration that worked last on each. */
const VERSIONS = readdirSync(DATA)
  .map((file) => file.replace('.sql', ''))
  .sort();

/** As that version left it. */
async function databaseOf(version: string) {
  const { place, url, remove } = await newTestDatabase();
  const db = databaseOn(dialectOf(place));
  onTestFinished(async () => {
    await db.destroy();
    await remove();
  });
  await migrateLike(db, [version]);
  const statements = readFileSync(join(DATA, `${version}.sql`), 'utf8').split(';\n');
  for (const statement of statements.slice(0, -1)) await sql.raw(statement).execute(db);
  if (isOnServer()) await countOn(db);
  return { db, url, place };
}

const countsIn = async (db: Database) =>
  Object.fromEntries([...(await allRows(db))].map(([table, rows]) => [table, rows.length]));

/** Whoever was told before is told what is next, Eve for the first time; Sam, the admins and who is exempt hear nothing. */
const TOLD = [
  [expect.stringMatching(/^Reminder: MFA is still missing for jane/)],
  [],
  [expect.stringMatching(/^提醒：wei/)],
  [expect.stringMatching(/^MFA is missing for eve/)],
  [expect.stringMatching(/^Reminder: MFA is still missing for vendor/)],
  [],
];

/** Goes on with it for two days: what each of them is told from then on. */
async function goOn(url: string) {
  const stage = await stageOn(url, '2026-03-04T10:00', true);
  try {
    for (const at of ['04T10:00', '04T10:30', '05T09:10', '05T09:35', '05T16:00']) {
      stage.clock.leapTo(Date.parse(`2026-03-${at}:00+08:00`));
      await stage.app.runDueJobs();
    }
    const { messagesTo, channelMessages } = stage.hands('slack');
    const told = [JANE, SAM, WEI, 'U0EVE', OTHER_ADMIN, ADMIN].map((who) =>
      messagesTo(who).map(({ summary }) => summary),
    );
    return { told, channel: channelMessages().map(({ summary }) => summary) };
  } finally {
    await stage.stop();
  }
}

test('each version but the last has its data', async () => {
  const { place, remove } = await newTestDatabase();
  const db = databaseOn(dialectOf(place));
  await db.bringUpToDate();
  const needed = (await executedMigrations(db)).slice(0, -1);
  const missing = needed.filter((version) => !VERSIONS.includes(version));
  expect(missing, 'npx -s node test/upgrades/write-data.ts --all').toEqual([]);
  await db.destroy();
  await remove();
});

test.each(VERSIONS)(
  'what %s left is brought up to date, and nobody is told twice',
  {
    timeout: TEST_TIMEOUT_MS,
  },
  async (version) => {
    const { db, url } = await databaseOf(version);
    const before = await countsIn(db);
    await db.bringUpToDate();
    const { metered_call: retired, kysely_migration: _, ...kept } = before;
    expect(await countsIn(db)).toMatchObject(
      'activity_head' in before ? kept : { ...kept, activity: Number(kept.activity) + 1 },
    );
    if (retired !== undefined) {
      const used = await db.selectFrom('monthUse').select('used').where('chat', '=', 'dingtalk').execute();
      expect(used).toEqual([{ used: 41 }]);
    }
    const { told, channel } = await goOn(url);
    expect(told).toEqual(TOLD);
    expect(channel.map((words) => words.slice(0, 21))).toEqual([
      'MFA report 2026-03-04',
      'MFA report 2026-03-05',
    ]);
    expect(isSound(await verifyActivity(db, null))).toBe(true);
  },
);

test('what is there now can be taken back to the oldest version, and nothing that one knew is lost on the way', async () => {
  const [oldest = '', newest = ''] = [VERSIONS.at(0), VERSIONS.at(-1)];
  const { db, place } = await databaseOf(newest);
  await db.bringUpToDate();
  const before = await countsIn(db);
  await takeBack(place, oldest);
  expect(await executedMigrations(db)).toEqual([oldest]);
  await db.bringUpToDate();
  const { case_file, notice, activity } = before;
  // The chain of what was done begins anew, and says so.
  expect(await countsIn(db)).toMatchObject({ case_file, notice, activity: Number(activity) + 1 });
  expect(isSound(await verifyActivity(db, null))).toBe(true);
});

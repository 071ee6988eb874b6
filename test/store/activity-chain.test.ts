import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { recordActivity } from '../../src/store/activity.ts';
import { findActivityHead } from '../../src/store/activity-chain.ts';
import { type Database, databaseOn, dialectOf, openDatabase } from '../../src/store/database.ts';
import { migrateLike } from '../../src/store/migrations.ts';
import { forgetBefore } from '../../src/store/retention.ts';
import { verifyActivity } from '../../src/store/verify-activity.ts';
import { databaseWithAccount, JANE, NOW } from './filled-database.ts';
import { isOnServer, newTestDatabase, type TestDatabase } from './test-database.ts';

const DAY_MS = 24 * 3_600_000;
const ADMIN = { chat: 'slack', memberId: 'UADMIN' } as const;

let database: TestDatabase;
let db: Database;

beforeEach(async () => {
  database = await newTestDatabase();
  db = await databaseWithAccount(database.place);
});

afterEach(async () => {
  await db.destroy();
  await database.remove();
});

/** A row a day; the first is of NOW. */
async function addRows(count: number): Promise<void> {
  for (let day = 0; day < count; day += 1) {
    await recordActivity(db, NOW + day * DAY_MS, [
      { kind: 'enforce_confirmed', actor: ADMIN, ...JANE, detail: `row ${day}` },
    ]);
  }
}

async function run(statement: string): Promise<void> {
  await sql.raw(statement).execute(db as never);
}

test('rows that an older version wrote become the beginning of the chain', async () => {
  const older = await newTestDatabase();
  const old = databaseOn(dialectOf(older.place));
  await migrateLike(old, ['2026-11-30-admin']);
  await sql`insert into activity (at, kind, actor_chat, actor_member_id, detail) values
    (${NOW}, 'paused', 'slack', 'UADMIN', 'lunch'), (${NOW + 1}, 'resumed', null, null, null)`.execute(old);
  await old.destroy();
  const upgraded = await openDatabase(older.place);
  onTestFinished(async () => {
    await upgraded.destroy();
    await older.remove();
  });
  const rows = await upgraded
    .selectFrom('activity')
    .select(['activityId', 'kind'])
    .orderBy('activityId')
    .execute();
  expect(rows.map(({ kind }) => kind)).toEqual(['paused', 'resumed', 'chain_started']);
  await recordActivity(upgraded, NOW + 2, [{ kind: 'paused', actor: ADMIN }]);
  expect(await verifyActivity(upgraded, null)).toMatchObject({ rows: 4, faultCount: 0, isCut: false });
});

/** As somebody with the rights of the bot could. */
async function tamper(...statements: readonly string[]): Promise<void> {
  await run(`drop trigger activity_is_append_only${isOnServer() ? ' on activity' : ''}`);
  for (const statement of statements) await run(statement);
}

const SOURCE = resolve(import.meta.dirname, '../../src');

/** 40 rows, by a process of its own. */
async function writeElsewhere(): Promise<void> {
  const program = `
    import { recordActivity } from '${SOURCE}/store/activity.ts';
    import { connectDatabase } from '${SOURCE}/store/database.ts';
    const db = connectDatabase(${JSON.stringify(database.place)});
    for (let turn = 0; turn < 20; turn += 1)
      await recordActivity(db, ${NOW}, [{ kind: 'paused' }, { kind: 'resumed' }]);
    await db.destroy();`;
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program]);
}

const COLUMNS =
  'at, kind, actor_chat, actor_member_id, actor_salt, actor_digest, account_id, user_id, detail, detail_salt, detail_digest, hash';

describe('the chained record', () => {
  test('holds as it was written, and each earlier head is in it', async () => {
    await addRows(3);
    const kept = (await findActivityHead(db))?.hash ?? '';
    await addRows(2);
    expect(await verifyActivity(db, kept)).toMatchObject({
      rows: 5,
      faultCount: 0,
      isCut: false,
      isKeptHashKnown: true,
    });
    expect(await verifyActivity(db, 'f'.repeat(64))).toMatchObject({ isKeptHashKnown: false });
  });

  test.each([
    ['a changed kind', `update activity set kind = 'paused' where activity_id = 3`, [3], 'broken'],
    ['a changed time', `update activity set at = at + 1 where activity_id = 3`, [3], 'broken'],
    [
      'another actor',
      `update activity set actor_member_id = 'UOTHER' where activity_id = 3`,
      [3],
      'value_changed',
    ],
    ['another text', `update activity set detail = 'x' where activity_id = 3`, [3], 'value_changed'],
    [
      'a value without its salt',
      `update activity set detail_salt = null where activity_id = 3`,
      [3],
      'value_changed',
    ],
    ['a removed row', `delete from activity where activity_id = 3`, [4], 'broken'],
    ['the first one removed', `delete from activity where activity_id = 1`, [2], 'broken'],
  ])('%s is found', async (_name, statement, rows, fault) => {
    await addRows(5);
    await tamper(statement);
    const verdict = await verifyActivity(db, null);
    expect(verdict.faults.map(({ activityId }) => activityId)).toEqual(rows);
    expect(verdict.faults[0]?.fault).toBe(fault);
  });

  test('two rows that changed places are found', async () => {
    await addRows(4);
    await tamper(
      `update activity set activity_id = 100 where activity_id = 2`,
      `update activity set activity_id = 2 where activity_id = 3`,
      `update activity set activity_id = 3 where activity_id = 100`,
    );
    expect((await verifyActivity(db, null)).faults.map(({ activityId }) => activityId)).toEqual([2, 3, 4]);
  });

  test('an added row is found', async () => {
    await addRows(2);
    await tamper(
      `insert into activity (activity_id, ${COLUMNS}) select 3, ${COLUMNS} from activity where activity_id = 2`,
    );
    expect((await verifyActivity(db, null)).faults.map(({ activityId }) => activityId)).toEqual([3]);
  });

  test.each([0, -7])('a row that was added before the first is found, numbered %d', async (number) => {
    await addRows(2);
    await tamper(
      `insert into activity (activity_id, ${COLUMNS}) select ${number}, ${COLUMNS} from activity where activity_id = 2`,
    );
    expect((await verifyActivity(db, null)).faults[0]).toMatchObject({ activityId: number, fault: 'broken' });
  });

  test('a cut end is found by the head, and by a kept one where the head was cut too', async () => {
    await addRows(4);
    const kept = (await findActivityHead(db))?.hash ?? '';
    await tamper(`delete from activity where activity_id = 4`);
    expect(await verifyActivity(db, null)).toMatchObject({ faultCount: 0, isCut: true });
    await run(`update activity_head set rows = 3, activity_id = 3,
      hash = (select hash from activity where activity_id = 3)`);
    expect(await verifyActivity(db, null)).toMatchObject({ faultCount: 0, isCut: false });
    expect(await verifyActivity(db, kept)).toMatchObject({ isKeptHashKnown: false });
  });

  test('forgets from the front only, and says where it begins since then', async () => {
    await addRows(5);
    const second = await db
      .selectFrom('activity')
      .select('hash')
      .where('activityId', '=', 2)
      .executeTakeFirstOrThrow();
    await forgetBefore(db, NOW + 2 * DAY_MS, NOW + 400 * DAY_MS);
    await forgetBefore(db, NOW + 3 * DAY_MS, NOW + 401 * DAY_MS);
    const verdict = await verifyActivity(db, second.hash);
    expect(verdict).toMatchObject({ rows: 2, faultCount: 0, isCut: false, isKeptHashKnown: true });
    expect(verdict.anchor).toMatchObject({ activityId: 3, rows: 3, lastAt: NOW + 2 * DAY_MS });
    expect(verdict.keptAnchor).toMatchObject({ activityId: 2, rows: 2, lastAt: NOW + DAY_MS });
  });

  test('goes on where all of it was forgotten', async () => {
    await addRows(2);
    await forgetBefore(db, NOW + 100 * DAY_MS, NOW + 400 * DAY_MS);
    await recordActivity(db, NOW + 401 * DAY_MS, [{ kind: 'paused', actor: ADMIN }]);
    expect(await verifyActivity(db, null)).toMatchObject({ rows: 1, faultCount: 0, isCut: false });
  });

  test('a row written late keeps what stands behind it', async () => {
    await recordActivity(db, NOW + DAY_MS, [{ kind: 'paused' }]);
    await recordActivity(db, NOW, [{ kind: 'resumed' }]);
    await forgetBefore(db, NOW + 1, NOW + 400 * DAY_MS);
    expect(await verifyActivity(db, null)).toMatchObject({ rows: 2, faultCount: 0, isCut: false });
  });

  test('can be erased in its personal values and holds; nothing else of it can be changed', async () => {
    await addRows(3);
    await db
      .updateTable('activity')
      .set({ actorMemberId: null, actorSalt: null, detail: null, detailSalt: null })
      .where('activityId', '=', 2)
      .execute();
    expect(await verifyActivity(db, null)).toMatchObject({ rows: 3, faultCount: 0 });
    const restored = db.updateTable('activity').set({ detail: 'other' }).where('activityId', '=', 2);
    await expect(restored.execute()).rejects.toThrow('append-only');
    const rechained = run(`update activity set actor_digest = null where activity_id = 3`);
    await expect(rechained).rejects.toThrow('append-only');
  });

  test('two processes that write at once make one chain', async () => {
    await Promise.all([writeElsewhere(), writeElsewhere()]);
    expect(await verifyActivity(db, null)).toMatchObject({ rows: 80, faultCount: 0, isCut: false });
  });

  test('holds what no database keeps as it is', async () => {
    await recordActivity(db, NOW + 0.5, [{ kind: 'paused', detail: 'nul \0 and half \ud800 a letter' }]);
    expect(await verifyActivity(db, null)).toMatchObject({ rows: 1, faultCount: 0, isCut: false });
  });
});

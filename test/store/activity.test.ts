import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { countActivityOfUser, listActivityOfUser, recordActivity } from '../../src/store/activity.ts';
import type { Database } from '../../src/store/database.ts';
import { addUser, databaseWithAccount, JANE, NOW } from './filled-database.ts';
import { newTestDatabase, type TestDatabase } from './test-database.ts';

let database: TestDatabase;
let db: Database;

beforeEach(async () => {
  database = await newTestDatabase();
  db = await databaseWithAccount(database.place);
  await addUser(db, 'jane.doe');
});

afterEach(async () => {
  await db.destroy();
  await database.remove();
});

const ADMIN = { chat: 'slack', memberId: 'UADMIN' } as const;

describe('the record of who did what', () => {
  test('is read newest first, with who did it', async () => {
    await recordActivity(db, NOW, [{ kind: 'case_opened', ...JANE, detail: 'no_device' }]);
    await recordActivity(db, NOW + 1, [{ kind: 'enforce_confirmed', actor: ADMIN, ...JANE }]);
    const rows = await listActivityOfUser(db, JANE, 10);
    expect(rows.map(({ at, kind, actorMemberId, detail }) => ({ at, kind, actorMemberId, detail }))).toEqual([
      { at: NOW + 1, kind: 'enforce_confirmed', actorMemberId: 'UADMIN', detail: null },
      { at: NOW, kind: 'case_opened', actorMemberId: null, detail: 'no_device' },
    ]);
  });

  test('cannot be changed afterwards', async () => {
    await recordActivity(db, NOW, [{ kind: 'paused', actor: ADMIN }]);
    const rewrite = db.updateTable('activity' as never).set({ actor_member_id: 'USOMEBODYELSE' } as never);
    await expect(rewrite.execute()).rejects.toThrow('append-only');
    const rows = await db.selectFrom('activity').select('actorMemberId').execute();
    expect(rows).toEqual([{ actorMemberId: 'UADMIN' }]);
  });

  test('is written with what it records or not at all', async () => {
    const failing = db.inTransaction(async (trx) => {
      await recordActivity(trx, NOW, [{ kind: 'case_opened', ...JANE }]);
      throw new Error('the rest failed');
    });
    await expect(failing).rejects.toThrow('the rest failed');
    expect(await countActivityOfUser(db, JANE)).toBe(0);
  });

  test('takes more at once than a statement does', async () => {
    const many = Array.from({ length: 6000 }, () => ({ kind: 'case_opened', ...JANE }) as const);
    await recordActivity(db, NOW, many);
    expect(await countActivityOfUser(db, JANE)).toBe(6000);
  });
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { countActivityAbout, listActivityAbout, recordActivity } from '../../src/store/activity.ts';
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

const SINCE = { ...JANE, since: NOW };
const ADMIN = { chat: 'slack', memberId: 'UADMIN' } as const;

describe('the record of who did what', () => {
  test('is read newest first, with who did it', async () => {
    await recordActivity(db, NOW, [{ kind: 'case_opened', ...JANE, detail: 'no_device' }]);
    await recordActivity(db, NOW + 1, [{ kind: 'enforce_confirmed', actor: ADMIN, ...JANE }]);
    const rows = await listActivityAbout(db, SINCE, { offset: 0, limit: 10 });
    expect(rows.map(({ at, kind, actorMemberId, detail }) => ({ at, kind, actorMemberId, detail }))).toEqual([
      { at: NOW + 1, kind: 'enforce_confirmed', actorMemberId: 'UADMIN', detail: null },
      { at: NOW, kind: 'case_opened', actorMemberId: null, detail: 'no_device' },
    ]);
  });

  test('tells of a user what was done to everybody since it is there, and of nobody else', async () => {
    const { accountId } = JANE;
    await recordActivity(db, NOW - 1, [{ kind: 'paused', actor: ADMIN }]);
    await recordActivity(db, NOW, [
      { kind: 'account_held', accountId, detail: 'first_seen' },
      { kind: 'account_held', accountId: '9' as typeof accountId, detail: 'first_seen' },
      { kind: 'case_opened', accountId, userId: 'somebody-else' as typeof JANE.userId },
      { kind: 'command_refused', actor: ADMIN, detail: 'pause' },
      { kind: 'resumed', actor: ADMIN },
      { kind: 'case_opened', ...JANE },
    ]);
    const rows = await listActivityAbout(db, SINCE, { offset: 1, limit: 10 });
    expect(rows.map(({ kind }) => kind)).toEqual(['resumed', 'account_held']);
    expect(await countActivityAbout(db, SINCE)).toBe(3);
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
    expect(await countActivityAbout(db, SINCE)).toBe(0);
  });

  test('takes more at once than a statement does', async () => {
    const many = Array.from({ length: 6000 }, () => ({ kind: 'case_opened', ...JANE }) as const);
    await recordActivity(db, NOW, many);
    expect(await countActivityAbout(db, SINCE)).toBe(6000);
  });
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLog } from '../../src/log.ts';
import { listActivityAbout, recordActivity } from '../../src/store/activity.ts';
import { insertCase } from '../../src/store/cases.ts';
import { copyDatabase } from '../../src/store/copy-database.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { type DatabasePlace, placeUrl } from '../../src/store/database-place.ts';
import { DatabaseInUseError } from '../../src/store/process-lock.ts';
import { processLockOf } from '../../src/store/process-lock-of.ts';
import { findRamUser, saveRamUsers } from '../../src/store/ram-users.ts';
import {
  addPlannedNotice,
  addUser,
  addUsers,
  databaseWithAccount,
  JANE,
  keyOf,
  NOW,
  namesOf,
} from '../store/filled-database.ts';
import { TemporaryFolder } from '../store/temporary-folder.ts';
import { administer, newTestDatabase, type TestDatabase } from '../store/test-database.ts';

let folder: TemporaryFolder;
let server: TestDatabase;
let opened: Database[];

beforeEach(async () => {
  folder = new TemporaryFolder();
  server = await newTestDatabase();
  opened = [];
});

afterEach(async () => {
  await Promise.all(opened.map((db) => db.destroy()));
  folder.remove();
  await server.remove();
});

const MEMORY = {
  hadDevice: false,
  unboundSince: null,
  consoleUse: { lastSignInAt: null, profileSince: null },
};
const BY = { startedAt: new Date(NOW), log: createLog('silent') };
const copy = (from: DatabasePlace, to: DatabasePlace) => copyDatabase(from, to, BY);

async function open(place: DatabasePlace): Promise<Database> {
  const db = await openDatabase(place);
  opened.push(db);
  return db;
}

/** An installation that has run for a while. */
async function fill(place: DatabasePlace): Promise<void> {
  const db = await databaseWithAccount(place);
  await addPlannedNotice(db, 'jane.doe');
  await addUsers(db, namesOf(700));
  await recordActivity(db, NOW, [{ kind: 'case_opened', ...JANE }]);
  await recordActivity(db, NOW + 1, [{ kind: 'paused', actor: { chat: 'slack', memberId: 'UADMIN' } }]);
  await db.destroy();
}

async function contentOf(place: DatabasePlace): Promise<unknown> {
  const db = await open(place);
  const tables = ['account', 'ramUser', 'caseFile', 'notice', 'activity'] as const;
  const content = [];
  for (const table of tables) {
    const rows = await db.selectFrom(table).selectAll().execute();
    content.push(rows.map((row) => JSON.stringify(row)).sort());
  }
  return content;
}

describe('a running installation is moved', () => {
  test('from a file to a server, row by row', async () => {
    await fill(folder.place());
    const before = await contentOf(folder.place());
    expect(await copy(folder.place(), server.place)).toMatchObject({
      rows: 1 + 701 + 1 + 1 + 2 + 1,
      isRecordSound: true,
    });
    expect(await contentOf(server.place)).toEqual(before);
  });

  test('and back, also where it came from', async () => {
    await fill(folder.place());
    await copy(folder.place(), server.place);
    await addUser(await open(server.place), 'since.then');
    const before = await contentOf(server.place);
    await copy(server.place, folder.place());
    expect(await contentOf(folder.place())).toEqual(before);
    await expect(openDatabase(server.place)).rejects.toThrow(placeUrl(folder.place()));
    await copy(folder.place(), server.place);
    expect(await contentOf(server.place)).toEqual(before);
  });

  test('and goes on counting where the ids end', async () => {
    await fill(folder.place());
    await copy(folder.place(), server.place);
    const db = await open(server.place);
    await recordActivity(db, NOW + 2, [{ kind: 'resumed', ...JANE }]);
    expect((await listActivityAbout(db, { ...JANE, since: 0 }, { offset: 0, limit: 1 }))[0]?.activityId).toBe(
      3,
    );
    const next = await insertCase(db, keyOf('user-1'), { regressed: false, at: NOW });
    expect(next.caseId).toBe(2);
  });

  test('with what a server takes in no text left out', async () => {
    const db = await databaseWithAccount(folder.place());
    await addUser(db, 'jane.doe');
    const user = { ...(await findRamUser(db, JANE)), displayName: 'Jane\0 Doe' };
    await saveRamUsers(db, [{ user: user as never, memory: MEMORY }], NOW);
    await db.destroy();
    await copy(folder.place(), server.place);
    expect((await findRamUser(await open(server.place), JANE))?.displayName).toBe('Jane Doe');
  });

  test('after which the old one says where to', async () => {
    await fill(folder.place());
    await copy(folder.place(), server.place);
    await expect(openDatabase(folder.place())).rejects.toMatchObject({
      reason: 'moved',
      message: expect.stringContaining(placeUrl(server.place)),
    });
  });

  test('also when it was cut short before the old one was marked', async () => {
    await fill(folder.place());
    await copy(folder.place(), server.place);
    await copy(server.place, folder.place('unmarked.db'));
    await administer(`delete from ${schema()}.relocation`);
    // As after the first copy, but for the mark.
    await copy(folder.place('unmarked.db'), server.place);
    await expect(openDatabase(folder.place('unmarked.db'))).rejects.toMatchObject({ reason: 'moved' });
    expect(await contentOf(server.place)).toBeDefined();
  });
});

const schema = () => (server.place.kind === 'server' ? server.place.user : '');

describe('a copy is refused, and nothing is changed', () => {
  test.each([
    ['the file', () => folder.place()],
    ['the server', () => server.place],
  ])('while somebody works on %s', async (_name, place) => {
    await fill(folder.place());
    const lock = processLockOf(place(), BY);
    await lock.take();
    await expect(copy(folder.place(), server.place)).rejects.toBeInstanceOf(DatabaseInUseError);
    await lock.release();
    await open(folder.place());
    expect(await contentOf(server.place)).toEqual([[], [], [], [], []]);
  });

  test('onto what is not empty', async () => {
    await fill(folder.place());
    await fill(server.place);
    await addUser(await open(server.place), 'somebody.else');
    await expect(copy(folder.place(), server.place)).rejects.toMatchObject({ reason: 'not_empty' });
    await open(folder.place());
  });

  test('onto what was moved elsewhere', async () => {
    await fill(folder.place());
    await fill(server.place);
    await copy(server.place, folder.place('another.db'));
    await expect(copy(folder.place(), server.place)).rejects.toMatchObject({
      reason: 'not_empty',
      message: expect.stringContaining('another.db'),
    });
  });

  test('of what is not there, empty, moved, or the same', async () => {
    await expect(copy(folder.place(), server.place)).rejects.toMatchObject({ reason: 'empty' });
    await (await open(folder.place())).destroy();
    await expect(copy(folder.place(), server.place)).rejects.toMatchObject({ reason: 'empty' });
    await fill(folder.place());
    await expect(copy(folder.place(), folder.place())).rejects.toMatchObject({ reason: 'not_empty' });
    await copy(folder.place(), server.place);
    await expect(copy(folder.place(), folder.place('another.db'))).rejects.toMatchObject({ reason: 'moved' });
  });

  test('where a row does not arrive as it was', async () => {
    await fill(folder.place());
    await openDatabase(server.place).then((db) => db.destroy());
    await administer(`
      create function ${schema()}.spoil() returns trigger language plpgsql as
        $$ begin new.display_name := 'spoilt'; return new; end $$;
      create trigger spoil before insert on ${schema()}.ram_user
        for each row when (new.user_name = 'user-69') execute function ${schema()}.spoil()`);
    await expect(copy(folder.place(), server.place)).rejects.toThrow('nothing was changed');
    await open(folder.place());
    expect(await contentOf(server.place)).toEqual([[], [], [], [], []]);
  });
});

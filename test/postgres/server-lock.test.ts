import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLog } from '../../src/log.ts';
import { connectDatabase, openDatabase } from '../../src/store/database.ts';
import type { ServerPlace } from '../../src/store/database-place.ts';
import { ServerLock } from '../../src/store/server-lock.ts';
import { administer, newTestDatabase, serverPlace, type TestDatabase } from '../store/test-database.ts';
import { type Relay, startRelay } from './relay.ts';

let database: TestDatabase;
let place: ServerPlace;
let relay: Relay;
let locks: ServerLock[];

beforeEach(async () => {
  database = await newTestDatabase();
  place = database.place as ServerPlace;
  relay = await startRelay(place.port);
  locks = [];
});

afterEach(async () => {
  for (const lock of locks) await lock.release();
  await relay.close();
  await database.remove();
});

function newLock(at: ServerPlace = place): ServerLock {
  const lock = new ServerLock(at, { startedAt: new Date(0), log: createLog('silent') });
  locks.push(lock);
  return lock;
}

const throughRelay = (): ServerPlace => ({ ...place, port: relay.port });
const inTime = () => AbortSignal.timeout(60_000);

async function msUntil(happens: Promise<unknown>): Promise<number> {
  const from = performance.now();
  await happens;
  return performance.now() - from;
}

const lossOf = (lock: ServerLock) => once(lock.lost, 'abort', { signal: inTime() });

describe('the lock on a server', () => {
  test('is lost at once when the server ends the session', async () => {
    const lock = newLock();
    await lock.take();
    const lost = lossOf(lock);
    await administer(`
      select pg_terminate_backend(a.pid) from pg_stat_activity a join pg_locks l on l.pid = a.pid
      where l.locktype = 'advisory' and a.usename = '${place.user}'`);
    await lost;
    await newLock().takeTurn(inTime());
  });

  test('is not relied upon four seconds after the last answer, and another has it some seconds later', async () => {
    const lock = newLock(throughRelay());
    await lock.take();
    const lost = msUntil(lossOf(lock));
    const next = msUntil(newLock().takeTurn(inTime()));
    relay.stall();
    const [lostAfter, takenAfter] = [await lost, await next];
    // Whoever held it has stopped before the other begins.
    expect(takenAfter).toBeGreaterThan(lostAfter);
  });

  test('is waited for while the server is down', async () => {
    relay.cut();
    const lock = newLock(throughRelay());
    const taken = lock.takeTurn(inTime());
    await expect(newLock(throughRelay()).take()).rejects.toMatchObject({ reason: 'away' });
    relay.mend();
    await taken;
  });

  test('is not waited for where the server refuses', async () => {
    const nobody = newLock({ ...serverPlace('nobody_of_that_name') });
    await expect(nobody.takeTurn(inTime())).rejects.toMatchObject({ reason: 'refused' });
  });

  test('ends to be waited for when the process is stopped', async () => {
    await newLock().take();
    const stop = new AbortController();
    const waiting = newLock().takeTurn(stop.signal);
    stop.abort();
    await expect(waiting).rejects.toThrow();
  });

  test('is seen by whoever administers the server', async () => {
    await newLock().take();
    const [session] = await administer(`
      select application_name as name from pg_stat_activity where usename = '${place.user}'`);
    expect(session?.name).toMatch(new RegExp(`^ram-mfa-bot/.+/${process.pid}/1970-01-01T00:00:00Z$`));
  });
});

describe('a database on a server', () => {
  test('that is down is said to be away, and works again when it is back', async () => {
    const db = await openDatabase(throughRelay());
    relay.cut();
    await expect(db.selectFrom('account').selectAll().execute()).rejects.toMatchObject({ reason: 'away' });
    relay.mend();
    expect(await db.selectFrom('account').selectAll().execute()).toEqual([]);
    await db.destroy();
  });

  test('that ends a session in the middle of a transaction has done nothing of it', async () => {
    const db = await openDatabase(place);
    const failing = db.inTransaction(async (trx) => {
      await trx
        .insertInto('pause')
        .values({ since: 1, startedBy: 'U', endedAt: null, endedBy: null })
        .execute();
      await administer(
        `select pg_terminate_backend(pid) from pg_stat_activity where usename = '${place.user}'`,
      );
      await trx.selectFrom('pause').selectAll().execute();
    });
    await expect(failing).rejects.toMatchObject({ reason: 'away' });
    expect(await db.selectFrom('pause').selectAll().execute()).toEqual([]);
    await db.destroy();
  });

  test('is let go of while a query still waits for a server that is gone', async () => {
    const db = connectDatabase(throughRelay());
    await db
      .selectFrom('account')
      .selectAll()
      .execute()
      .catch(() => undefined);
    relay.stall();
    const waiting = db.selectFrom('account').selectAll().execute();
    const failed = expect(waiting).rejects.toMatchObject({ reason: 'away' });
    await db.destroy();
    await failed;
  });
});

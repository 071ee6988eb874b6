import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLog } from '../../src/log.ts';
import type { DatabasePlace } from '../../src/store/database-place.ts';
import { DatabaseInUseError, type ProcessLock } from '../../src/store/process-lock.ts';
import { processLockOf } from '../../src/store/process-lock-of.ts';
import { newTestDatabase, type TestDatabase } from './test-database.ts';

const STARTED_AT = new Date('2026-03-02T09:00:00Z');
const MODULES = join(import.meta.dirname, '../../src');

let database: TestDatabase;
let other: TestDatabase;
let locks: ProcessLock[];
let children: ChildProcess[];

beforeEach(async () => {
  [database, other] = await Promise.all([newTestDatabase(), newTestDatabase()]);
  locks = [];
  children = [];
});

afterEach(async () => {
  for (const lock of locks) await lock.release();
  for (const child of children) await kill(child);
  await Promise.all([database.remove(), other.remove()]);
});

function lockOf(place: DatabasePlace = database.place): ProcessLock {
  const lock = processLockOf(place, { startedAt: STARTED_AT, log: createLog('silent') });
  locks.push(lock);
  return lock;
}

/** Another process that holds the lock until it is killed. */
async function otherProcess(): Promise<ChildProcess> {
  const script = `
    import { createLog } from ${JSON.stringify(join(MODULES, 'log.ts'))};
    import { processLockOf } from ${JSON.stringify(join(MODULES, 'store/process-lock-of.ts'))};
    const by = { startedAt: new Date('2026-03-01T08:00:00Z'), log: createLog('silent') };
    globalThis.lock = processLockOf(${JSON.stringify(database.place)}, by);
    await globalThis.lock.take();
    process.stdout.write('held');
    setInterval(() => {}, 60_000);`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  if (child.stdout === null) throw new Error('its output is piped');
  await once(child.stdout, 'data');
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

/** As soon as the server has noticed; a file's is free at once. */
const untilFree = (lock: ProcessLock) => lock.takeTurn(AbortSignal.timeout(15_000));

describe('the lock of the one process that sends', () => {
  test('is refused to a second one, naming host, pid and start of the first', async () => {
    await lockOf().take();
    const refusal = await lockOf()
      .take()
      .catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(DatabaseInUseError);
    const { message } = refusal as Error;
    expect(message).toContain(`host ${hostname().slice(0, 20)}`);
    expect(message).toContain(`pid ${process.pid}, started 2026-03-02T09:00:00`);
  });

  test('is free again once it was released', async () => {
    const lock = lockOf();
    await lock.take();
    await lock.release();
    await untilFree(lockOf());
  });

  test('is held against other processes, and free when the holder is killed', async () => {
    const child = await otherProcess();
    await expect(lockOf().take()).rejects.toThrow(`pid ${child.pid}, started 2026-03-01T08:00:00`);
    await kill(child);
    await untilFree(lockOf());
  });

  test('can be looked at without being taken: who holds it, or nobody', async () => {
    expect(await lockOf().holder()).toBeNull();
    const child = await otherProcess();
    expect(await lockOf().holder()).toContain(`pid ${child.pid}, started 2026-03-01T08:00:00`);
    await kill(child);
    await expect.poll(() => lockOf().holder(), { timeout: 15_000 }).toBeNull();
    await untilFree(lockOf());
  });

  test('is one for each database', async () => {
    await lockOf().take();
    await lockOf(other.place).take();
  });

  test('is not lost while nobody takes it away', async () => {
    const lock = lockOf();
    await lock.take();
    expect(lock.lost.aborted).toBe(false);
    await lock.release();
    expect(lock.lost.aborted).toBe(false);
  });
});

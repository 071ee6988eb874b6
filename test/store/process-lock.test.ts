import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DatabaseInUseError, ProcessLock } from '../../src/store/process-lock.ts';
import { TemporaryFolder } from './filled-database.ts';

const STARTED_AT = new Date('2026-03-02T09:00:00Z');

let folder: TemporaryFolder;
let locks: ProcessLock[];

beforeEach(() => {
  folder = new TemporaryFolder();
  locks = [];
});

afterEach(() => {
  for (const lock of locks) lock.release();
  folder.remove();
});

function acquire(): ProcessLock {
  const lock = ProcessLock.acquire(folder.file(), STARTED_AT);
  locks.push(lock);
  return lock;
}

/** Another process that holds the lock until it is killed. */
async function otherProcess(): Promise<ChildProcess> {
  const lockModule = join(import.meta.dirname, '../../src/store/process-lock.ts');
  const script = `
    import { ProcessLock } from ${JSON.stringify(lockModule)};
    globalThis.lock = ProcessLock.acquire(${JSON.stringify(folder.file())}, new Date('2026-03-01T08:00:00Z'));
    process.stdout.write('held');
    setInterval(() => {}, 60_000);`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

describe('the lock of the one process that sends', () => {
  test('is refused to a second one, naming host, pid and start of the first', () => {
    acquire();
    const error = refusalOf(acquire);
    expect(error).toBeInstanceOf(DatabaseInUseError);
    expect(error.message).toContain(
      `host ${hostname()}, pid ${process.pid}, started 2026-03-02T09:00:00.000Z`,
    );
  });

  test('is free again once it was released', () => {
    acquire().release();
    expect(acquire).not.toThrow();
  });

  test('is held against other processes, and free when the holder is killed', async () => {
    const child = await otherProcess();
    expect(refusalOf(acquire).message).toContain(`pid ${child.pid}, started 2026-03-01T08:00:00.000Z`);
    await kill(child);
    expect(acquire).not.toThrow();
  });

  test('can be looked at without being taken: who holds it, or nobody', async () => {
    const holder = () => ProcessLock.holderOf(folder.file());
    expect(holder()).toBeNull();
    const child = await otherProcess();
    expect(holder()).toContain(`pid ${child.pid}, started 2026-03-01T08:00:00.000Z`);
    await kill(child);
    const before = readdirSync(dirname(folder.file())).sort();
    expect(holder()).toBeNull();
    expect(readdirSync(dirname(folder.file())).sort()).toEqual(before);
    expect(acquire).not.toThrow();
  });

  test('is readable by its owner only', () => {
    acquire();
    for (const suffix of ['.lock', '.lock-holder'])
      expect(statSync(`${folder.file()}${suffix}`).mode & 0o777).toBe(0o600);
  });

  test('is one for each database', () => {
    acquire();
    locks.push(ProcessLock.acquire(folder.file('another.db'), STARTED_AT));
    expect(locks).toHaveLength(2);
  });
});

function refusalOf(attempt: () => unknown): Error {
  try {
    attempt();
  } catch (error) {
    return error as Error;
  }
  throw new Error('the lock was not refused');
}

import { readdirSync, statSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FileLock } from '../../src/store/file-lock.ts';
import { TemporaryFolder } from './temporary-folder.ts';

let folder: TemporaryFolder;

beforeEach(() => {
  folder = new TemporaryFolder();
});

afterEach(() => {
  folder.remove();
});

const newLock = () => new FileLock(folder.place(), new Date('2026-03-02T09:00:00Z'));

describe('the lock beside a database file', () => {
  test('is readable by its owner only', async () => {
    const lock = newLock();
    await lock.take();
    for (const suffix of ['.lock', '.lock-holder'])
      expect(statSync(`${folder.file()}${suffix}`).mode & 0o777).toBe(0o600);
    await lock.release();
  });

  test('is looked at without a trace', async () => {
    const lock = newLock();
    expect(await lock.holder()).toBeNull();
    expect(readdirSync(folder.path)).toEqual([]);
    await lock.take();
    await lock.release();
    const before = readdirSync(folder.path).sort();
    expect(await lock.holder()).toBeNull();
    expect(readdirSync(folder.path).sort()).toEqual(before);
  });
});

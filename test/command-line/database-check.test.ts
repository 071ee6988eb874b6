import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { checkDatabasePlace, networkFileSystem } from '../../src/command-line/database-check.ts';

test.each([
  [0x6969, 'NFS'],
  [0xff534d42, 'CIFS'],
  // As a kernel hands it out that counts in 32 bits with a sign.
  [0xff534d42 | 0, 'CIFS'],
  [0x65735546, 'FUSE'],
  [0xef53, null],
  [0x794c7630, null],
  [0x58465342, null],
])('file system %i: %s', (type, name) => {
  expect(networkFileSystem(type)).toBe(name);
});

test('a folder that is not there is made at the start; a whole path that is not looks like a slip', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mfa-folder-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const about = async (path: string) => {
    const [line] = await checkDatabasePlace({ kind: 'file', path: join(folder, path) });
    return line;
  };
  expect(await about('data/mfa.db')).toMatchObject({ status: 'ok' });
  expect(await about('nowhere/data/mfa.db')).toMatchObject({
    status: 'warning',
    detail: expect.stringContaining('does not exist'),
    remedy: expect.stringContaining('DATABASE_URL'),
  });
});

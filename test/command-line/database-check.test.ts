import { expect, test } from 'vitest';
import { networkFileSystem } from '../../src/command-line/database-check.ts';

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

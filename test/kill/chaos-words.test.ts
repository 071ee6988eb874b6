import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const MAIN = join(import.meta.dirname, '../chaos/main.ts');

test.each([
  ['slack', '--protocol', 'claim'],
  ['slack', '--kills', 'many'],
  ['dingtalk', '--seed', 'x', '--kills', '0'],
  ['slak'],
])('words that are not understood prove nothing: %s %s %s', (...words) => {
  const { status, stdout } = spawnSync(process.execPath, [MAIN, ...words], { encoding: 'utf8' });
  expect(status).toBe(2);
  expect(stdout).toContain('npm run chaos --');
});

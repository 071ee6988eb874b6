import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { BUGS } from './plant-bug.ts';
import { SEED } from './walk.ts';

const LONG_MS = 10 * 60_000;

describe('a mistake in the rules', () => {
  test.each(Object.keys(BUGS))(
    '%s is found',
    async (bug) => {
      const outcome = await chaosWith(bug);
      expect(outcome.stdout).toContain('1 disagreement');
      expect(outcome.stdout).toContain('What happened to');
      expect(outcome.code).toBe(1);
    },
    LONG_MS,
  );
});

/** In a process of its own, since a changed module stays changed. */
async function chaosWith(bug: string): Promise<{ readonly code: number; readonly stdout: string }> {
  const root = join(import.meta.dirname, '../..');
  const walkIt = ['test/chaos/main.ts', 'model', '60', '30', String(SEED)];
  const args = ['--import', './test/walk/plant-bug.ts', ...walkIt];
  const options = { cwd: root, env: { ...process.env, PLANTED_BUG: bug } };
  return promisify(execFile)(process.execPath, args, options).then(
    ({ stdout }) => ({ code: 0, stdout }),
    ({ code, stdout }: { code: number; stdout: string }) => ({ code, stdout }),
  );
}

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stillTakes } from '../../src/command-line/progress.ts';
import { openSurgery, type Surgery } from './doctor-process.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** Of util-linux: gives a program a terminal. */
const HAS_TERMINALS = spawnSync('script', ['--version']).status === 0;
const ESCAPE = '\u001b[';
const CONTROL_C = '\u0003';

async function outputOf(command: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const [program = '', ...words] = command;
  const child = spawn(program, words, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'] });
  return text(child.stdout);
}

const onTerminal = (words: string, env: NodeJS.ProcessEnv) =>
  outputOf(['script', '-qec', `${process.execPath} ${ROOT}/start.mjs ${words}`, '/dev/null'], env);

describe.skipIf(!HAS_TERMINALS)('on a terminal (needs the program script)', { timeout: 60_000 }, () => {
  let surgery: Surgery;
  beforeAll(async () => {
    surgery = await openSurgery();
  }, 60_000);
  afterAll(() => surgery.stop());
  const environment = (more: NodeJS.ProcessEnv = {}) => ({
    ...surgery.environment({ DATABASE_URL: `file:${surgery.folder}/mfa.db`, SECURITY_CONTACT: 'us' }),
    ...{ TERM: 'xterm-256color', ...more },
  });

  test('the doctor is in colour, and in none where nobody wants them', async () => {
    expect(await onTerminal('doctor', environment())).toContain(`${ESCAPE}32mok  ${ESCAPE}39m`);
    expect(await onTerminal('doctor', environment({ NO_COLOR: '1' }))).not.toContain(ESCAPE);
  });

  test('the bot logs in words, and says what to type next', async () => {
    const child = spawn('script', ['-qec', `${process.execPath} ${ROOT}/start.mjs serve`, '/dev/null'], {
      cwd: surgery.folder,
      env: { ...environment(), NO_COLOR: '1' },
    });
    const closed = once(child, 'close');
    let seen = '';
    child.stdout.on('data', (part) => {
      seen += String(part);
    });
    await expect.poll(() => seen).toContain('Ctrl+C stops the bot.');
    child.stdin.write(CONTROL_C);
    // The program ends with the bot: until then the bot has its files.
    await closed;
    expect(seen).toContain(
      'In Slack or DingTalk, as an admin, type /mfa status, then /mfa preview and /mfa start.',
    );
    expect(seen).toMatch(/INFO.*started/);
    expect(seen).not.toContain('{"level"');
  });
});

describe('how long it takes still', () => {
  test.each([
    [10_000, 0.5, ', 0:10 left'],
    [60_000, 0.1, ', 9:00 left'],
    [1000, 0.5, ''],
    [10_000, 0, ''],
    [10_000, 1, ''],
    [10_000, Number.NaN, ''],
  ])('after %i ms at a share of %f', (elapsedMs, share, words) => {
    expect(stillTakes(elapsedMs, share)).toBe(words);
  });
});

describe('the other programs', { timeout: 60_000 }, () => {
  const env = { PATH: process.env.PATH };

  test.each(['demo/main.ts', 'playground/main.ts', 'test/bench/main.ts'])(
    '%s knows --help and --version',
    async (path) => {
      expect(await outputOf([process.execPath, path, '--help'], env)).toMatch(/^Usage: npm run \w+/);
      expect(await outputOf([process.execPath, path, '--version'], env)).toMatch(/^\d+\.\d+\.\d+\n$/);
    },
  );

  test('who has read enough of the demo is no failure', async () => {
    const words = `set -o pipefail; ${process.execPath} demo/main.ts 2>&1 | head -n 2`;
    const child = spawn('bash', ['-c', words], { cwd: ROOT, env });
    const [said, code] = await Promise.all([
      text(child.stdout),
      new Promise((done) => child.once('close', done)),
    ]);
    expect({ lines: said.split('\n').length, code }).toEqual({ lines: 3, code: 0 });
  });
});

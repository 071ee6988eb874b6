import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { forgetEnvironment } from '../../playground/environment.ts';
import { readCommandLine } from '../../playground/options.ts';
import { freePort } from '../free-port.ts';
import { visitDuringTest } from './visitor.ts';

const { PATH, NODE_COMPILE_CACHE } = process.env;
const REPOSITORY = join(import.meta.dirname, '../..');
const URL_ON_ITS_OWN = /^http:\/\/127\.0\.0\.1:\d+\/[\w-]+\/$/m;
const WITHIN_MS = 120_000;

interface Program {
  readonly child: ChildProcess;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly ended: Promise<number | null>;
  /** @throws {Error} when the program ends without one */
  readonly url: Promise<string>;
}

function start(options: {
  args?: readonly string[];
  nodeArgs?: readonly string[];
  env?: Record<string, string>;
}): Program {
  const { args = ['--no-open'], nodeArgs = [], env = {} } = options;
  const child = spawn(process.execPath, [...nodeArgs, 'playground/main.ts', ...args], {
    cwd: REPOSITORY,
    env: { PATH, NODE_COMPILE_CACHE, ...env },
  });
  let stdout = '';
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const url = Promise.withResolvers<string>();
  url.promise.catch(() => undefined);
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    const [line] = URL_ON_ITS_OWN.exec(stdout) ?? [];
    if (line !== undefined) url.resolve(line);
  });
  const ended = new Promise<number | null>((resolve) => {
    child.on('close', (code) => {
      url.reject(new Error(`ended with ${code}: ${stderr}`));
      resolve(code);
    });
  });
  return { child, stdout: () => stdout, stderr: () => stderr, ended, url: url.promise };
}

describe('npm run playground', () => {
  let temporary: string;
  let running: Program[];
  const run = (options: Parameters<typeof start>[0] = {}) => {
    const program = start({ ...options, env: { TMPDIR: temporary, ...options.env } });
    running.push(program);
    return program;
  };

  beforeEach(async () => {
    running = [];
    temporary = await mkdtemp(join(tmpdir(), 'playground-test-'));
  });
  afterEach(async () => {
    for (const { child, ended } of running) {
      child.kill('SIGKILL');
      await ended;
    }
    await rm(temporary, { recursive: true, force: true });
  });

  test(
    'prints its address on a line of its own, ends by a signal, and leaves nothing behind',
    async () => {
      const program = run();
      const answer = await fetch(await program.url);
      expect(answer.status).toBe(200);
      program.child.kill('SIGTERM');
      program.child.kill('SIGINT');
      expect(await program.ended).toBe(0);
      expect(program.stderr()).toBe('');
      expect(await readdir(temporary)).toEqual([]);
    },
    WITHIN_MS,
  );

  test(
    'takes the port it is given, and says in one sentence when that is taken',
    async () => {
      const port = String(await freePort());
      const first = run({ args: ['--no-open', '--port', port] });
      expect(new URL(await first.url).port).toBe(port);
      const second = run({ args: ['--no-open', '--port', port] });
      expect(await second.ended).toBe(1);
      expect(second.stderr()).toBe(
        `Port ${port} on 127.0.0.1 is taken: give another one with --port, or none for a free one.\n`,
      );
    },
    WITHIN_MS,
  );

  test(
    'reads nothing of whoever starts it: no variable, no .env, no database, no proxy',
    async () => {
      const proxy = await startCountingServer();
      const database = join(temporary, 'real.db');
      // Node itself refuses whatever is not named here: the checkout's .env and data/ are not.
      const readable = [
        'src',
        'sandbox',
        'demo',
        'playground',
        'node_modules',
        'package.json',
        'manifest.yml',
      ];
      const program = run({
        nodeArgs: [
          '--permission',
          // Native code could break out, which is Node's warning; ours reads no file but a database.
          '--disable-warning=PERM0001',
          '--allow-addons',
          `--allow-fs-write=${temporary}`,
          `--allow-fs-read=${temporary}`,
          ...readable.map((path) => `--allow-fs-read=${join(REPOSITORY, path)}`),
        ],
        env: {
          ...POISON,
          DATABASE_URL: `file:${database}`,
          HTTP_PROXY: proxy.url,
          HTTPS_PROXY: proxy.url,
          http_proxy: proxy.url,
          https_proxy: proxy.url,
          ALL_PROXY: proxy.url,
          NODE_USE_ENV_PROXY: '1',
        },
      });
      const visitor = await visitDuringTest(await program.url);
      const act = { kind: 'slack_command', memberId: 'U0JANE', place: 'direct', text: '' } as const;
      expect(await visitor.act(act)).toEqual({ kind: 'done' });
      expect(await visitor.act({ kind: 'move_clock', move: 'next_hour' })).toEqual({ kind: 'done' });
      const shown = JSON.stringify(visitor.view);
      for (const secret of Object.values(POISON)) expect(shown).not.toContain(secret);
      expect(existsSync(database)).toBe(false);
      expect(proxy.connections()).toBe(0);
      program.child.kill('SIGTERM');
      expect([await program.ended, program.stderr()]).toEqual([0, '']);
      await proxy.stop();
    },
    WITHIN_MS,
  );

  test.each([
    [['--help'], 0, /^Usage: npm run playground/, /^$/],
    [['--version'], 0, /^\d+\.\d+\.\d+\n$/, /^$/],
    [['--port', 'eighty'], 2, /^$/, /^--port takes a number from 0 to 65535, not eighty\./],
    [['--ports'], 2, /^$/, /--ports[\s\S]*Usage: /],
  ])(
    '%s',
    async (args, exitCode, stdout, stderr) => {
      const program = run({ args });
      expect(await program.ended).toBe(exitCode);
      expect(program.stdout()).toMatch(stdout);
      expect(program.stderr()).toMatch(stderr);
    },
    WITHIN_MS,
  );
});

/** Somebody's real settings. */
const POISON = {
  ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAIpoison',
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'poison-secret',
  SLACK_BOT_TOKEN: 'xoxb-poison',
  SLACK_APP_TOKEN: 'xapp-poison',
  DINGTALK_CLIENT_SECRET: 'poison-dingtalk',
  SECURITY_CONTACT: 'poison@real.example',
  TIMEZONE: 'America/Poison',
};

async function startCountingServer(): Promise<{
  url: string;
  connections: () => number;
  stop: () => Promise<void>;
}> {
  let connections = 0;
  const server: Server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    connections: () => connections,
    stop: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}

test.each([
  [[], { kind: 'run', options: { port: 0, opens: true } }],
  [['--no-open'], { kind: 'run', options: { port: 0, opens: false } }],
  [['--port', '8080'], { kind: 'run', options: { port: 8080, opens: true } }],
  [['--port=65536'], { kind: 'wrong', sentence: '--port takes a number from 0 to 65535, not 65536.' }],
  [['--port', '-1'], { kind: 'wrong' }],
  [['8080'], { kind: 'wrong' }],
])('the options %j', (argv, commandLine) => {
  expect(readCommandLine(argv)).toMatchObject(commandLine);
});

test('of the environment only what programs need to run is kept', () => {
  const environment: NodeJS.ProcessEnv = {
    PATH: '/bin',
    HOME: '/root',
    ...POISON,
    HTTPS_PROXY: 'http://x',
    NEW_SECRET: 'x',
  };
  forgetEnvironment(environment);
  expect(environment).toEqual({ PATH: '/bin', HOME: '/root', TZ: 'UTC' });
});

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { freePort } from '../free-port.ts';
import {
  ADMIN,
  CORP,
  endOf,
  type Surroundings,
  saying,
  startSurroundings,
  WorkingFolder,
} from './program.ts';

let around: Surroundings;
let folder: WorkingFolder;

beforeAll(async () => {
  const users = [{ userName: 'jane.doe', loginProfile: {} }];
  around = await startSurroundings([{ accountId: CORP, alias: 'corp', users }]);
});
afterAll(() => around.stop());
beforeEach(() => {
  folder = new WorkingFolder();
});
afterEach(() => folder.remove());

const all = () => ({ ...around.ramVariables, ...around.slackVariables });

async function started(variables: Readonly<Record<string, string>> = {}) {
  const child = folder.spawn(['serve'], { ...all(), ...variables });
  const ended = endOf(child);
  await saying(child, /"msg":"started"/);
  return { child, ended };
}

function endGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // Nothing of it is left.
  }
}

describe('serve', () => {
  test('answers commands and a supervisor, and stops on SIGTERM with 0, whatever comes then', async () => {
    const port = await freePort();
    const { child, ended } = await started({ HEALTH_PORT: String(port) });
    expect(await (await fetch(`http://127.0.0.1:${port}/livez`)).text()).toBe('ok\n');
    const help = await around.slack.command({ userId: ADMIN, text: 'help' });
    await help.waitForReplies(1);
    const stoppedAt = performance.now();
    child.kill('SIGTERM');
    child.kill('SIGINT');
    child.kill('SIGTERM');
    const { code, stderr } = await ended;
    expect(code).toBe(0);
    expect(performance.now() - stoppedAt).toBeLessThan(10_000);
    expect(stderr).not.toMatch(/"level":"error"|"level":"fatal"/);
    expect(around.slack.liveConnections).toBe(0);
  });

  describe('what it answers over HTTP', () => {
    const place = new WorkingFolder();
    let at: string;

    beforeAll(async () => {
      const port = await freePort();
      const child = place.spawn(['serve'], {
        ...all(),
        HEALTH_PORT: String(port),
        DINGTALK_MONTHLY_QUOTA: '5000',
      });
      await saying(child, /"msg":"started"/);
      at = `http://127.0.0.1:${port}`;
    });
    afterAll(() => place.remove());

    const get = async (path: string) => {
      const response = await fetch(at + path);
      return { status: response.status, body: await response.text() };
    };

    test('/livez and /readyz', async () => {
      expect(await get('/livez')).toEqual({ status: 200, body: 'ok\n' });
      expect(await get('/readyz')).toEqual({ status: 200, body: 'ok\n' });
    });

    test('/healthz names each part', async () => {
      await expect.poll(async () => (await get('/healthz')).body, { timeout: 15_000 }).toContain(CORP);
      const { status, body } = await get('/healthz');
      expect(status).toBe(200);
      const working = { status: 'working', since: null, code: null, todo: null };
      expect(JSON.parse(body)).toEqual({
        status: 'ok',
        parts: { database: working, clock: working, slack: working, [`account:${CORP}`]: working },
      });
    });

    test('/metrics in the format of Prometheus, with no user in it', async () => {
      await expect
        .poll(async () => (await get('/metrics')).body, { timeout: 15_000 })
        .toContain('ram_mfa_findings{');
      const { body } = await get('/metrics');
      expect(body).toContain(`ram_mfa_findings{account="${CORP}",verdict="noncompliant"} 1`);
      expect(body).toMatch(/ram_mfa_vendor_calls_total\{action="ListUsers",outcome="answered"\} [1-9]/);
      expect(body).toMatch(/ram_mfa_part_failing\{part="database"\} 0/);
      expect(body).toMatch(/ram_mfa_nodejs_eventloop_lag_seconds/);
      const names = body.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
      expect(names.filter((line) => !line.startsWith('ram_mfa_'))).toEqual([]);
      expect(body).not.toContain('jane');
    });

    test.each(['/', '/health', '/livez/x', '/healthz.json'])('404 to %s', async (path) => {
      expect((await get(path)).status).toBe(404);
    });

    test('404 to whoever wants to change something', async () => {
      expect((await fetch(`${at}/livez`, { method: 'POST' })).status).toBe(404);
    });
  });

  test('on a database that another one works on is refused, naming who holds it', async () => {
    const { child } = await started();
    const second = await folder.run(['serve'], all());
    expect(second.code).toBe(1);
    expect(second.stderr).toMatch(new RegExp(`host \\S+, pid ${child.pid}, started \\d{4}-`));
    expect(second.stderr).not.toMatch(/\bat .*\.ts:/);
    // With the same .env the port is taken too: what matters is who took the database.
    const port = String(await freePort());
    const server = createServer().listen(Number(port), '127.0.0.1');
    await once(server, 'listening');
    const same = await folder.run(['serve'], { ...all(), HEALTH_PORT: port });
    server.close();
    expect({ code: same.code, stderr: same.stderr }).toEqual({
      code: 1,
      stderr: expect.stringContaining(`pid ${child.pid}`),
    });
    const audit = await folder.run(['audit', '--json'], all());
    expect({ code: audit.code, stdout: audit.stdout }).toEqual({ code: 1, stdout: '' });
    expect(audit.stderr).toContain('/mfa audit');
    const dryRun = await folder.run(['audit', '--dry-run', '--json'], all());
    expect(dryRun.code).toBe(0);
    expect(JSON.parse(dryRun.stdout)).toMatchObject({ complete: true });
  });

  test('killed, leaves nothing behind that keeps the next one from starting', async () => {
    const { child, ended } = await started();
    child.kill('SIGKILL');
    await ended;
    const next = await started();
    next.child.kill('SIGINT');
    expect((await next.ended).code).toBe(0);
  });

  test('stops on SIGHUP as on the others, also before its second connection stands', async () => {
    const { child, ended } = await started();
    child.kill('SIGHUP');
    await saying(child, /"msg":"stopped"/);
    const stoppedAt = performance.now();
    expect((await ended).code).toBe(0);
    // It is made to go when that lasts for nearly ten seconds.
    expect(performance.now() - stoppedAt).toBeLessThan(7000);
  });

  // A defect nobody has found yet, at a signal.
  const atSignal = (defect: string) => `process.on('SIGUSR2', () => { ${defect} });`;
  test.each([
    ['thrown', "setImmediate(() => { throw new TypeError('about xoxb-test') })"],
    ['rejected', "void Promise.reject(new TypeError('about xoxb-test'))"],
  ])('what nobody expected (%s) is one line, and the next start is clean', async (_name, defect) => {
    const preload = join(folder.path, 'defect.mjs');
    writeFileSync(preload, atSignal(defect));
    const { child, ended } = await started({ NODE_OPTIONS: `--import=${preload}` });
    child.kill('SIGUSR2');
    const { code, stderr } = await ended;
    expect(code).toBe(1);
    const lines = stderr.trim().split('\n');
    const events = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(events.filter(({ level }) => level === 'fatal')).toEqual([
      expect.objectContaining({ msg: 'crashed' }),
    ]);
    expect(stderr).not.toContain('xoxb-test');
    const next = await started();
    next.child.kill('SIGTERM');
    expect((await next.ended).code).toBe(0);
  });

  test('npm start passes signals on', async () => {
    const child = spawn('npm', ['start'], {
      cwd: join(import.meta.dirname, '../..'),
      env: {
        ...{ PATH: process.env.PATH, HOME: folder.path, ...all() },
        DATABASE_URL: `file:${join(folder.path, 'mfa.db')}`,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      // So that whatever it leaves behind can be ended with it.
      detached: true,
    });
    onTestFinished(() => void endGroup(child));
    const ended = endOf(child);
    await saying(child, /"msg":"started"/);
    child.kill('SIGTERM');
    // Their outputs close once the bot is gone as well.
    expect((await ended).stderr).toMatch(/"msg":"stopped"/);
  });

  test('without a chat says what is missing, 2', async () => {
    const { code, stdout, stderr } = await folder.run(['serve'], around.ramVariables);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('SLACK_BOT_TOKEN');
    expect(stderr).toContain('TIMEZONE');
  });

  test.each([
    {
      name: 'a token that Slack does not know',
      change: { SLACK_BOT_TOKEN: 'xoxb-wrong' },
      says: /^Chat: .*invalid_auth/,
    },
    {
      name: 'a key that RAM does not know',
      change: { ALIBABA_CLOUD_ACCESS_KEY_ID: 'AKWRONG' },
      says: /^Alibaba Cloud: .*InvalidAccessKeyId/,
    },
  ])('with $name ends with 2 and one sentence', async ({ change, says }) => {
    const { code, stderr } = await folder.run(['serve'], { ...all(), ...change });
    expect(code).toBe(2);
    const sentences = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('{'));
    expect(sentences).toEqual([expect.stringMatching(says)]);
    expect(stderr).not.toMatch(/xoxb-wrong|reader-secret|xapp-test/);
  });
});

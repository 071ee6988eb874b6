import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
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

/** One that nothing listens on just now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
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
    let at: string;

    beforeEach(async () => {
      const port = await freePort();
      await started({ HEALTH_PORT: String(port), DINGTALK_MONTHLY_QUOTA: '5000' });
      at = `http://127.0.0.1:${port}`;
    });

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
    const audit = await folder.run(['audit', '--json'], all());
    expect({ code: audit.code, stdout: audit.stdout }).toEqual({ code: 1, stdout: '' });
    expect(audit.stderr).toContain('/mfa audit');
    const dryRun = await folder.run(['audit', '--dry-run', '--json'], all());
    expect(dryRun.code).toBe(0);
    expect(JSON.parse(dryRun.stdout)).toMatchObject({ complete: true });
  }, 30_000);

  test('killed, leaves nothing behind that keeps the next one from starting', async () => {
    const { child, ended } = await started();
    child.kill('SIGKILL');
    await ended;
    const next = await started();
    next.child.kill('SIGINT');
    expect((await next.ended).code).toBe(0);
  }, 30_000);

  test('stops on SIGHUP as on the others', async () => {
    const { child, ended } = await started();
    child.kill('SIGHUP');
    expect((await ended).code).toBe(0);
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

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { DeliveryError } from '../../../src/chat/delivery-error.ts';
import { BACKOFF } from '../../../src/chat/dingtalk/command-source.ts';
import { openStream, type StreamOptions } from '../../../src/chat/dingtalk/stream.ts';
import { KeptConnection, type Link, pauseMs } from '../../../src/chat/transport/kept-connection.ts';
import { Secret } from '../../../src/config/secret.ts';
import { createLog } from '../../../src/log.ts';
import { message } from '../contract-kit.ts';
import { directly } from '../directly.ts';
import { stopInTime } from '../stop-in-time.ts';
import { type BareGateway, startBareGateway } from './bare-gateway.ts';
import { CLIENT_ID, CLIENT_SECRET, type DingtalkUnderTest, dingtalkForTest, inTime } from './organisation.ts';

const ANSWER = message([{ kind: 'paragraph', text: ['Here you are'] }]);
const OPEN = 'POST /v1.0/gateway/connections/open';

async function connected(
  organisation: Parameters<typeof dingtalkForTest>[0] = {},
): Promise<DingtalkUnderTest> {
  // The shortest pauses there are.
  const one = await dingtalkForTest(organisation, { random: () => 0 });
  await one.dingtalk.commandSource.start(async ({ reply }) => reply(ANSWER));
  await one.sandbox.waitForConnections(1);
  return one;
}

const opened = ({ sandbox }: DingtalkUnderTest) =>
  sandbox.requests.filter(({ endpoint }) => endpoint === OPEN).length;
const isAnswered = async ({ sandbox }: DingtalkUnderTest) =>
  (await (await sandbox.say({ userId: 'ann', text: '/mfa me' })).waitForReplies(1)).length === 1;

// The SDK writes to the console whatever it does.
const written = vi.fn();
beforeEach(() => {
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, method).mockImplementation(written);
  }
});
afterEach(() => {
  const lines = written.mock.calls.map(String);
  written.mockReset();
  vi.restoreAllMocks();
  expect(lines).toEqual([]);
});

describe('a connection DingTalk ends', () => {
  test('told to leave: the next is open before the old one closes', async () => {
    const one = await connected({ disconnectSilenceMs: 60_000 });
    one.sandbox.disconnectSockets({ kind: 'system_disconnect' });
    await one.sandbox.waitForConnections(1);
    expect(await isAnswered(one)).toBe(true);
    await expect.poll(() => one.dingtalk.commandSource.connection().kind).toBe('connected');
    expect(one.sandbox.liveConnections).toBe(1);
  });

  test('cut: back, and each message is handled once', async () => {
    const one = await connected();
    one.sandbox.disconnectSockets({ kind: 'drop' });
    await expect.poll(() => opened(one)).toBe(2);
    await one.sandbox.waitForConnections(1);
    expect(await isAnswered(one)).toBe(true);
    expect(one.sandbox.liveConnections).toBe(1);
  });

  test('out of order for a while: said, and back', async () => {
    const one = await connected();
    one.sandbox.faults.add({ endpoint: OPEN, kind: 'server_error', times: 1 });
    one.sandbox.disconnectSockets({ kind: 'drop' });
    await expect.poll(() => one.dingtalk.commandSource.connection().kind).toBe('not_connected');
    await expect.poll(() => one.dingtalk.commandSource.connection().kind).toBe('connected');
    expect(one.logged()).toContain('system.error');
    expect(await isAnswered(one)).toBe(true);
  });

  test('stopping while it is away does not wait for it', async () => {
    const one = await connected();
    one.sandbox.refuseHandshakes(1000);
    one.sandbox.disconnectSockets({ kind: 'drop' });
    await expect.poll(() => one.dingtalk.commandSource.connection().kind).toBe('not_connected');
    await stopInTime(one.dingtalk.commandSource);
  });

  test('after stopping nothing is opened any more', async () => {
    const one = await connected();
    await one.dingtalk.commandSource.stop(inTime());
    expect([one.sandbox.liveConnections, opened(one)]).toEqual([0, 1]);
    expect(one.dingtalk.commandSource.connection().kind).toBe('not_connected');
  });
});

const ROBOT_TOPIC = '/v1.0/im/bot/messages/get';

function robotFrame(fields: object) {
  return { type: 'CALLBACK', headers: { topic: ROBOT_TOPIC, messageId: 'm' }, data: JSON.stringify(fields) };
}

describe('frames', () => {
  test.each([
    ['no JSON', 'not JSON'],
    ['no headers', { type: 'SYSTEM' }],
    ['no headers, of a message', { type: 'CALLBACK', data: '{}' }],
    ['no object', '42'],
    ['null', 'null'],
    [
      'a topic nobody listens to',
      { type: 'CALLBACK', headers: { topic: 'error', messageId: 'm' }, data: '{}' },
    ],
    [
      'data that is no JSON',
      { type: 'CALLBACK', headers: { topic: '/v1.0/im/bot/messages/get', messageId: 'm' }, data: '<' },
    ],
    ['headers that are none', { type: 'SYSTEM', headers: null }],
    ['a topic of another kind', { type: 'CALLBACK', headers: { topic: ['x'], messageId: {} }, data: null }],
    ['data of another kind', { type: 'CALLBACK', headers: { topic: ROBOT_TOPIC }, data: { a: [] } }],
    [
      'fields of other kinds',
      robotFrame({ conversationId: {}, msgId: [], text: 7, content: { richText: [null] } }),
    ],
    ['no data', { type: 'CALLBACK', headers: { topic: '/v1.0/im/bot/messages/get' } }],
    ['an event', { type: 'EVENT', headers: { topic: '*', messageId: 'm', eventId: 'e' }, data: '{}' }],
  ])('%s: survived', async (_, frame) => {
    const one = await connected();
    one.sandbox.pushFrame(frame);
    expect(await isAnswered(one)).toBe(true);
    expect(opened(one)).toBe(1);
  });

  test('of more than there can be: the connection is given up, and another takes its place', async () => {
    const one = await connected();
    one.sandbox.pushFrame(robotFrame({ text: { content: 'x'.repeat(9 * 1024 * 1024) } }));
    await expect.poll(() => opened(one)).toBe(2);
    await one.sandbox.waitForConnections(1);
    expect(await isAnswered(one)).toBe(true);
  });

  test('pings are answered with what is in them', async () => {
    const one = await connected({ pingIntervalMs: 20 });
    await expect.poll(() => one.sandbox.receivedFrames.length).toBeGreaterThan(1);
    expect(one.sandbox.receivedFrames[0]).toMatchObject({ code: 200 });
    expect(await isAnswered(one)).toBe(true);
  });
});

describe('starting', () => {
  test('a wrong secret is one sentence, and asked about once', async () => {
    const one = await dingtalkForTest({}, { clientSecret: new Secret('another') });
    const error = await one.dingtalk.commandSource.start(async () => {}).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ reason: 'configuration', code: 'invalidClientIdOrSecret' });
    expect((error as Error).message).toMatch(/^[^.]*DINGTALK_CLIENT_ID, DINGTALK_CLIENT_SECRET[^.]*\.$/);
    expect(one.dingtalk.commandSource.connection().kind).toBe('not_connected');
    expect(one.sandbox.requests).toHaveLength(1);
  });

  test('may be tried again once it was refused', async () => {
    const one = await dingtalkForTest();
    const { commandSource } = one.dingtalk;
    one.sandbox.faults.add({ endpoint: OPEN, kind: 'permission_403' });
    await expect(commandSource.start(async () => {})).rejects.toMatchObject({ reason: 'configuration' });
    expect(commandSource.connection()).toMatchObject({ kind: 'not_connected', reason: 'configuration' });
    await commandSource.start(async ({ reply }) => reply(ANSWER));
    expect(await isAnswered(one)).toBe(true);
  });

  test('an app that is not in Stream mode, or not published', async () => {
    const one = await dingtalkForTest();
    one.sandbox.faults.add({ endpoint: OPEN, kind: 'error', code: 'invalidParameter', status: 400 });
    const starting = one.dingtalk.commandSource.start(async () => {});
    await expect(starting).rejects.toMatchObject({
      reason: 'configuration',
      message: expect.stringMatching(/Stream mode.*publish/),
    });
  });

  test('DingTalk out of order: said, and nothing stays open', async () => {
    const one = await dingtalkForTest();
    one.sandbox.refuseHandshakes(1);
    const starting = one.dingtalk.commandSource.start(async () => {});
    await expect(starting).rejects.toMatchObject({ reason: 'unavailable', code: 'http_403' });
    expect(one.sandbox.liveConnections).toBe(0);
  });
});

describe('what DingTalk does seldom', () => {
  const gateways: BareGateway[] = [];
  const streams: Link[] = [];
  afterEach(async () => {
    await Promise.all(streams.splice(0).map((stream) => stream.close()));
    await Promise.all(gateways.splice(0).map((gateway) => gateway.stop()));
  });
  const gateway = async (...options: Parameters<typeof startBareGateway>) => {
    const one = await startBareGateway(...options);
    gateways.push(one);
    return one;
  };
  const open = async ({ apiUrl }: BareGateway, options: Partial<StreamOptions> = {}, signal = inTime()) => {
    const stream = await openStream(
      {
        apiUrl,
        clientId: CLIENT_ID,
        clientSecret: new Secret(CLIENT_SECRET),
        isTaking: () => true,
        onRobotMessage: () => {},
        onBadFrame: () => {},
        wayOut: directly,
        ...options,
      },
      signal,
    );
    streams.push(stream);
    return stream;
  };

  test('tickets hold signs that mean something in a query', async () => {
    const one = await gateway();
    await open(one);
    expect(one.tickets).toEqual(['tick+/et==']);
  });

  test('a connection that answers no ping is given up', async () => {
    const one = await gateway({ autoPong: false });
    const stream = await open(one, { pingEveryMs: 10 });
    expect(await stream.ended).toBe('gone');
    expect(stream.isAlive()).toBe(false);
  });

  test('one that answers is kept', async () => {
    const one = await gateway();
    const stream = await open(one, { pingEveryMs: 10 });
    let pings = 0;
    one.sockets[0]?.on('ping', () => {
      pings += 1;
    });
    await expect.poll(() => pings).toBeGreaterThan(5);
    expect(stream.isAlive()).toBe(true);
  });

  test('is heard of by the answers to pings alone', async () => {
    const one = await gateway();
    const stream = await open(one, { pingEveryMs: 10 });
    const firstAt = stream.heardAt();
    await expect.poll(() => stream.heardAt()).toBeGreaterThan(firstAt);
  });

  test('one that says something need not answer', async () => {
    const one = await gateway({ autoPong: false });
    const stream = await open(one, { pingEveryMs: 20 });
    let pings = 0;
    one.sockets[0]?.on('ping', () => {
      pings += 1;
      one.sockets[0]?.send('{"type":"SYSTEM","headers":{"topic":"KEEPALIVE"}}');
    });
    await expect.poll(() => pings).toBeGreaterThan(5);
    expect(stream.isAlive()).toBe(true);
  });

  test('a handshake nobody answers', async () => {
    const one = await gateway({ hangs: 'handshake' });
    await expect(open(one, { openWithinMs: 50 })).rejects.toMatchObject({
      reason: 'unavailable',
      code: 'timeout',
    });
  });

  test('a gateway that does not answer, and a stop meanwhile', async () => {
    const one = await gateway({ hangs: 'gateway' });
    const opening = open(one, {}, AbortSignal.timeout(50));
    await expect(opening).rejects.toMatchObject({ reason: 'unavailable' });
  });

  test.each([
    ['nowhere', {}],
    ['no address', { endpoint: 'nowhere', ticket: 't' }],
    ['an address of another kind', { endpoint: 'file:///etc/passwd', ticket: 't' }],
    ['no ticket', { endpoint: 'ws://127.0.0.1:1/connect' }],
  ])('sent to %s', async (_, answer) => {
    const one = await gateway({ answer: () => answer });
    await expect(open(one)).rejects.toMatchObject({ reason: 'unavailable', code: 'no_endpoint' });
  });

  test('nobody listens where it sends to', async () => {
    const one = await gateway({ answer: () => ({ endpoint: 'ws://127.0.0.1:1/connect', ticket: 't' }) });
    await expect(open(one)).rejects.toMatchObject({ reason: 'unavailable', code: 'ECONNREFUSED' });
  });
});

describe('a DingTalk that refuses', () => {
  const LOG = createLog('silent');

  /** How often it is asked within that time, by the pauses made. */
  async function attemptsWithin(
    limitMs: number,
    random: () => number,
    error: DeliveryError,
  ): Promise<number> {
    let attempts = 0;
    let elapsedMs = 0;
    const done = Promise.withResolvers<void>();
    const connection = new KeptConnection({
      chat: 'dingtalk',
      backoff: BACKOFF,
      async open() {
        attempts += 1;
        throw error;
      },
      async wait(durationMs, signal) {
        elapsedMs += durationMs;
        if (elapsedMs < limitMs) return;
        done.resolve();
        await new Promise<void>((resolve) => {
          signal.addEventListener('abort', () => resolve(), { once: true });
        });
      },
      random,
      log: LOG,
    });
    connection.keep();
    await done.promise;
    await connection.stop();
    return attempts;
  }

  const REFUSED = new DeliveryError({ reason: 'unavailable', code: 'http_403', message: 'Refused.' });
  const WRONG_SECRET = new DeliveryError({ reason: 'configuration', code: 'authFailed', message: 'Wrong.' });

  test.each([0, 0.5, 0.999])(
    'is asked a few times in twelve seconds, at most once a minute in the end (%d)',
    async (value) => {
      expect(await attemptsWithin(12_000, () => value, REFUSED)).toBeLessThanOrEqual(15);
      expect(await attemptsWithin(60 * 60_000, () => value, REFUSED)).toBeLessThan(130);
    },
  );

  test('about a wrong secret it is asked seldom from the first', async () => {
    expect(await attemptsWithin(12_000, () => 0, WRONG_SECRET)).toBe(1);
    expect(await attemptsWithin(60 * 60_000, () => 0, WRONG_SECRET)).toBeLessThanOrEqual(121);
  });

  test('not before the time it asks for', () => {
    const asked = new DeliveryError({
      reason: 'rate_limited',
      code: 'x',
      message: 'X.',
      retryAfterMs: 300_000,
    });
    expect(pauseMs(asked, 1, { ...BACKOFF, random: () => 0 })).toBe(300_000);
  });

  test('with the real client, on the wire', async () => {
    const one = await connected();
    one.sandbox.refuseHandshakes(1000);
    one.sandbox.disconnectSockets({ kind: 'drop' });
    await expect.poll(() => opened(one)).toBe(3);
    expect(one.logged()).toContain('http_403');
  });
});

test('the process ends by itself once it is stopped', async () => {
  const one = await dingtalkForTest();
  const script = fileURLToPath(new URL('./start-and-stop.ts', import.meta.url));
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [script], {
    timeout: 18_000,
    env: {
      ...process.env,
      API_URL: one.sandbox.apiUrl,
      OAPI_URL: one.sandbox.oapiUrl,
      CLIENT_ID,
      CLIENT_SECRET,
    },
  });
  expect([stdout, stderr]).toEqual(['', '']);
  expect(opened(one)).toBe(1);
});

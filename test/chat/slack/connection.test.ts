import { App } from '@slack/bolt';
import { afterEach, describe, expect, test } from 'vitest';
import { openSocket } from '../../../src/chat/slack/socket.ts';
import { Secret } from '../../../src/config/secret.ts';
import { message } from '../contract-kit.ts';
import { directly } from '../directly.ts';
import { stopInTime } from '../stop-in-time.ts';
import { type BareSocketServer, startBareSocketServer } from './bare-socket-server.ts';
import { APP_TOKEN, BOT_TOKEN } from './tokens.ts';
import { inTime, slackForTest } from './workspace.ts';

const ANSWER = message([{ kind: 'paragraph', text: ['Here you are'] }]);

async function connected() {
  const one = await slackForTest();
  await one.slack.commandSource.start(async ({ reply }) => reply(ANSWER));
  await one.sandbox.waitForConnections(2);
  return one;
}

describe('a connection Slack renews', () => {
  test.each(['refresh', 'warning', 'drop'] as const)('%s of one: no command is lost', async (kind) => {
    const { sandbox, slack } = await connected();
    const opened = () => sandbox.requests.filter(({ method }) => method === 'apps.connections.open').length;
    const openedBefore = opened();
    sandbox.disconnectSockets({ kind, count: 1 });
    // After a warning Slack still sends there; what is on its way when the client closes is lost with it.
    if (kind === 'warning') await expect.poll(opened, { interval: 5 }).toBeGreaterThan(openedBefore);
    const typed = await Promise.all(
      Array.from({ length: 20 }, (_, index) => sandbox.command({ userId: 'U0ANN', text: `status ${index}` })),
    );
    expect(typed.map(({ error }) => error)).toEqual(typed.map(() => null));
    expect(slack.commandSource.connection().kind).toBe('connected');
    await sandbox.waitForConnections(2);
  });

  test('one after the other, again and again', async () => {
    const { sandbox } = await connected();
    for (let index = 0; index < 4; index += 1) {
      sandbox.disconnectSockets({ kind: 'refresh', count: 1 });
      expect(await sandbox.command({ userId: 'U0ANN', text: 'me' })).toMatchObject({ error: null });
      await sandbox.waitForConnections(2);
    }
  });

  test('all at once: back in a moment, not after the closing of TCP', async () => {
    const { sandbox } = await connected();
    sandbox.disconnectSockets({ kind: 'refresh' });
    // Waiting for TCP takes the client five seconds at least.
    await sandbox.waitForConnections(2, 4500);
    expect(await sandbox.command({ userId: 'U0ANN', text: 'me' })).toMatchObject({ error: null });
  });

  test('comes back after Slack was out of order, and says so meanwhile', async () => {
    const { sandbox, slack, logged } = await connected();
    sandbox.faults.add({ method: 'apps.connections.open', kind: 'server_error', times: 3 });
    sandbox.disconnectSockets({ kind: 'drop' });
    await expect.poll(() => slack.commandSource.connection().kind).toBe('not_connected');
    await expect.poll(() => slack.commandSource.connection().kind).toBe('connected');
    expect(logged()).toContain('http_500');
    expect(await sandbox.command({ userId: 'U0ANN', text: 'me' })).toMatchObject({ error: null });
  });

  test.each([
    ['a revoked token', { kind: 'error', code: 'token_revoked' }, 'configuration'],
    ['a page of HTML', { kind: 'html' }, 'ambiguous'],
    ['nothing', { kind: 'empty' }, 'ambiguous'],
    ['no URL', { kind: 'error', code: 'internal_error' }, 'ambiguous'],
  ] as const)('comes back after %s, and says meanwhile what is wrong', async (_, fault, reason) => {
    const { sandbox, slack } = await connected();
    const state = () => slack.commandSource.connection();
    sandbox.faults.add({ method: 'apps.connections.open', ...fault, times: 4 });
    sandbox.disconnectSockets({ kind: 'drop' });
    await expect.poll(state).toMatchObject({ kind: 'not_connected', reason });
    await expect.poll(() => state().kind, { timeout: 15_000 }).toBe('connected');
    expect(await sandbox.command({ userId: 'U0ANN', text: 'me' })).toMatchObject({ error: null });
  });

  test('goes on asking with a token that is refused for a while', async () => {
    const { sandbox, slack, logged } = await connected();
    sandbox.faults.add({ method: 'apps.connections.open', kind: 'error', code: 'invalid_auth', times: 2 });
    sandbox.disconnectSockets({ kind: 'drop' });
    await expect.poll(() => slack.commandSource.connection().kind).toBe('not_connected');
    await expect.poll(() => slack.commandSource.connection().kind).toBe('connected');
    expect(logged()).toContain('invalid_auth');
  });

  test('stopping while it is away does not wait for it', async () => {
    const { sandbox, slack } = await connected();
    sandbox.faults.add({ method: 'apps.connections.open', kind: 'server_error', times: 1000 });
    sandbox.disconnectSockets({ kind: 'drop' });
    await expect.poll(() => slack.commandSource.connection().kind).toBe('not_connected');
    await stopInTime(slack.commandSource);
  });
});

describe('what Slack does seldom', () => {
  const servers: BareSocketServer[] = [];
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.stop()));
  });
  const bareServer = async (saysHello: boolean) => {
    const server = await startBareSocketServer({ saysHello });
    servers.push(server);
    return server;
  };
  const listener = (words: string[]) => {
    const receiver = { init: () => {}, start: async () => {}, stop: async () => {} };
    const identity = { token: BOT_TOKEN, botId: 'B1', botUserId: 'U1', tokenVerificationEnabled: false };
    const app = new App({ ...identity, receiver });
    app.command(/^\//, async ({ ack, command, context }) => {
      await ack();
      words.push(`${command.text} ${context.envelopeId}`);
    });
    return app;
  };
  const options = (server: BareSocketServer, words: string[] = []) => ({
    app: listener(words),
    appToken: new Secret(APP_TOKEN),
    apiUrl: server.apiUrl,
    helloWithinMs: 300,
    onBadFrame: () => {},
    wayOut: directly,
  });

  test('no hello: given up in time, and nothing stays open', async () => {
    const server = await bareServer(false);
    await expect(openSocket(options(server), inTime())).rejects.toMatchObject({
      reason: 'unavailable',
      code: 'no_hello',
    });
    expect(server.opened).toBe(1);
    await expect.poll(() => server.openNow).toBe(0);
  });

  test('no hello, and stopped meanwhile: not waited for any longer', async () => {
    const server = await bareServer(false);
    const { slack } = await slackForTest({}, { apiUrl: server.apiUrl });
    const starting = slack.commandSource.start(async () => {}).catch((error: unknown) => error);
    await expect.poll(() => server.opened).toBe(1);
    await stopInTime(slack.commandSource);
    expect(await starting).toMatchObject({ name: 'DeliveryError' });
    await expect.poll(() => server.openNow).toBe(0);
  });

  test('every envelope is acknowledged and has its id with it', async () => {
    const server = await bareServer(true);
    const words: string[] = [];
    const socket = await openSocket(options(server, words), inTime());
    const payload = { command: '/mfa', text: 'me', user_id: 'U1', team_id: 'T1', channel_id: 'D1' };
    server.send({ envelope_id: 'e-1', type: 'slash_commands', payload, accepts_response_payload: true });
    server.send('"not an envelope"');
    server.send({ envelope_id: 'e-2', type: 'slash_commands', payload, accepts_response_payload: true });
    await expect.poll(() => server.acknowledged).toEqual(['e-1', 'e-2']);
    expect(words).toEqual(['me e-1', 'me e-2']);
    await socket.close();
  });

  test('an envelope that comes twice is acknowledged twice and done once', async () => {
    const server = await bareServer(true);
    const { slack, logged } = await slackForTest({}, { apiUrl: server.apiUrl });
    const words: string[] = [];
    await slack.commandSource.start(async (request) => void words.push(request.words));
    const payload = { command: '/mfa', text: 'pause', user_id: 'U0ANN', team_id: 'T0CORP', channel_id: 'D1' };
    const envelope = { envelope_id: 'e-1', type: 'slash_commands', payload, accepts_response_payload: true };
    server.send(envelope);
    server.send(envelope);
    server.send({ ...envelope, envelope_id: 'e-2' });
    await expect.poll(() => server.acknowledged).toEqual(['e-1', 'e-1', 'e-2']);
    await expect.poll(() => words).toEqual(['pause', 'pause']);
    expect(logged()).toContain('duplicate');
  });

  describe('frames', () => {
    const payload = { command: '/mfa', text: 'me', user_id: 'U1', team_id: 'T1', channel_id: 'D1' };

    test.each([
      ['null', null],
      ['no JSON', '<html>'],
      ['a list', []],
      ['nothing in it', {}],
      ['an event without payload', { type: 'events_api', envelope_id: 'b' }],
      ['an event that is none', { type: 'events_api', envelope_id: 'b', payload: {} }],
      ['an event without a type', { type: 'events_api', envelope_id: 'b', payload: { event: {} } }],
      ['a command without payload', { type: 'slash_commands', envelope_id: 'b' }],
      ['a command whose payload is none', { type: 'slash_commands', envelope_id: 'b', payload: 7 }],
      ['a command without envelope', { type: 'slash_commands', payload }],
      [
        'a command without its fields',
        { type: 'slash_commands', envelope_id: 'b', payload: { command: '/mfa' } },
      ],
      ['a press of nothing', { type: 'interactive', envelope_id: 'b', payload: { type: 'block_actions' } }],
      [
        'a press of null',
        { type: 'interactive', envelope_id: 'b', payload: { type: 'block_actions', actions: [null] } },
      ],
      ['the word of an end that is none', { type: 'disconnected' }],
      ['another such word', { type: 'error', payload: null }],
    ])('%s: survived', async (_, frame) => {
      const server = await bareServer(true);
      const { slack } = await slackForTest({}, { apiUrl: server.apiUrl });
      const words: string[] = [];
      await slack.commandSource.start(async (request) => void words.push(request.words));
      server.send(frame);
      const envelope = { type: 'slash_commands', payload: { ...payload, team_id: 'T0CORP' } };
      server.send({ ...envelope, envelope_id: 'e-1', accepts_response_payload: true });
      await expect.poll(() => words).toEqual(['me']);
      expect(slack.commandSource.connection().kind).toBe('connected');
    });

    test('of more than there can be: the connection is given up, and another takes its place', async () => {
      const server = await bareServer(true);
      const { slack } = await slackForTest({}, { apiUrl: server.apiUrl });
      await slack.commandSource.start(async () => {});
      server.send({ type: 'hello', much: 'x'.repeat(9 * 1024 * 1024) });
      await expect.poll(() => server.opened).toBeGreaterThan(1);
      await expect.poll(() => slack.commandSource.connection().kind).toBe('connected');
    });
  });

  test('is heard of by the answers to pings alone', async () => {
    const server = await bareServer(true);
    const socket = await openSocket(options(server), inTime());
    const firstAt = socket.heardAt();
    await expect.poll(() => socket.heardAt(), { timeout: 15_000 }).toBeGreaterThan(firstAt);
    await socket.close();
  });

  test('a signal that aborts ends opening', async () => {
    const server = await bareServer(false);
    const opening = openSocket({ ...options(server), helloWithinMs: 300 }, AbortSignal.abort());
    await expect(opening).rejects.toMatchObject({ name: 'DeliveryError' });
    expect(server.opened).toBe(0);
  });
});

import type { App } from '@slack/bolt';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { SlackSandbox } from '../../../sandbox/slack/slack-sandbox.ts';
import { APP_TOKEN, startBoltApp, startWorkspace, webClient } from './workspace-fixture.ts';

async function socketUrl(slack: SlackSandbox): Promise<string> {
  const { url } = await webClient(slack, APP_TOKEN).apps.connections.open({});
  return url ?? '';
}

/** How a bare connection begins: the first frame, or the HTTP status that refused it. */
function opening(url: string): Promise<{ readonly socket: WebSocket; readonly first: unknown }> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url);
    socket.once('message', (data) => resolve({ socket, first: JSON.parse(String(data)) }));
    socket.once('unexpected-response', (_, response) => resolve({ socket, first: response.statusCode }));
    socket.on('error', () => {});
  });
}

const nextFrame = (socket: WebSocket): Promise<unknown> =>
  new Promise((resolve) => {
    socket.once('message', (data) => resolve(JSON.parse(String(data))));
  });

describe('a connection', () => {
  test('is opened by a ticket, once, and not by a made-up one', async () => {
    const slack = await startWorkspace();
    const url = await socketUrl(slack);
    const { first } = await opening(url);
    expect(first).toMatchObject({
      type: 'hello',
      num_connections: 1,
      connection_info: { app_id: 'A0SANDBOX' },
    });
    expect((await opening(url)).first).toBe(404);
    expect((await opening(url.replace(/ticket=\w+/, 'ticket=made-up'))).first).toBe(404);
    expect(slack.liveConnections).toBe(1);
  });

  test('beyond the tenth is told to leave', async () => {
    const slack = await startWorkspace();
    for (let open = 1; open <= 10; open += 1) {
      expect((await opening(await socketUrl(slack))).first).toMatchObject({ num_connections: open });
    }
    expect((await opening(await socketUrl(slack))).first).toMatchObject({
      type: 'disconnect',
      reason: 'too_many_websockets',
    });
    expect(slack.liveConnections).toBe(10);
  });

  test('that does not come is not waited for without end', async () => {
    const slack = await startWorkspace();
    await expect(slack.waitForConnections(1, 20)).rejects.toThrow('0 of 1');
  });

  test('told to refresh gets no more envelopes', async () => {
    const slack = await startWorkspace();
    const { socket } = await opening(await socketUrl(slack));
    const farewell = nextFrame(socket);
    slack.disconnectSockets({ kind: 'refresh' });
    expect(await farewell).toMatchObject({ type: 'disconnect', reason: 'refresh_requested' });
    expect(slack.liveConnections).toBe(0);
    expect((await slack.command({ userId: 'U0ANN', text: '' })).error).toBe('dispatch_failed');
  });

  test('keeps its TCP connection after the close handshake, until the client ends it', async () => {
    const slack = await startWorkspace();
    // Node's own client, which leaves it to the server to close TCP, as the SDK's does.
    const socket = new globalThis.WebSocket(await socketUrl(slack));
    await new Promise((resolve) => socket.addEventListener('message', resolve, { once: true }));
    let isClosed = false;
    const closed = new Promise((resolve) => socket.addEventListener('close', resolve)).then(() => {
      isClosed = true;
    });
    socket.close(1000);
    // Longer than the handshake takes.
    for (let call = 0; call < 10; call += 1) await webClient(slack).auth.test();
    expect(slack.liveConnections).toBe(0);
    expect(isClosed).toBe(false);
    await slack.stop();
    await closed;
  });

  test('that is warned still gets envelopes, and anything but their acknowledgement is ignored', async () => {
    const slack = await startWorkspace();
    const { socket } = await opening(await socketUrl(slack));
    const farewell = nextFrame(socket);
    slack.disconnectSockets({ kind: 'warning' });
    expect(await farewell).toMatchObject({ reason: 'warning' });
    const frame = nextFrame(socket);
    const typed = slack.command({ userId: 'U0ANN', text: 'hello' });
    const envelope = (await frame) as { envelope_id: string };
    expect(envelope).toMatchObject({
      type: 'slash_commands',
      accepts_response_payload: true,
      payload: { text: 'hello', channel_name: 'directmessage' },
    });
    socket.send('no JSON');
    socket.send(JSON.stringify({ envelope_id: 'another' }));
    socket.send(JSON.stringify({ envelope_id: envelope.envelope_id }));
    expect(await typed).toMatchObject({ error: null, replies: [] });
  });
});

describe('while connections come and go', () => {
  test('two receivers lose no command', async () => {
    const slack = await startWorkspace();
    const seen: string[] = [];
    await startBoltApp(
      slack,
      (app) => {
        app.command('/mfa', async ({ ack, command }) => {
          await ack();
          seen.push(command.text);
        });
      },
      { receivers: 2, clientPingTimeout: 700 },
    );
    for (const kind of ['refresh', 'drop'] as const) {
      await slack.waitForConnections(2);
      slack.disconnectSockets({ kind, count: 1 });
      expect(slack.liveConnections).toBe(1);
      for (let index = 0; index < 8; index += 1) {
        expect((await slack.command({ userId: 'U0ANN', text: `${kind} ${index}` })).error).toBeNull();
      }
    }
    expect(seen).toHaveLength(16);
    expect(new Set(seen).size).toBe(16);
  });

  test('one receiver leaves a gap until it has reconnected', async () => {
    const slack = await startWorkspace();
    const setUp = (app: App) => {
      app.command('/mfa', async ({ ack }) => ack());
    };
    await startBoltApp(slack, setUp, { clientPingTimeout: 500 });
    slack.disconnectSockets({ kind: 'refresh' });
    expect((await slack.command({ userId: 'U0ANN', text: '' })).error).toBe('dispatch_failed');
    await slack.waitForConnections(1);
    expect((await slack.command({ userId: 'U0ANN', text: '' })).error).toBeNull();
  });
});

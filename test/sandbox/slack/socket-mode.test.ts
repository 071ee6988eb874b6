import type { BlockAction, SlashCommand } from '@slack/bolt';
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

describe('connections', () => {
  test('a ticket opens one connection, once, and a made-up one none', async () => {
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

  test('an eleventh connection is told to leave', async () => {
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

  test('waiting for connections that do not come ends', async () => {
    const slack = await startWorkspace();
    await expect(slack.waitForConnections(1, 20)).rejects.toThrow('0 of 1');
  });

  test('after the close handshake TCP stays open, and the app takes no more envelopes there', async () => {
    const slack = await startWorkspace();
    const { socket } = await opening(await socketUrl(slack));
    const frames: string[] = [];
    socket.on('message', (data) => frames.push(String(data)));
    const tcpEnded = new Promise((resolve) => socket.once('close', resolve));
    slack.disconnectSockets({ kind: 'refresh' });
    expect(slack.liveConnections).toBe(0);
    expect((await slack.command({ userId: 'U0ANN', text: '' })).error).toBe('dispatch_failed');
    socket.close(1000);
    const closing = new Promise((resolve) => socket.once('close', () => resolve('TCP closed')));
    const answered = webClient(slack)
      .auth.test()
      .then(() => 'still open');
    expect(await Promise.race([closing, answered])).toBe('still open');
    expect(frames.map((frame) => JSON.parse(frame).reason)).toEqual(['refresh_requested']);
    await slack.stop();
    await tcpEnded;
  });
});

describe('slash commands', () => {
  test('reach the app as Slack sends them, and the answer comes through the response_url', async () => {
    const slack = await startWorkspace();
    const received: SlashCommand[] = [];
    await startBoltApp(slack, (app) => {
      app.command('/mfa', async ({ command, ack, respond }) => {
        received.push(command);
        await ack();
        await respond({ text: `you said ${command.text}` });
      });
    });
    const typed = await slack.command({
      userId: 'U0ANN',
      channelId: 'C0SECURITY',
      text: 'status <@U0LI|li>',
    });
    expect(typed.error).toBeNull();
    expect(typed.acknowledgedWithinMs).toBeLessThan(3000);
    expect(await typed.waitForReplies(1)).toMatchObject([
      {
        via: 'response_url',
        effect: 'posted',
        message: { text: 'you said status <@U0LI|li>', ephemeralTo: 'U0ANN' },
      },
    ]);
    expect(received).toMatchObject([
      {
        command: '/mfa',
        text: 'status <@U0LI|li>',
        team_id: 'T0CORP',
        channel_id: 'C0SECURITY',
        channel_name: 'privategroup',
        user_id: 'U0ANN',
        api_app_id: 'A0SANDBOX',
        response_url: typed.responseUrl,
        trigger_id: expect.any(String),
      },
    ]);
    expect(slack.ephemeralMessages('U0ANN')).toHaveLength(1);
    expect(slack.channelMessages('C0SECURITY')).toEqual([]);
  });

  test('can be answered in the acknowledgement, to the person or to the channel', async () => {
    const slack = await startWorkspace();
    await startBoltApp(slack, (app) => {
      app.command('/mfa', async ({ command, ack }) => {
        await ack(command.text === 'loud' ? { text: 'hear', response_type: 'in_channel' } : 'hush');
      });
    });
    const quiet = await slack.command({ userId: 'U0ANN', text: 'quiet' });
    expect(quiet.replies).toMatchObject([{ via: 'ack', message: { text: 'hush', ephemeralTo: 'U0ANN' } }]);
    await slack.command({ userId: 'U0ANN', channelId: 'C0SECURITY', text: 'loud' });
    expect(slack.channelMessages('C0SECURITY')).toMatchObject([{ text: 'hear' }]);
  });

  test('collect what comes later, also through chat.postEphemeral', async () => {
    const slack = await startWorkspace();
    await startBoltApp(slack, (app) => {
      app.command('/mfa', async ({ ack, respond, client, command }) => {
        await ack();
        await respond('first');
        await client.chat.postEphemeral({
          channel: command.channel_id,
          user: command.user_id,
          text: 'second',
        });
      });
    });
    const typed = await slack.command({ userId: 'U0ANN', channelId: 'C0SECURITY', text: '' });
    const replies = await typed.waitForReplies(2);
    expect(replies.map(({ via, message }) => [via, message.text])).toEqual([
      ['response_url', 'first'],
      ['chat.postEphemeral', 'second'],
    ]);
    await expect(typed.waitForReplies(3, 20)).rejects.toThrow('2 of 3 replies');
  });

  test('that the app does not acknowledge in three seconds end in operation_timeout', async () => {
    const slack = await startWorkspace();
    await startBoltApp(slack, (app) => {
      app.command('/mfa', async () => {});
    });
    const typed = await slack.command({ userId: 'U0ANN', text: '' });
    expect(typed).toMatchObject({ error: 'operation_timeout', acknowledgedWithinMs: null });
    expect(slack.interactions).toMatchObject([{ error: 'operation_timeout' }]);
  });

  test('without a connection end in dispatch_failed', async () => {
    const slack = await startWorkspace();
    expect(await slack.command({ userId: 'U0ANN', text: '' })).toMatchObject({ error: 'dispatch_failed' });
  });

  test.each([
    ['somebody who is not there', { userId: 'U0NOBODY' }, 'no member'],
    ['a deactivated member', { userId: 'U0GONE' }, 'cannot type'],
    ['a channel the person is not in', { userId: 'U0LI', channelId: 'C0SECURITY' }, 'not in C0SECURITY'],
  ])('cannot be typed by or in %s', async (_, typed, message) => {
    const slack = await startWorkspace();
    await expect(slack.command({ text: '', ...typed })).rejects.toThrow(message);
  });

  test('do not exist without their scope', async () => {
    const slack = await startWorkspace({ scopes: ['chat:write'] });
    await expect(slack.command({ userId: 'U0ANN', text: '' })).rejects.toThrow('commands');
  });
});

describe('refreshes', () => {
  test('with two receivers lose no command', async () => {
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
      { receivers: 2 },
    );
    expect(slack.liveConnections).toBe(2);
    for (const [refresh, kind] of (['refresh', 'warning', 'drop'] as const).entries()) {
      slack.disconnectSockets({ kind, count: 1 });
      for (let index = 0; index < 8; index += 1) {
        const typed = await slack.command({ userId: 'U0ANN', text: `${refresh}.${index}` });
        // A warned connection may go at any moment, and then takes an envelope with it.
        if (kind !== 'warning') expect(typed.error).toBeNull();
      }
      await slack.waitForConnections(2);
    }
    expect(seen.filter((text) => text.startsWith('0.'))).toHaveLength(8);
    expect(seen.filter((text) => text.startsWith('2.'))).toHaveLength(8);
  });

  test('with one receiver leave a gap, until it has reconnected', async () => {
    const slack = await startWorkspace();
    await startBoltApp(slack, (app) => {
      app.command('/mfa', async ({ ack }) => ack());
    });
    slack.disconnectSockets({ kind: 'refresh' });
    expect((await slack.command({ userId: 'U0ANN', text: '' })).error).toBe('dispatch_failed');
    await slack.waitForConnections(1);
    expect((await slack.command({ userId: 'U0ANN', text: '' })).error).toBeNull();
  });
});

describe('button presses', () => {
  const confirm = {
    title: { type: 'plain_text', text: 'Require MFA?' },
    text: { type: 'plain_text', text: 'For 3 people' },
    confirm: { type: 'plain_text', text: 'Require' },
    deny: { type: 'plain_text', text: 'Cancel' },
  };
  const button = (value: string, more: object = {}) => ({
    type: 'button',
    action_id: `mfa.${value}`,
    text: { type: 'plain_text', text: value },
    value,
    ...more,
  });
  const blocks = [
    { type: 'actions', block_id: 'choices', elements: [button('later'), button('enforce', { confirm })] },
    { type: 'section', text: { type: 'mrkdwn', text: 'x' }, accessory: button('help') },
  ];

  async function withMessage(setUp: Parameters<typeof startBoltApp>[1]) {
    const slack = await startWorkspace();
    await startBoltApp(slack, setUp);
    const post = { channel: 'U0ANN', text: 'choose', blocks };
    const { ts } = (await webClient(slack).apiCall('chat.postMessage', post)) as unknown as { ts: string };
    return { slack, ts };
  }

  test('arrive as block_actions, and what the app does to the message is collected', async () => {
    const received: BlockAction[] = [];
    const { slack, ts } = await withMessage((app) => {
      app.action(/^mfa\./, async ({ body, ack, respond, client }) => {
        received.push(body as BlockAction);
        await ack();
        const { channel, message } = body as BlockAction;
        await client.chat.update({
          channel: channel?.id ?? '',
          ts: message?.ts ?? '',
          text: 'done',
          blocks: [],
        });
        await respond({ text: 'tomorrow then', replace_original: false });
      });
    });
    const pressed = await slack.press({ userId: 'U0ANN', message: ts, actionId: 'mfa.later' });
    expect(pressed).toMatchObject({ error: null, confirm: null });
    expect(await pressed.waitForReplies(2)).toMatchObject([
      { via: 'chat.update', effect: 'replaced', message: { ts, text: 'done', blocks: [] } },
      { via: 'response_url', effect: 'posted', message: { text: 'tomorrow then', ephemeralTo: 'U0ANN' } },
    ]);
    expect(received).toMatchObject([
      {
        type: 'block_actions',
        team: { id: 'T0CORP' },
        user: { id: 'U0ANN', team_id: 'T0CORP' },
        channel: { name: 'directmessage' },
        container: { type: 'message', message_ts: ts, is_ephemeral: false },
        message: { ts, text: 'choose' },
        actions: [{ type: 'button', action_id: 'mfa.later', block_id: 'choices', value: 'later' }],
        response_url: pressed.responseUrl,
        trigger_id: expect.any(String),
      },
    ]);
    // The button went with the update.
    await expect(slack.press({ userId: 'U0ANN', message: ts, actionId: 'mfa.later' })).rejects.toThrow(
      '0 buttons',
    );
  });

  test('bring up the dialog first, and do nothing when it is denied', async () => {
    const received: string[] = [];
    const { slack, ts } = await withMessage((app) => {
      app.action(/^mfa\./, async ({ ack, action }) => {
        await ack();
        received.push(action.type === 'button' ? (action.value ?? '') : action.type);
      });
    });
    const press = { userId: 'U0ANN', message: ts, value: 'enforce' };
    const denied = await slack.press({ ...press, answer: 'deny' });
    expect(denied).toMatchObject({
      confirm: { title: 'Require MFA?', text: 'For 3 people', confirm: 'Require', deny: 'Cancel' },
      acknowledgedWithinMs: null,
      error: null,
    });
    expect(received).toEqual([]);
    expect((await slack.press(press)).error).toBeNull();
    await slack.press({ userId: 'U0ANN', message: ts, value: 'help' });
    expect(received).toEqual(['enforce', 'help']);
  });

  test('work in a message shown to one person, which can be replaced and taken away', async () => {
    const slack = await startWorkspace();
    const contents: unknown[] = [];
    await startBoltApp(slack, (app) => {
      app.command('/mfa', async ({ ack, respond }) => {
        await ack();
        await respond({
          text: 'sure?',
          blocks: [{ type: 'actions', elements: [button('yes'), button('gone')] }],
        });
      });
      app.action('mfa.yes', async ({ ack, respond, body }) => {
        contents.push((body as BlockAction).message, (body as BlockAction).container.is_ephemeral);
        await ack();
        await respond({ text: 'yes', replace_original: true });
      });
      app.action('mfa.gone', async ({ ack, respond }) => {
        await ack();
        await respond({ delete_original: true });
      });
    });
    const preview = async () => {
      const typed = await slack.command({ userId: 'U0ANN', channelId: 'C0SECURITY', text: '' });
      const [reply] = await typed.waitForReplies(1);
      return reply?.message ?? { ts: '' };
    };
    const first = await preview();
    await expect(slack.press({ userId: 'U0LI', message: first, value: 'yes' })).rejects.toThrow(
      'does not see',
    );
    const pressed = await slack.press({ userId: 'U0ANN', message: first, value: 'yes' });
    expect(await pressed.waitForReplies(1)).toMatchObject([
      { effect: 'replaced', message: { text: 'yes', blocks: [] } },
    ]);
    // Slack keeps no such message, so it does not come back in the payload.
    expect(contents).toEqual([undefined, true]);
    const gone = await slack.press({ userId: 'U0ANN', message: await preview(), value: 'gone' });
    expect(await gone.waitForReplies(1)).toMatchObject([{ effect: 'deleted' }]);
    expect(slack.ephemeralMessages('U0ANN')).toMatchObject([{ text: 'yes' }]);
  });

  test('need a button that is there, and a person who sees it', async () => {
    const { slack, ts } = await withMessage(() => {});
    const press = (more: object) => slack.press({ userId: 'U0ANN', message: ts, ...more });
    await expect(press({ value: 'nuke' })).rejects.toThrow('0 buttons fit');
    await expect(press({})).rejects.toThrow('3 buttons fit');
    await expect(press({ message: '1.000000', value: 'later' })).rejects.toThrow('no message');
    await expect(press({ userId: 'U0LI', value: 'later' })).rejects.toThrow('not in D');
  });
});

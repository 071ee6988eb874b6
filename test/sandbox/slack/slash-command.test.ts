import type { SlashCommand } from '@slack/bolt';
import { expect, test } from 'vitest';
import { startBoltApp, startWorkspace } from './workspace-fixture.ts';

test('a command reaches the app as Slack sends it, and the answer comes through the response_url', async () => {
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

test('a command can be answered in the acknowledgement, to the person or to the channel', async () => {
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

test('a command collects what comes later, also through chat.postEphemeral', async () => {
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

test('a command that the app does not acknowledge in three seconds ends in operation_timeout', async () => {
  const slack = await startWorkspace();
  await startBoltApp(slack, (app) => {
    app.command('/mfa', async () => {});
  });
  const typed = await slack.command({ userId: 'U0ANN', text: '' });
  expect(typed).toMatchObject({ error: 'operation_timeout', acknowledgedWithinMs: null });
  expect(slack.interactions).toMatchObject([{ error: 'operation_timeout' }]);
});

test('a command without a connection ends in dispatch_failed', async () => {
  const slack = await startWorkspace();
  expect(await slack.command({ userId: 'U0ANN', text: '' })).toMatchObject({ error: 'dispatch_failed' });
});

test.each([
  ['somebody who is not there', { userId: 'U0NOBODY' }, 'no member'],
  ['a deactivated member', { userId: 'U0GONE' }, 'cannot type'],
  ['a channel the person is not in', { userId: 'U0LI', channelId: 'C0SECURITY' }, 'not in C0SECURITY'],
])('a command cannot be typed by or in %s', async (_, typed, message) => {
  const slack = await startWorkspace();
  await expect(slack.command({ text: '', ...typed })).rejects.toThrow(message);
});

test('a command does not exist without its scope', async () => {
  const slack = await startWorkspace({ scopes: ['chat:write'] });
  await expect(slack.command({ userId: 'U0ANN', text: '' })).rejects.toThrow('commands');
});

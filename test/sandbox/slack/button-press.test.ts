import type { BlockAction } from '@slack/bolt';
import { expect, test } from 'vitest';
import type { Interaction } from '../../../sandbox/slack/interaction.ts';
import { buttonOf, startBoltApp, startWorkspace, webClient } from './workspace-fixture.ts';

const confirm = {
  title: { type: 'plain_text', text: 'Require MFA?' },
  text: { type: 'plain_text', text: 'For 3 people' },
  confirm: { type: 'plain_text', text: 'Require' },
  deny: { type: 'plain_text', text: 'Cancel' },
};
const blocks = [
  { type: 'actions', block_id: 'choices', elements: [buttonOf('later'), buttonOf('enforce', { confirm })] },
  { type: 'section', text: { type: 'mrkdwn', text: 'x' }, accessory: buttonOf('help') },
];

async function withMessage(setUp: Parameters<typeof startBoltApp>[1]) {
  const slack = await startWorkspace();
  await startBoltApp(slack, setUp);
  const post = { channel: 'U0ANN', text: 'choose', blocks };
  const { ts } = (await webClient(slack).apiCall('chat.postMessage', post)) as unknown as { ts: string };
  return { slack, ts };
}

test('a press arrives as block_actions, and what the app does to the message is collected', async () => {
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

test('a press brings up the dialog first, and does nothing when it is denied', async () => {
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

test('a press works in a message shown to one person, which can be replaced and taken away', async () => {
  const slack = await startWorkspace();
  const contents: unknown[] = [];
  await startBoltApp(slack, (app) => {
    app.command('/mfa', async ({ ack, respond }) => {
      await ack();
      await respond({
        text: 'sure?',
        blocks: [{ type: 'actions', elements: [buttonOf('yes'), buttonOf('gone')] }],
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
    await typed.waitForReplies(1);
    return typed;
  };
  const previewed = ({ replies }: Interaction) => replies[0]?.message ?? { ts: '' };
  const typed = await preview();
  const first = previewed(typed);
  await expect(slack.press({ userId: 'U0LI', message: first, value: 'yes' })).rejects.toThrow('does not see');
  const pressed = await slack.press({ userId: 'U0ANN', message: first, value: 'yes' });
  expect(await pressed.waitForReplies(1)).toMatchObject([
    { effect: 'replaced', message: { text: 'yes', blocks: [] } },
  ]);
  // What was shown first is not rewritten by what came later.
  expect(typed.replies).toMatchObject([{ effect: 'posted', message: { text: 'sure?' } }]);
  // Slack keeps no such message, so it does not come back in the payload.
  expect(contents).toEqual([undefined, true]);
  const gone = await slack.press({ userId: 'U0ANN', message: previewed(await preview()), value: 'gone' });
  expect(await gone.waitForReplies(1)).toMatchObject([{ effect: 'deleted' }]);
  expect(slack.ephemeralMessages('U0ANN')).toMatchObject([{ text: 'yes' }]);
});

test('a press needs a button that is there, and a person who sees it', async () => {
  const { slack, ts } = await withMessage(() => {});
  const press = (more: object) => slack.press({ userId: 'U0ANN', message: ts, ...more });
  await expect(press({ value: 'nuke' })).rejects.toThrow('0 buttons fit');
  await expect(press({})).rejects.toThrow('3 buttons fit');
  await expect(press({ message: '1.000000', value: 'later' })).rejects.toThrow('no message');
  await expect(press({ userId: 'U0LI', value: 'later' })).rejects.toThrow('not in D');
});

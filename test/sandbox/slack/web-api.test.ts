import type { webApi } from '@slack/bolt';
import { expect, test } from 'vitest';
import type { SlackSandbox } from '../../../sandbox/slack/slack-sandbox.ts';
import { APP_TOKEN, refusalOf, SCOPES, sectionOf, startWorkspace, webClient } from './workspace-fixture.ts';

const post = (slack: SlackSandbox, args: object) =>
  webClient(slack).apiCall('chat.postMessage', { text: 'hello', ...args }) as Promise<
    webApi.WebAPICallResult & { ts: string }
  >;

async function openedWith(slack: SlackSandbox, users: string): Promise<string> {
  const { channel } = await webClient(slack).conversations.open({ users });
  return channel?.id ?? '';
}

test('auth.test tells who the bot is and which scopes it has', async () => {
  const slack = await startWorkspace();
  const answer = await webClient(slack).auth.test();
  expect(answer).toMatchObject({ team_id: 'T0CORP', user_id: slack.botUserId });
  expect(answer.response_metadata?.scopes).toEqual(SCOPES);
});

test.each([
  ['no token', '', 'not_authed'],
  ['a token nobody issued', 'xoxb-other', 'invalid_auth'],
  ['the app token', APP_TOKEN, 'not_allowed_token_type'],
])('the Web API refuses %s', async (_, token, code) => {
  const slack = await startWorkspace();
  const answer = await fetch(`${slack.apiUrl}users.list`, {
    method: 'POST',
    headers: token === '' ? {} : { authorization: `Bearer ${token}` },
  });
  expect(await answer.json()).toEqual({ ok: false, error: code });
});

test('a revoked token and a method that does not exist are refused', async () => {
  const slack = await startWorkspace();
  expect(await refusalOf(webClient(slack).apiCall('chat.shout'))).toBe('unknown_method');
  slack.revokeToken();
  expect(await refusalOf(webClient(slack).auth.test())).toBe('token_revoked');
});

test('a missing scope is named together with what was granted', async () => {
  const slack = await startWorkspace({ scopes: ['commands', 'users:read'] });
  await expect(post(slack, { channel: 'C0SECURITY' })).rejects.toMatchObject({
    data: { error: 'missing_scope', needed: 'chat:write', provided: 'commands,users:read' },
  });
  expect(await refusalOf(webClient(slack).users.lookupByEmail({ email: 'ann@corp.example' }))).toBe(
    'missing_scope',
  );
});

test('the app token alone opens Socket Mode connections, and only with its scope', async () => {
  const slack = await startWorkspace({ appScopes: [] });
  expect(await refusalOf(webClient(slack, APP_TOKEN).apps.connections.open({}))).toBe('missing_scope');
  expect(await refusalOf(webClient(slack).apps.connections.open({}))).toBe('not_allowed_token_type');
});

test('users.list pages, and shows e-mail and locale only to who may and asks', async () => {
  const slack = await startWorkspace();
  const first = await webClient(slack).users.list({ limit: 3, include_locale: true });
  expect(first.members?.map((member) => member.id)).toEqual(['U0ANN', 'U0LI', 'U0GONE']);
  expect(first.members?.[1]).toMatchObject({ locale: 'zh-CN', tz: 'Asia/Shanghai' });
  expect(first.members?.[1]?.profile?.email).toBe('li@corp.example');
  const rest = await webClient(slack).users.list({ cursor: first.response_metadata?.next_cursor ?? '' });
  expect(rest.members?.map((member) => member.id)).toEqual([
    'U0ROBOT',
    'U0HIDDEN',
    slack.botUserId,
    'USLACKBOT',
  ]);
  expect(rest.response_metadata?.next_cursor).toBe('');
  expect(await refusalOf(webClient(slack).users.list({ limit: 1001 }))).toBe('invalid_limit');
  expect(await refusalOf(webClient(slack).users.list({ cursor: 'nonsense' }))).toBe('invalid_cursor');

  slack.setScopes(['users:read']);
  const withoutEmail = await webClient(slack).users.info({ user: 'U0LI' });
  expect(withoutEmail.user?.profile?.email).toBeUndefined();
  expect(withoutEmail.user?.locale).toBeUndefined();
});

test('a large workspace wants a page size', async () => {
  const members = Array.from({ length: 1001 }, (_, index) => ({
    id: `U${index}`,
    name: `p${index}`,
    realName: 'P',
    email: null,
    tz: 'UTC',
    locale: 'en-US',
  }));
  const slack = await startWorkspace({ members });
  expect(await refusalOf(webClient(slack).users.list({}))).toBe('limit_required');
});

test('users.lookupByEmail finds active people, whatever the case, and nobody else', async () => {
  const slack = await startWorkspace();
  const lookup = (email: string) => webClient(slack).users.lookupByEmail({ email });
  expect((await lookup('ANN@corp.example')).user?.id).toBe('U0ANN');
  for (const email of ['gone', 'robot', 'hidden', 'nobody'].map((name) => `${name}@corp.example`)) {
    expect(await refusalOf(lookup(email))).toBe('users_not_found');
  }
  slack.deactivate('U0ANN');
  expect(await refusalOf(lookup('ann@corp.example'))).toBe('users_not_found');
});

test.each([
  ['U0GONE', 'user_disabled'],
  ['U0NOBODY', 'user_not_found'],
  ['U0HIDDEN', 'user_not_visible'],
  ['U0ROBOT', 'cannot_dm_bot'],
  ['U0ANN,U0LI', 'missing_scope'],
])('conversations.open refuses %s: %s', async (users, code) => {
  const slack = await startWorkspace();
  expect(await refusalOf(webClient(slack).conversations.open({ users }))).toBe(code);
});

test('a rule of the workspace closes a person to the app, also where the conversation is open', async () => {
  const slack = await startWorkspace();
  const channel = await openedWith(slack, 'U0ANN');
  const post = () => webClient(slack).chat.postMessage({ channel, text: 'Hello' });
  slack.refuseMessagesTo('U0ANN', 'team_access_not_granted');
  expect(await refusalOf(post())).toBe('team_access_not_granted');
  expect(await refusalOf(webClient(slack).conversations.open({ users: 'U0ANN' }))).toBe(
    'team_access_not_granted',
  );
  slack.refuseMessagesTo('U0ANN', null);
  expect(await post()).toMatchObject({ ok: true });
});

test('conversations.open gives the same direct message again', async () => {
  const slack = await startWorkspace();
  const id = await openedWith(slack, 'U0ANN');
  expect(id).toMatch(/^D/);
  expect(await webClient(slack).conversations.open({ users: 'U0ANN' })).toMatchObject({
    already_open: true,
    channel: { id },
  });
});

test('a message reaches the person with its blocks and metadata, and is read back', async () => {
  const slack = await startWorkspace({ now: () => Date.UTC(2026, 0, 5, 9, 30) });
  const channel = await openedWith(slack, 'U0ANN');
  const metadata = { event_type: 'mfa_notice', event_payload: { delivery: 'd-1' } };
  const blocks = [{ ...sectionOf('*Hello*'), block_id: 'notice-d-1' }];
  const { ts } = await post(slack, { channel, blocks, metadata });
  expect(ts).toBe('1767605400.000000');
  expect(slack.directMessages('U0ANN')).toMatchObject([
    { ts, text: 'hello', blocks, metadata, editedTs: null, threadTs: null },
  ]);
  const history = await webClient(slack).conversations.history({ channel, include_all_metadata: true });
  expect(history.messages).toMatchObject([{ ts, text: 'hello', blocks, metadata, user: slack.botUserId }]);
  const without = await webClient(slack).conversations.history({ channel });
  expect(without.messages?.[0]?.metadata).toBeUndefined();
});

test('where metadata needs its scope, history keeps it back and the block_id still tells', async () => {
  const slack = await startWorkspace({ metadataNeedsScope: true });
  const channel = await openedWith(slack, 'U0ANN');
  const metadata = { event_type: 'mfa_notice', event_payload: { delivery: 'd-1' } };
  await post(slack, { channel, metadata, blocks: [{ ...sectionOf('x'), block_id: 'd-1' }] });
  const { messages } = await webClient(slack).conversations.history({ channel, include_all_metadata: true });
  expect(messages?.[0]?.metadata).toBeUndefined();
  expect(messages?.[0]?.blocks?.[0]?.block_id).toBe('d-1');
});

test('a message to a deactivated person is accepted, and nobody reads it', async () => {
  const slack = await startWorkspace();
  const channel = await openedWith(slack, 'U0ANN');
  slack.deactivate('U0ANN');
  expect(await post(slack, { channel })).toMatchObject({ ok: true });
  expect(slack.directMessages('U0ANN')).toEqual([]);
  expect((await webClient(slack).conversations.history({ channel })).messages).toHaveLength(1);
});

test.each([
  ['a private channel the bot is not in', { channel: 'C0SECRET' }, 'channel_not_found'],
  ['a public channel the bot is not in', { channel: 'C0GENERAL' }, 'not_in_channel'],
  ['a channel that does not exist', { channel: 'C0NONE' }, 'channel_not_found'],
  ['nothing to say', { channel: 'C0SECURITY', text: '' }, 'no_text'],
  ['blocks that are no JSON', { channel: 'C0SECURITY', blocks: '[{' }, 'invalid_blocks_format'],
  [
    'a reply to nothing',
    { channel: 'C0SECURITY', thread_ts: '1700000000.000000' },
    'cannot_reply_to_message',
  ],
  ['metadata without a type', { channel: 'C0SECURITY', metadata: { a: 1 } }, 'invalid_metadata_schema'],
  [
    'metadata whose payload is a text',
    { channel: 'C0SECURITY', metadata: { event_type: 'a', event_payload: 'b' } },
    'invalid_metadata_schema',
  ],
  [
    'metadata with objects in objects',
    { channel: 'C0SECURITY', metadata: { event_type: 'a', event_payload: { a: { b: { c: 1 } } } } },
    'invalid_metadata_schema',
  ],
  ['no channel', {}, 'invalid_arguments'],
])('chat.postMessage refuses %s', async (_, args, code) => {
  const slack = await startWorkspace();
  expect(await refusalOf(post(slack, args))).toBe(code);
  expect(slack.channelMessages('C0SECURITY')).toEqual([]);
});

test('51 blocks are refused with a pointer, in both places Slack writes it', async () => {
  const slack = await startWorkspace();
  const blocks = Array.from({ length: 51 }, () => ({ type: 'divider' }));
  await expect(post(slack, { channel: 'C0SECURITY', blocks })).rejects.toMatchObject({
    data: {
      error: 'invalid_blocks',
      errors: ['no more than 50 items allowed [json-pointer:/blocks]'],
      response_metadata: { messages: ['[ERROR] no more than 50 items allowed [json-pointer:/blocks]'] },
    },
  });
});

test('an archived channel, and one the bot was removed from, take no message', async () => {
  const slack = await startWorkspace();
  slack.archive('C0SECURITY');
  expect(await refusalOf(post(slack, { channel: 'C0SECURITY' }))).toBe('is_archived');
  slack.kickBot('C0SECURITY');
  expect(await refusalOf(post(slack, { channel: 'C0SECURITY' }))).toBe('channel_not_found');
});

test('with the Messages tab off no direct message is taken', async () => {
  const slack = await startWorkspace({ messagesTab: false });
  const channel = await openedWith(slack, 'U0ANN');
  expect(await refusalOf(post(slack, { channel }))).toBe('messages_tab_disabled');
});

test('a text over 40,000 characters is cut, with a warning', async () => {
  const slack = await startWorkspace();
  const answer = await post(slack, { channel: 'C0SECURITY', text: 'x'.repeat(40_001) });
  expect(answer).toMatchObject({ warning: 'message_truncated' });
  expect(slack.channelMessages('C0SECURITY')[0]?.text).toHaveLength(40_000);
});

test('replies stand in their thread and out of the history', async () => {
  const slack = await startWorkspace({ scopes: [...SCOPES, 'groups:history'] });
  const { ts } = await post(slack, { channel: 'C0SECURITY' });
  await post(slack, { channel: 'C0SECURITY', text: 'later', thread_ts: ts });
  expect(slack.channelMessages('C0SECURITY')).toMatchObject([{ threadTs: null }, { threadTs: ts }]);
  const { messages } = await webClient(slack).conversations.history({ channel: 'C0SECURITY' });
  expect(messages).toHaveLength(1);
});

test('chat.update changes an own message, keeps what is left out and removes what is emptied', async () => {
  const slack = await startWorkspace();
  const channel = await openedWith(slack, 'U0ANN');
  const metadata = { event_type: 'mfa_notice', event_payload: { delivery: 'd-1' } };
  const { ts } = await post(slack, { channel, metadata, blocks: [sectionOf('old')] });
  const update = (args: object) => webClient(slack).apiCall('chat.update', { channel, ts, ...args });
  await update({ text: 'new' });
  expect(slack.directMessages('U0ANN')).toMatchObject([
    { text: 'new', metadata, blocks: [{ type: 'section' }], editedTs: expect.any(String) },
  ]);
  expect(await refusalOf(update({ text: '', blocks: [] }))).toBe('no_text');
  expect(await refusalOf(update({}))).toBe('no_text');
  const replaced = { event_type: 'mfa_done', event_payload: {} };
  await update({ text: 'new', metadata: replaced });
  expect(slack.directMessages('U0ANN')).toMatchObject([{ metadata: replaced }]);
  await update({ text: 'new', metadata: {} });
  expect(slack.directMessages('U0ANN')).toMatchObject([{ metadata: null }]);
  await update({ text: 'bare', blocks: [] });
  expect(slack.directMessages('U0ANN')).toMatchObject([{ text: 'bare', blocks: [] }]);
  expect(await refusalOf(update({ text: 'x'.repeat(4001) }))).toBe('msg_too_long');
  expect(await refusalOf(update({ ts: '1700000000.000000', text: 'x' }))).toBe('message_not_found');
  const { ts: theirs } = slack.write({ userId: 'U0ANN', channelId: channel, text: 'hi bot' });
  expect(await refusalOf(update({ ts: theirs, text: 'x' }))).toBe('cant_update_message');
  expect(await refusalOf(update({ channel: 'U0ANN', text: 'x' }))).toBe('channel_not_found');
});

test('chat.postEphemeral shows a message to one person in the channel', async () => {
  const slack = await startWorkspace();
  const show = (user: string) =>
    webClient(slack).chat.postEphemeral({ channel: 'C0SECURITY', user, text: 'only you' });
  await show('U0ANN');
  expect(slack.ephemeralMessages('U0ANN')).toMatchObject([{ text: 'only you', channel: 'C0SECURITY' }]);
  expect(slack.channelMessages('C0SECURITY')).toEqual([]);
  expect(await refusalOf(show('U0LI'))).toBe('user_not_in_channel');
});

test('history of a channel needs the scope of that kind of channel', async () => {
  const slack = await startWorkspace();
  const read = (channel: string) => webClient(slack).conversations.history({ channel });
  expect(await refusalOf(read('C0SECURITY'))).toBe('missing_scope');
  slack.setScopes(['im:history', 'groups:history', 'channels:history']);
  expect(await refusalOf(read('C0SECRET'))).toBe('channel_not_found');
  expect(await refusalOf(read('C0GENERAL'))).toBe('not_in_channel');
  expect((await read('C0SECURITY')).messages).toEqual([]);
});

test('history is paged and bounded by oldest and latest, which are left out unless inclusive', async () => {
  const slack = await startWorkspace({ rateLimits: false });
  const channel = await openedWith(slack, 'U0ANN');
  const stamps: string[] = [];
  for (const text of ['1', '2', '3', '4', '5']) stamps.push((await post(slack, { channel, text })).ts);
  const read = (args: object) =>
    webClient(slack).conversations.history({ channel, ...args }) as Promise<{
      messages?: { text?: string }[];
      has_more?: boolean;
      response_metadata?: { next_cursor?: string };
    }>;
  const texts = async (args: object) => (await read(args)).messages?.map((message) => message.text).join('');
  expect(await texts({})).toBe('54321');
  expect(await texts({ oldest: stamps[1] })).toBe('543');
  expect(await texts({ oldest: stamps[1], latest: stamps[3] })).toBe('3');
  expect(await texts({ oldest: stamps[1], latest: stamps[3], inclusive: true })).toBe('432');
  const page = await read({ limit: 2 });
  expect(page.has_more).toBe(true);
  expect(await texts({ limit: 2, cursor: page.response_metadata?.next_cursor })).toBe('32');
  // Asked from `oldest` on, Slack begins there and pages forward.
  const forward = await read({ oldest: stamps[0], limit: 2 });
  expect(forward.messages?.map((message) => message.text).join('')).toBe('32');
  const { next_cursor: cursor } = forward.response_metadata ?? {};
  expect(await texts({ oldest: stamps[0], limit: 2, cursor })).toBe('54');
  expect(await refusalOf(read({ oldest: 'yesterday' }))).toBe('invalid_ts_oldest');
  expect(await refusalOf(read({ cursor: 'nonsense' }))).toBe('invalid_cursor');
  expect(await refusalOf(read({ limit: 1000 }))).toBe('invalid_limit');
});

test('conversations.info needs a read scope and hides private channels from outsiders', async () => {
  const slack = await startWorkspace();
  const read = (channel: string) => webClient(slack).conversations.info({ channel });
  expect(await refusalOf(read('C0SECURITY'))).toBe('missing_scope');
  slack.setScopes(['groups:read', 'channels:read']);
  expect((await read('C0SECURITY')).channel).toMatchObject({
    name: 'security',
    is_private: true,
    is_member: true,
  });
  expect((await read('C0GENERAL')).channel).toMatchObject({ is_member: false });
  expect(await refusalOf(read('C0SECRET'))).toBe('channel_not_found');
});

test('usergroups.users.list lists members, of groups that exist', async () => {
  const slack = await startWorkspace();
  slack.setUsergroup('S0VIEWERS', ['U0LI']);
  const list = (usergroup: string) => webClient(slack).usergroups.users.list({ usergroup });
  expect((await list('S0VIEWERS')).users).toEqual(['U0LI']);
  expect(await refusalOf(list('S0NONE'))).toBe('no_such_subteam');
});

test('blocks.validate judges without a token', async () => {
  const slack = await startWorkspace();
  const validate = async (args: Record<string, string>) => {
    const answer = await fetch(`${slack.apiUrl}blocks.validate`, {
      method: 'POST',
      body: new URLSearchParams(args),
    });
    return answer.json();
  };
  expect(await validate({ blocks: JSON.stringify([sectionOf('fine')]) })).toEqual({ ok: true });
  const bad = [{ type: 'section', text: { type: 'invalid', text: 'x' } }];
  expect(await validate({ blocks: JSON.stringify(bad) })).toMatchObject({
    ok: false,
    error: 'invalid_blocks',
    errors: [
      {
        code: 'failed_constraint',
        message: 'unsupported type: invalid',
        pointer: '/0/text/type',
        constraint: { type: 'enum', expected: ['plain_text', 'mrkdwn'] },
      },
    ],
  });
  expect(await validate({ message: JSON.stringify({ blocks: bad }) })).toMatchObject({
    error: 'invalid_message',
    errors: [{ pointer: '/blocks/0/text/type' }],
  });
  expect(await validate({})).toMatchObject({ error: 'invalid_arguments' });
  expect(await validate({ blocks: '[]', message: '{}' })).toMatchObject({ error: 'invalid_arguments' });
});

test('requests are recorded without the token', async () => {
  const slack = await startWorkspace({ now: () => 1000 });
  await post(slack, { channel: 'C0SECURITY', token: 'xoxb-sandbox' });
  await refusalOf(post(slack, { channel: 'C0SECRET' }));
  expect(slack.requests).toEqual([
    {
      method: 'chat.postMessage',
      args: { channel: 'C0SECURITY', text: 'hello' },
      at: 1000,
      status: 200,
      error: null,
      fault: null,
    },
    expect.objectContaining({ status: 200, error: 'channel_not_found' }),
  ]);
});

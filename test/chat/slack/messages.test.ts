import { describe, expect, test } from 'vitest';
import { DeliveryError } from '../../../src/chat/delivery-error.ts';
import { createDirectMessages } from '../../../src/chat/slack/direct-messages.ts';
import { createMessenger } from '../../../src/chat/slack/messenger.ts';
import { createWebAccess } from '../../../src/chat/slack/web-client.ts';
import { createPacing } from '../../../src/chat/transport/pacing.ts';
import { Secret } from '../../../src/config/secret.ts';
import type { Message } from '../../../src/domain/message.ts';
import { message } from '../contract-kit.ts';
import { directly } from '../directly.ts';
import { APP_TOKEN, BOT_TOKEN } from './tokens.ts';
import { inTime, type SlackUnderTest, slackForTest } from './workspace.ts';

const HELLO = message([{ kind: 'paragraph', text: ['Hello'] }]);
const CHART = message([
  { kind: 'heading', text: 'Digest' },
  { kind: 'chart', title: 'Compliant', series: '%', points: [{ label: '03-01', value: 81.5 }] },
  { kind: 'table', columns: ['User', 'Finding'], rows: [['jane_doe', 'no device']] },
  { kind: 'buttons', buttons: [{ label: 'Report', command: 'report' }] },
]);

const toAnn = ({ slack }: SlackUnderTest, what: Message = HELLO, deliveryId = 'd-1') =>
  slack.messenger.sendToPerson('U0ANN', what, deliveryId, inTime());
const toChannel = ({ slack }: SlackUnderTest, channelId: string) =>
  slack.messenger.sendToChannel(channelId, HELLO, { deliveryId: 'd-1', signal: inTime() });
const calls = ({ sandbox }: SlackUnderTest, method: string) =>
  sandbox.requests.filter((request) => request.method === method);
const typesOf = (blocks: readonly Readonly<Record<string, unknown>>[] | undefined) =>
  blocks?.map(({ type }) => type);
const failure = async (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable(),
    (error: unknown) => error as DeliveryError,
  );

test('a message carries its delivery id twice, names nobody there, and unfurls nothing', async () => {
  const one = await slackForTest();
  await toAnn(one);
  const [sent] = one.sandbox.directMessages('U0ANN');
  expect(sent?.blocks[0]?.block_id).toBe('delivery:d-1');
  expect(sent?.metadata).toEqual({
    event_type: 'ram_mfa_bot_delivery',
    event_payload: { delivery_id: 'd-1' },
  });
  expect(calls(one, 'chat.postMessage')[0]?.args).toMatchObject({
    unfurl_links: 'false',
    unfurl_media: 'false',
  });
});

test('a thread is answered in', async () => {
  const one = await slackForTest();
  const parent = await toChannel(one, 'C0SEC');
  const options = { deliveryId: 'd-2', inThreadOf: parent, signal: inTime() };
  await one.slack.messenger.sendToChannel('C0SEC', HELLO, options);
  expect(one.sandbox.channelMessages('C0SEC')[1]?.threadTs).toBe(parent.messageId);
});

describe('blocks Slack refuses', () => {
  test('charts and tables are native where the workspace has them', async () => {
    const one = await slackForTest();
    await toAnn(one, CHART);
    const types = typesOf(one.sandbox.directMessages('U0ANN')[0]?.blocks);
    expect(types).toEqual(['header', 'data_visualization', 'table', 'actions']);
  });

  test('without charts in the workspace the same goes as words, once', async () => {
    const one = await slackForTest({ dataVisualization: false });
    await toAnn(one, CHART);
    const [sent, ...more] = one.sandbox.directMessages('U0ANN');
    expect(more).toEqual([]);
    expect(typesOf(sent?.blocks)).toEqual([
      'header',
      'rich_text',
      'rich_text',
      'rich_text',
      'rich_text',
      'actions',
    ]);
    expect(JSON.stringify(sent?.blocks)).toContain('03-01: 81.5');
    expect(JSON.stringify(sent?.blocks)).toContain('jane_doe · no device');
    expect(sent?.blocks[0]?.block_id).toBe('delivery:d-1');
  });

  test('refused again: plain text, with what the buttons stand for', async () => {
    const one = await slackForTest();
    one.sandbox.faults.add({ method: 'chat.postMessage', kind: 'error', code: 'invalid_blocks', times: 2 });
    await toAnn(one, CHART);
    const [sent, ...more] = one.sandbox.directMessages('U0ANN');
    expect(more).toEqual([]);
    expect(sent?.blocks).toMatchObject([{ type: 'section', text: { type: 'plain_text' } }]);
    expect(JSON.stringify(sent?.blocks)).toContain('Report: /mfa report');
  });

  test('refused to the end: the message itself is at fault', async () => {
    const one = await slackForTest();
    one.sandbox.faults.add({ method: 'chat.postMessage', kind: 'error', code: 'invalid_blocks', times: 3 });
    expect(await failure(toAnn(one, CHART))).toMatchObject({
      reason: 'message_rejected',
      code: 'invalid_blocks',
    });
    expect(calls(one, 'chat.postMessage')).toHaveLength(3);
  });

  test('an ambiguous answer to the second form ends it', async () => {
    const one = await slackForTest({ dataVisualization: false });
    one.sandbox.faults.add({ method: 'chat.postMessage', kind: 'error', code: 'invalid_blocks' });
    one.sandbox.faults.add({ method: 'chat.postMessage', kind: 'accept_then_reset' });
    expect(await failure(toAnn(one, CHART))).toMatchObject({ reason: 'ambiguous' });
    expect(one.sandbox.directMessages('U0ANN')).toHaveLength(1);
  });
});

describe('what a refusal means', () => {
  test.each([
    ['user_disabled', 'recipient'],
    ['cannot_dm_bot', 'recipient'],
    ['is_archived', 'recipient'],
    ['messages_tab_disabled', 'configuration'],
    ['token_revoked', 'configuration'],
    ['account_inactive', 'configuration'],
    ['restricted_action', 'refused'],
    ['access_denied', 'refused'],
    ['team_access_not_granted', 'refused'],
    ['a_code_of_tomorrow', 'refused'],
    ['app_access_restricted', 'configuration'],
    ['team_not_found', 'configuration'],
    ['ratelimited', 'rate_limited'],
    ['fatal_error', 'ambiguous'],
    ['internal_error', 'ambiguous'],
    ['service_unavailable', 'unavailable'],
    ['metadata_too_large', 'message_rejected'],
  ])('%s to a person: %s', async (code, reason) => {
    const one = await slackForTest();
    one.sandbox.faults.add({ method: 'chat.postMessage', kind: 'error', code });
    const error = await failure(toAnn(one));
    expect(error).toBeInstanceOf(DeliveryError);
    expect(error).toMatchObject({ reason, code });
  });

  test('the same with an empty answer, of which nobody knows', async () => {
    const one = await slackForTest();
    one.sandbox.faults.add({ method: 'chat.postMessage', kind: 'empty', accepted: true });
    expect(await failure(toAnn(one))).toMatchObject({ reason: 'ambiguous', code: 'not_json' });
  });

  test.each(['channel_not_found', 'not_in_channel', 'is_archived', 'restricted_action'])(
    '%s to a channel: that channel',
    async (code) => {
      const one = await slackForTest();
      one.sandbox.faults.add({ method: 'chat.postMessage', kind: 'error', code });
      expect(await failure(toChannel(one, 'C0SEC'))).toMatchObject({ reason: 'channel', code });
    },
  );

  test.each([401, 403, 404])(
    '%i without a code of Slack’s: not the person, nor surely the app',
    async (status) => {
      const one = await slackForTest();
      one.sandbox.faults.add({ method: 'chat.postMessage', kind: 'status', status });
      expect(await failure(toAnn(one))).toMatchObject({ reason: 'unavailable', code: `http_${status}` });
    },
  );

  test.each([
    ['7', 7000],
    ['999999999', 3_600_000],
    ['-5', 30_000],
    ['soon', 30_000],
    ['7 minutes', 30_000],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 1000],
    ['Thu, 31 Dec 2099 00:00:00 GMT', 3_600_000],
  ])('a pause of "%s" is one of %i ms', async (retryAfter, retryAfterMs) => {
    const one = await slackForTest();
    one.sandbox.faults.add({ method: 'chat.postMessage', kind: 'status', status: 429, retryAfter });
    expect(await failure(toAnn(one))).toMatchObject({ reason: 'rate_limited', retryAfterMs });
  });

  test('a missing scope is named', async () => {
    const one = await slackForTest({ scopes: ['chat:write'] });
    const error = await failure(toAnn(one));
    expect(error).toMatchObject({ reason: 'configuration', code: 'missing_scope' });
    expect(error.message).toContain('im:write');
  });

  test('nobody listening: not sent', async () => {
    const one = await slackForTest();
    await one.sandbox.stop();
    expect(await failure(toChannel(one, 'C0SEC'))).toMatchObject({
      reason: 'unavailable',
      code: 'ECONNREFUSED',
    });
  });

  test.each(['server_error', 'reset_before', 'accept_then_500', 'html'] as const)(
    'opening the conversation fails with %s: nothing was sent',
    async (kind) => {
      const one = await slackForTest();
      one.sandbox.faults.add({ method: 'conversations.open', kind });
      expect(await failure(toAnn(one))).toMatchObject({ reason: 'unavailable' });
      expect(calls(one, 'chat.postMessage')).toEqual([]);
    },
  );

  test.each([false, true])('an answer without end is cut off, packed %s', async (packed) => {
    const one = await slackForTest();
    one.sandbox.faults.add({ method: 'chat.postMessage', kind: 'flood', packed });
    expect(await failure(toAnn(one))).toMatchObject({
      reason: 'ambiguous',
      code: 'UND_ERR_RES_EXCEEDED_MAX_SIZE',
    });
  });

  test('no answer within the time-out: ambiguous', async () => {
    const one = await slackForTest();
    const web = createWebAccess({
      botToken: new Secret(BOT_TOKEN),
      appToken: new Secret(APP_TOKEN),
      apiUrl: one.sandbox.apiUrl,
      requestTimeoutMs: 2000,
      wayOut: directly,
    });
    const pace = createPacing(one.clock);
    const directMessages = createDirectMessages({ web, pace, clock: one.clock });
    const evidence = one.slack.messenger;
    const messenger = createMessenger({ web, pace, directMessages, evidence });
    one.sandbox.faults.add({ method: 'chat.postMessage', kind: 'accept_then_hang' });
    expect(await failure(messenger.sendToPerson('U0ANN', HELLO, 'd-1', inTime()))).toMatchObject({
      reason: 'ambiguous',
      code: 'timeout',
    });
  });
});

describe('the conversation with a person', () => {
  test('is opened once for several messages', async () => {
    const one = await slackForTest();
    await toAnn(one);
    await toAnn(one);
    expect(calls(one, 'conversations.open')).toHaveLength(1);
    expect(one.sandbox.directMessages('U0ANN')).toHaveLength(2);
  });

  test('is opened anew after a while, since only that tells who was deactivated', async () => {
    const one = await slackForTest();
    await toAnn(one);
    one.sandbox.deactivate('U0ANN');
    one.clock.advance(24 * 60 * 60_000);
    expect(await failure(toAnn(one))).toMatchObject({ reason: 'recipient', code: 'user_disabled' });
  });

  test('a remembered one that is gone is opened anew, and the message sent once', async () => {
    const one = await slackForTest();
    one.sandbox.faults.add({ method: 'chat.postMessage', kind: 'error', code: 'channel_not_found' });
    expect(await failure(toAnn(one))).toMatchObject({ reason: 'recipient' });
    expect(calls(one, 'conversations.open')).toHaveLength(2);
    await toAnn(one);
    expect(one.sandbox.directMessages('U0ANN')).toHaveLength(1);
  });
});

test('no call is made faster than Slack allows', async () => {
  const one = await slackForTest();
  const startedAt = one.clock.now();
  await Promise.all(
    ['U0ANN', 'U0LI', 'W0GUEST', 'U0TWIN1', 'U0TWIN2'].map((memberId, index) =>
      one.slack.messenger.sendToPerson(memberId, HELLO, `d-${index}`, inTime()),
    ),
  );
  for (let index = 0; index < 60; index += 1) await toChannel(one, 'C0SEC');
  const posts = calls(one, 'chat.postMessage');
  // The sandbox refuses what is too fast.
  expect(posts.map(({ error }) => error)).toEqual(Array.from({ length: 65 }, () => null));
  expect(one.clock.now() - startedAt).toBeGreaterThanOrEqual(64_000);
});

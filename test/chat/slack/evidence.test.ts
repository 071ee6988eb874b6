import { expect, test } from 'vitest';
import { message } from '../contract-kit.ts';
import { inTime, SCOPES, type SlackUnderTest, slackForTest } from './workspace.ts';

const HELLO = message([{ kind: 'paragraph', text: ['Hello'] }]);

const send = ({ slack }: SlackUnderTest, deliveryId = 'd-1') =>
  slack.messenger.sendToPerson('U0ANN', HELLO, deliveryId, inTime());
const find = ({ slack, clock }: SlackUnderTest, signal = inTime(), attemptedAt = clock.now()) =>
  slack.messenger.findDelivered('U0ANN', { deliveryId: 'd-1', attemptedAt }, signal);

test('found without the scope to read metadata', async () => {
  const one = await slackForTest({ metadataNeedsScope: true });
  const reference = await send(one);
  expect(await find(one)).toEqual({ kind: 'delivered', reference });
});

test('found though this machine is ahead of Slack', async () => {
  const one = await slackForTest();
  const reference = await send(one);
  one.clock.advance(50 * 60_000);
  expect(await find(one)).toEqual({ kind: 'delivered', reference });
});

test('found behind many later messages', async () => {
  const one = await slackForTest({ rateLimits: false });
  const reference = await send(one);
  const attemptedAt = one.clock.now();
  for (let index = 0; index < 450; index += 1) {
    one.sandbox.write({ userId: 'U0ANN', channelId: reference.conversationId, text: `question ${index}` });
  }
  expect(await find(one, inTime(), attemptedAt)).toEqual({ kind: 'delivered', reference });
});

test('a message that shows late is found by the second look', async () => {
  const one = await slackForTest();
  one.sandbox.faults.add({ method: 'chat.postMessage', kind: 'reset_before' });
  await expect(send(one)).rejects.toMatchObject({ reason: 'ambiguous' });
  const attemptedAt = one.clock.now();
  const sleep = one.clock.sleep.bind(one.clock);
  one.clock.sleep = async (durationMs, signal) => {
    if (durationMs >= 10_000) await send(one);
    return sleep(durationMs, signal);
  };
  expect(await find(one, inTime(), attemptedAt)).toMatchObject({ kind: 'delivered' });
});

test('without the scope to read the conversation nothing is claimed', async () => {
  const one = await slackForTest({ scopes: SCOPES.filter((scope) => scope !== 'im:history') });
  await send(one);
  expect(await find(one)).toEqual({ kind: 'unreadable', code: 'missing_scope' });
});

test.each(['html', 'empty', 'server_error'] as const)('%s: read again, then found', async (kind) => {
  const one = await slackForTest();
  await send(one);
  one.sandbox.faults.add({ method: 'conversations.history', kind, times: 2 });
  expect(await find(one)).toMatchObject({ kind: 'delivered' });
});

test('never readable: nothing is claimed', async () => {
  const one = await slackForTest();
  one.sandbox.faults.add({ method: 'conversations.history', kind: 'server_error', times: 100 });
  expect(await find(one)).toEqual({ kind: 'unreadable', code: 'http_500' });
});

test('somebody deactivated since: nothing is claimed', async () => {
  const one = await slackForTest();
  await send(one);
  one.sandbox.deactivate('U0ANN');
  one.clock.advance(2 * 60 * 60_000);
  expect(await find(one)).toEqual({ kind: 'unreadable', code: 'user_disabled' });
});

test('stopped: nothing is claimed', async () => {
  const one = await slackForTest();
  await send(one);
  expect(await find(one, AbortSignal.abort())).toEqual({ kind: 'unreadable', code: 'aborted' });
});

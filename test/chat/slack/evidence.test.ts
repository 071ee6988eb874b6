import { describe, expect, test } from 'vitest';
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

test('in a conversation that goes on for ever nothing is claimed', async () => {
  const one = await slackForTest({ rateLimits: false });
  one.sandbox.faults.add({ method: 'conversations.history', kind: 'endless_list', times: 10_000 });
  expect(await find(one)).toEqual({ kind: 'unreadable', code: 'too_many_messages' });
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

describe('what was written to somebody', () => {
  const past = ({ slack }: SlackUnderTest, since = 0) =>
    slack.messenger.deliveriesTo('U0ANN', since, inTime());
  const LONG_ID = Array.from({ length: 60 }, (_, index) => `part-${index}`).join('.');

  test('is read in its order, with the times of the messages', async () => {
    const one = await slackForTest({ metadataNeedsScope: true });
    const at = one.clock.now();
    const references = [await send(one, 'd-1'), await send(one, 'd-2')];
    const read = await past(one);
    expect(read).toMatchObject({
      kind: 'read',
      deliveries: [
        { deliveryId: 'd-1', reference: references[0] },
        { deliveryId: 'd-2', reference: references[1] },
      ],
    });
    if (read.kind === 'read') expect(Math.abs((read.deliveries[0]?.at ?? 0) - at)).toBeLessThan(60_000);
  });

  test('an id longer than a block’s is whole', async () => {
    const one = await slackForTest({ metadataNeedsScope: true });
    const words = ['one', 'two', 'three'].map((text) => ({ kind: 'paragraph', text: [text] }) as const);
    await one.slack.messenger.sendToPerson('U0ANN', message(words), LONG_ID, inTime());
    expect(LONG_ID.length).toBeGreaterThan(255);
    expect(await past(one)).toMatchObject({ deliveries: [{ deliveryId: LONG_ID }] });
  });

  test('is what the message tells since it was changed', async () => {
    const one = await slackForTest();
    const reference = await send(one, 'd-1:told');
    await one.slack.messenger.update({ ...reference, deliveryId: 'd-1' }, HELLO, inTime());
    expect(await past(one)).toMatchObject({ deliveries: [{ deliveryId: 'd-1' }] });
  });

  test('is nothing that the person wrote, however it looks', async () => {
    const one = await slackForTest();
    const { conversationId } = await send(one);
    const forged = { type: 'section', block_id: 'delivery:d-2', text: { type: 'mrkdwn', text: 'Hello' } };
    one.sandbox.write({ userId: 'U0ANN', channelId: conversationId, text: 'Hello', blocks: [forged] });
    expect(await past(one)).toMatchObject({ deliveries: [{ deliveryId: 'd-1' }] });
  });

  test('the newest are read, however much was written', async () => {
    const one = await slackForTest({ rateLimits: false });
    const { conversationId } = await send(one);
    for (let index = 0; index < 4100; index += 1) {
      one.sandbox.write({ userId: 'U0ANN', channelId: conversationId, text: `question ${index}` });
    }
    await send(one, 'd-2');
    expect(await past(one)).toMatchObject({ deliveries: [{ deliveryId: 'd-2' }] });
  });

  test('who cannot be written to fails as sending does; a conversation that cannot be read says so', async () => {
    const one = await slackForTest({ scopes: SCOPES.filter((scope) => scope !== 'im:history') });
    expect(await past(one)).toMatchObject({ kind: 'unreadable', failure: { code: 'missing_scope' } });
    await expect(one.slack.messenger.deliveriesTo('U0NOBODY', 0, inTime())).rejects.toMatchObject({
      reason: 'recipient',
    });
  });
});

import { describe, expect, test } from 'vitest';
import type { BatchMessenger } from '../../../src/chat/chat.ts';
import { message } from '../contract-kit.ts';
import { type DingtalkUnderTest, dingtalkForTest, inTime, member } from './organisation.ts';

const HELLO = message([{ kind: 'paragraph', text: ['Hello'] }]);
const BATCH_SEND = 'POST /v1.0/robot/oToMessages/batchSend';
const PEOPLE = Array.from({ length: 21 }, (_, index) => `p${index}`);
const MEMBERS = PEOPLE.map((userId) => member(userId));

function batch({ dingtalk }: DingtalkUnderTest): BatchMessenger {
  if (dingtalk.batchMessenger === null) throw new Error('no batch messenger');
  return dingtalk.batchMessenger;
}
const sends = ({ sandbox }: DingtalkUnderTest) =>
  sandbox.requests.filter(({ endpoint }) => endpoint === BATCH_SEND);
const send = (one: DingtalkUnderTest, people: readonly string[]) =>
  batch(one).sendToPeople(people, HELLO, inTime());

describe('one call for twenty people', () => {
  test('reaches each of them once', async () => {
    const one = await dingtalkForTest({ members: MEMBERS });
    const people = PEOPLE.slice(0, 20);
    const { outcomes, reference } = await send(one, people);
    expect(batch(one).recipientsMax).toBe(20);
    expect([...outcomes]).toEqual(people.map((userId) => [userId, { kind: 'sent' }]));
    for (const userId of people) {
      expect(one.sandbox.directMessages(userId)).toMatchObject([{ processQueryKey: reference.messageId }]);
    }
    expect([one.memory.calls, one.sandbox.meteredCalls]).toEqual([1, 1]);
  });

  test('more than twenty, or nobody, is a defect', async () => {
    const one = await dingtalkForTest({ members: MEMBERS });
    await expect(send(one, PEOPLE)).rejects.toThrow(RangeError);
    await expect(send(one, [])).rejects.toThrow(RangeError);
    expect(sends(one)).toEqual([]);
  });

  test('each has an outcome of its own', async () => {
    const one = await dingtalkForTest({ members: MEMBERS });
    one.sandbox.setRecipientOutcome('p1', 'filtered');
    one.sandbox.setRecipientOutcome('p2', 'flowControlled');
    const { outcomes } = await send(one, ['p0', 'p1', 'p2', 'nobody']);
    expect(Object.fromEntries(outcomes)).toEqual({
      p0: { kind: 'sent' },
      p1: { kind: 'failed', code: 'filtered' },
      p2: { kind: 'postponed', code: 'flow_controlled', retryAfterMs: 900_000 },
      nobody: { kind: 'failed', code: 'invalid' },
    });
    expect(sends(one)).toHaveLength(1);
  });
});

describe('an id that fails the whole call', () => {
  const failing = () => dingtalkForTest({ members: MEMBERS, undocumented: { unknownUserId: 'fails_batch' } });

  test('fails for that person alone', async () => {
    const one = await failing();
    const { outcomes } = await send(one, ['p0', 'nobody', 'p1']);
    expect(Object.fromEntries(outcomes)).toEqual({
      p0: { kind: 'sent' },
      nobody: { kind: 'failed', code: 'staffId.notExisted' },
      p1: { kind: 'sent' },
    });
    expect(one.sandbox.directMessages('p0')).toHaveLength(1);
    expect(one.memory.calls).toBe(4);
  });

  test('then throttled: who was reached stays so, the others come later', async () => {
    const one = await failing();
    one.sandbox.faults.add({ endpoint: BATCH_SEND, kind: 'error', code: 'staffId.notExisted' });
    const first = one.sandbox.faults;
    const sending = send(one, ['p0', 'p1', 'p2']);
    await expect.poll(() => one.sandbox.directMessages('p0').length, { interval: 1 }).toBe(1);
    first.add({ endpoint: BATCH_SEND, kind: 'qps_403', times: 5 });
    const { outcomes } = await sending;
    expect(outcomes.get('p0')).toEqual({ kind: 'sent' });
    expect(outcomes.get('p2')).toMatchObject({ kind: 'postponed', retryAfterMs: 1000 });
    expect(one.sandbox.directMessages('p2')).toEqual([]);
  });
});

describe('people whom DingTalk refuses', () => {
  test('one of them: the others are reached', async () => {
    const one = await dingtalkForTest({ members: MEMBERS });
    one.sandbox.setRecipientOutcome('p1', 'forbidden');
    const { outcomes } = await send(one, ['p0', 'p1', 'p2', 'p3']);
    expect(Object.fromEntries(outcomes)).toEqual({
      p0: { kind: 'sent' },
      p1: { kind: 'refused', code: 'send.forbidden' },
      p2: { kind: 'sent' },
      p3: { kind: 'sent' },
    });
  });

  test('all of them: found out with three, and the others wait', async () => {
    const one = await dingtalkForTest({ members: MEMBERS });
    for (const userId of PEOPLE) one.sandbox.setRecipientOutcome(userId, 'forbidden');
    const { outcomes } = await send(one, PEOPLE.slice(0, 20));
    const kinds = [...outcomes.values()].map(({ kind }) => kind);
    expect(kinds).toEqual([...Array(3).fill('refused'), ...Array(17).fill('postponed')]);
    expect(sends(one)).toHaveLength(4);
  });

  test('alone in a call: refused, and not asked about twice', async () => {
    const one = await dingtalkForTest({ members: MEMBERS });
    one.sandbox.setRecipientOutcome('p0', 'forbidden');
    await expect(send(one, ['p0'])).rejects.toMatchObject({ reason: 'refused', code: 'send.forbidden' });
    expect(sends(one)).toHaveLength(1);
  });
});

test.each([
  ['accept_then_reset', 'ambiguous'],
  ['qps_403', 'rate_limited'],
  ['quota_403', 'configuration'],
] as const)('%s: the call as a whole is %s, and not repeated', async (kind, reason) => {
  const one = await dingtalkForTest({ members: MEMBERS });
  one.sandbox.faults.add({ endpoint: BATCH_SEND, kind });
  await expect(send(one, ['p0', 'p1'])).rejects.toMatchObject({ reason });
  expect(sends(one)).toHaveLength(1);
});

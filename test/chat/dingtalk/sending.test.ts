import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { FaultKind } from '../../../sandbox/dingtalk/faults.ts';
import { DeliveryError } from '../../../src/chat/delivery-error.ts';
import { link } from '../../../src/domain/message.ts';
import type { WayOut } from '../../../src/net/way-out.ts';
import { message } from '../contract-kit.ts';
import { directly } from '../directly.ts';
import {
  CLIENT_SECRET,
  type DingtalkUnderTest,
  dingtalkForTest,
  GROUP_WITHOUT_BOT,
  inTime,
  OTHER_GROUP,
  SCOPES,
  SECURITY_GROUP,
} from './organisation.ts';

const HELLO = message([{ kind: 'paragraph', text: ['Hello'] }]);
const BATCH_SEND = 'POST /v1.0/robot/oToMessages/batchSend';
const GROUP_SEND = 'POST /v1.0/robot/groupMessages/send';

const toAnn = ({ dingtalk }: DingtalkUnderTest, what = HELLO) =>
  dingtalk.messenger.sendToPerson('ann', what, 'delivery-1', inTime());
const toGroup = ({ dingtalk }: DingtalkUnderTest, group: string, what = HELLO) =>
  dingtalk.messenger.sendToChannel(group, what, { deliveryId: 'delivery-1', signal: inTime() });
const calls = ({ sandbox }: DingtalkUnderTest, endpoint: string) =>
  sandbox.requests.filter((request) => request.endpoint === endpoint);

async function failureOf(work: Promise<unknown>): Promise<DeliveryError> {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DeliveryError);
  return error as DeliveryError;
}

describe('what a refusal means', () => {
  type Refusal = readonly [fault: FaultKind, expected: object, says: RegExp];
  const error = (code: string, status = 400): FaultKind => ({ kind: 'error', code, status });
  const forbidden = (code: string): FaultKind => error(`Forbidden.AccessDenied.${code}`, 403);
  const paused = { reason: 'rate_limited', retryAfterMs: 1000 };
  const configuration = { reason: 'configuration' };

  const REFUSALS: readonly Refusal[] = [
    [{ kind: 'qps_403' }, paused, /asks for a pause/],
    [forbidden('QpmLimitForAppkeyAndApi'), paused, /asks for a pause/],
    [error('send.too.fast'), paused, /asks for a pause/],
    [error('TooManyRequests', 429), paused, /asks for a pause/],
    [{ kind: 'ip_block' }, { reason: 'rate_limited', retryAfterMs: 300_000 }, /blocks this address/],
    [{ kind: 'quota_403' }, configuration, /month’s calls/],
    [
      { kind: 'permission_403', requiredScopes: ['qyapi_robot_sendmsg'] },
      configuration,
      /lacks a permission.*qyapi_robot_sendmsg/,
    ],
    [forbidden('IpNotInWhiteList'), configuration, /network address/],
    [error('invalidParameter.robotCode.notExsit'), configuration, /DINGTALK_ROBOT_CODE/],
    [error('chatbotId.notAllow.sendOTO'), configuration, /DINGTALK_ROBOT_CODE/],
    [error('Forbidden.Somehow', 403), { reason: 'refused' }, /new to the bot/],
    [error('send.forbidden'), { reason: 'refused' }, /ask the administrators/],
    [error('a.code.of.tomorrow'), { reason: 'refused' }, /new to the bot/],
    [error('too.many.people'), paused, /asks for a pause/],
    [error('template.stopped'), configuration, /enabled and published/],
    [error('ip.not.match'), configuration, /network address/],
    [error('staffId.notExisted'), { reason: 'recipient' }, /has this id/],
    [error('robot.oto.notExist'), { reason: 'recipient' }, /sign in to DingTalk once/],
    [error('contain.notAllowed.text'), { reason: 'message_rejected' }, /defect/],
    [error('invalidParameter.msgParam.tooLong'), { reason: 'message_rejected' }, /defect/],
    [error('a code\nof two lines'), { reason: 'refused', code: 'unprintable_code' }, /new to the bot/],
    [error('unknown.send.result'), { reason: 'ambiguous' }, /may have been done/],
    [{ kind: 'server_error' }, { reason: 'ambiguous', code: 'system.error' }, /may have been done/],
    [{ kind: 'gateway_504' }, { reason: 'ambiguous', code: 'http_504' }, /may have arrived/],
    [{ kind: 'empty' }, { reason: 'ambiguous', code: 'not_json' }, /may have arrived/],
  ];

  test.each(REFUSALS)('%j: %j', async (fault, expected, says) => {
    const one = await dingtalkForTest();
    one.sandbox.faults.add({ endpoint: BATCH_SEND, ...fault });
    const failure = await failureOf(toAnn(one));
    expect(failure).toMatchObject(expected);
    expect(failure.message).toMatch(says);
    expect(calls(one, BATCH_SEND)).toHaveLength(1);
    expect(one.sandbox.directMessages('ann')).toEqual([]);
  });

  test.each([401, 403, 404])('%i without a code: not the person, nor surely the app', async (status) => {
    const one = await dingtalkForTest();
    one.sandbox.faults.add({ endpoint: BATCH_SEND, kind: 'status', status, times: 2 });
    expect(await failureOf(toAnn(one))).toMatchObject({ reason: 'unavailable', code: `http_${status}` });
  });

  test.each([
    ['120', 120_000],
    ['999999999', 3_600_000],
    ['soon', 1000],
  ])('a pause of "%s" is one of %i ms', async (retryAfter, retryAfterMs) => {
    const one = await dingtalkForTest();
    one.sandbox.faults.add({ endpoint: BATCH_SEND, kind: 'status', status: 429, retryAfter });
    expect(await failureOf(toAnn(one))).toMatchObject({ reason: 'rate_limited', retryAfterMs });
  });

  test.each([
    ['invalid', { reason: 'recipient', code: 'invalid' }],
    ['filtered', { reason: 'recipient', code: 'filtered' }],
    ['flowControlled', { reason: 'postponed', code: 'flow_controlled', retryAfterMs: 900_000 }],
  ] as const)('left out of a success as %s', async (outcome, expected) => {
    const one = await dingtalkForTest();
    one.sandbox.setRecipientOutcome('ann', outcome);
    expect(await failureOf(toAnn(one))).toMatchObject(expected);
  });

  test('a person nobody is, whichever way DingTalk says so', async () => {
    for (const unknownUserId of ['listed', 'fails_batch'] as const) {
      const { dingtalk } = await dingtalkForTest({ undocumented: { unknownUserId } });
      const sending = dingtalk.messenger.sendToPerson('nobody', HELLO, 'delivery-1', inTime());
      expect(await failureOf(sending)).toMatchObject({ reason: 'recipient' });
    }
  });

  test('a permission the app does not have', async () => {
    const one = await dingtalkForTest({ scopes: [] });
    const error = await failureOf(toAnn(one));
    expect(error).toMatchObject({ reason: 'configuration' });
    expect(error.message).toContain('qyapi_robot_sendmsg');
  });

  test('nobody answers there: not sent, and not counted', async () => {
    const one = await dingtalkForTest();
    await toAnn(one);
    await one.sandbox.stop();
    expect(await failureOf(toAnn(one))).toMatchObject({ reason: 'unavailable', code: 'ECONNREFUSED' });
    expect(one.memory.calls).toBe(1);
  });

  test.each([false, true])('an answer without end is cut off, packed %s', async (packed) => {
    const one = await dingtalkForTest();
    one.sandbox.faults.add({ endpoint: BATCH_SEND, kind: 'flood', packed });
    expect(await failureOf(toAnn(one))).toMatchObject({
      reason: 'ambiguous',
      code: 'UND_ERR_RES_EXCEEDED_MAX_SIZE',
    });
  });

  test('a token that cannot be had: nothing was sent, so nothing is ambiguous', async () => {
    const one = await dingtalkForTest();
    one.sandbox.faults.add({ endpoint: 'POST /v1.0/oauth2/accessToken', kind: 'accept_then_500' });
    expect(await failureOf(toAnn(one))).toMatchObject({ reason: 'unavailable' });
    one.sandbox.faults.add({ endpoint: 'POST /v1.0/oauth2/accessToken', kind: 'reset_before' });
    expect(await failureOf(toAnn(one))).toMatchObject({ reason: 'unavailable' });
    await toAnn(one);
    expect(one.sandbox.directMessages('ann')).toHaveLength(1);
  });
});

describe('groups', () => {
  test('without the robot, unknown or gone: the group, not the configuration', async () => {
    const one = await dingtalkForTest();
    one.sandbox.disband(OTHER_GROUP);
    for (const group of [GROUP_WITHOUT_BOT, 'cidNowhere==', OTHER_GROUP]) {
      expect(await failureOf(toGroup(one, group))).toMatchObject({ reason: 'channel' });
    }
  });

  test('a long message is cut to what a group takes', async () => {
    const one = await dingtalkForTest();
    const items = Array.from({ length: 1000 }, (_, index) => [`用户 ${index}（未绑定设备）`]);
    await toGroup(one, SECURITY_GROUP, message([{ kind: 'bullets', items }]));
    const [seen] = one.sandbox.groupMessages(SECURITY_GROUP);
    expect(seen?.shownText).toMatch(/… and \d+ more/);
  });

  test('a reference is the message DingTalk names', async () => {
    const one = await dingtalkForTest();
    const reference = await toGroup(one, SECURITY_GROUP);
    expect(reference).toEqual({
      conversationId: SECURITY_GROUP,
      messageId: one.sandbox.groupMessages(SECURITY_GROUP)[0]?.processQueryKey,
    });
    expect(await one.dingtalk.messenger.update({ ...reference, deliveryId: 'd-1' }, HELLO, inTime())).toBe(
      'unsupported',
    );
  });
});

describe('an address DingTalk takes for unsafe', () => {
  const WITH_LINK = message([
    { kind: 'paragraph', text: ['Open ', link('the console', 'https://a.example/')] },
  ]);

  test.each([
    ['to a person', BATCH_SEND, toAnn, ({ sandbox }: DingtalkUnderTest) => sandbox.directMessages('ann')],
    [
      'to a group',
      GROUP_SEND,
      (one: DingtalkUnderTest, what: typeof HELLO) => toGroup(one, SECURITY_GROUP, what),
      ({ sandbox }: DingtalkUnderTest) => sandbox.groupMessages(SECURITY_GROUP),
    ],
  ] as const)('%s: sent once more, as words', async (_, endpoint, send, seen) => {
    const one = await dingtalkForTest();
    one.sandbox.faults.add({ endpoint, kind: 'unsafe_url', times: 10 });
    await send(one, WITH_LINK);
    expect(seen(one)).toMatchObject([{ shownText: 'Open the console', links: [] }]);
    expect(calls(one, endpoint)).toHaveLength(2);
    expect(one.memory.calls).toBe(2);
  });

  test('refused again: rejected, and not tried for ever', async () => {
    const one = await dingtalkForTest();
    one.sandbox.faults.add({ endpoint: BATCH_SEND, kind: 'error', code: 'contain.unsafe.url', times: 10 });
    expect(await failureOf(toAnn(one, WITH_LINK))).toMatchObject({ reason: 'message_rejected' });
    expect(calls(one, BATCH_SEND)).toHaveLength(2);
  });

  test('without a link to leave out: once', async () => {
    const one = await dingtalkForTest();
    one.sandbox.faults.add({ endpoint: BATCH_SEND, kind: 'error', code: 'contain.unsafe.url', times: 10 });
    expect(await failureOf(toAnn(one))).toMatchObject({ reason: 'message_rejected' });
    expect(calls(one, BATCH_SEND)).toHaveLength(1);
  });
});

describe('the token', () => {
  const TOKEN = 'POST /v1.0/oauth2/accessToken';

  test('is asked for once, however many wait for it', async () => {
    const one = await dingtalkForTest();
    await Promise.all([toAnn(one), toAnn(one), toGroup(one, SECURITY_GROUP)]);
    expect(calls(one, TOKEN)).toHaveLength(1);
  });

  test('is renewed before it runs out', async () => {
    const one = await dingtalkForTest();
    await toAnn(one);
    one.clock.advance(2 * 60 * 60_000 - 60_000);
    await toAnn(one);
    expect(calls(one, TOKEN)).toHaveLength(2);
    expect(calls(one, BATCH_SEND).map(({ error }) => error)).toEqual([null, null]);
  });

  test('revoked before its time: one more, and the message goes out once', async () => {
    const one = await dingtalkForTest();
    await toAnn(one);
    one.sandbox.expireToken();
    await toAnn(one);
    expect(one.sandbox.directMessages('ann')).toHaveLength(2);
    expect(calls(one, TOKEN)).toHaveLength(2);
  });

  test('refused again and again: said, and not asked for ever', async () => {
    const one = await dingtalkForTest();
    one.sandbox.faults.add({ endpoint: BATCH_SEND, kind: 'token_expired', times: 10 });
    const error = await failureOf(toAnn(one));
    expect(error).toMatchObject({ reason: 'configuration', code: 'InvalidAuthentication' });
    expect(error.message).toContain('DINGTALK_CLIENT_SECRET');
    expect(calls(one, BATCH_SEND)).toHaveLength(2);
  });

  test('one that waits and is stopped does not stop the others', async () => {
    const one = await dingtalkForTest();
    const stopping = new AbortController();
    const stopped = one.dingtalk.messenger.sendToPerson('li', HELLO, 'delivery-2', stopping.signal);
    const other = toAnn(one);
    stopping.abort();
    expect(await failureOf(stopped)).toMatchObject({ reason: 'unavailable', code: 'aborted' });
    await other;
    expect(one.sandbox.directMessages('li')).toEqual([]);
    expect(one.sandbox.directMessages('ann')).toHaveLength(1);
  });

  test('stands in no error and no log line, nor does the secret', async () => {
    const issued: string[] = [];
    const fetch: WayOut['fetch'] = (url, request) => {
      issued.push(new Headers(request.headers).get('x-acs-dingtalk-access-token') ?? '');
      return directly.fetch(url, request);
    };
    const one = await dingtalkForTest({}, { wayOut: { ...directly, fetch } });
    one.sandbox.faults.add({ endpoint: BATCH_SEND, kind: 'reset_before' });
    const error = await failureOf(toAnn(one));
    const written = `${one.logged()}${inspect([error, one.dingtalk], { depth: null, showHidden: true })}`;
    const secrets = [CLIENT_SECRET, ...issued.filter((token) => token !== '')];
    expect(secrets.length).toBeGreaterThan(1);
    for (const secret of secrets) expect(written).not.toContain(secret);
  });
});

describe('rate and count', () => {
  test('stays below twenty calls a second', async () => {
    const one = await dingtalkForTest();
    for (let index = 0; index < 60; index += 1) await toAnn(one);
    expect(calls(one, BATCH_SEND).map(({ error }) => error)).toEqual(Array(60).fill(null));
    const perSecond = Map.groupBy(calls(one, BATCH_SEND), ({ at }) => Math.floor(at / 1000));
    expect(Math.max(...[...perSecond.values()].map((made) => made.length))).toBeLessThan(20);
  });

  test('every metered call that left is counted, and no other', async () => {
    const one = await dingtalkForTest({ scopes: SCOPES });
    await toAnn(one);
    await toGroup(one, SECURITY_GROUP);
    await one.dingtalk.directory.byMemberId('ann', inTime());
    expect(one.memory.calls).toBe(2);
    one.sandbox.faults.add({ endpoint: BATCH_SEND, kind: 'accept_then_reset' });
    await failureOf(toAnn(one));
    expect(one.memory.calls).toBe(3);
    expect(one.sandbox.meteredCalls).toBe(3);
  });

  test('a call that is refused because nothing is left is not counted, and remembered until one is taken', async () => {
    const one = await dingtalkForTest();
    one.sandbox.faults.add({ endpoint: BATCH_SEND, kind: 'quota_403' });
    await failureOf(toAnn(one));
    expect([one.memory.calls, one.memory.refusedWith]).toEqual([
      0,
      'Forbidden.AccessDenied.ApiCountLimitForOrg',
    ]);
    await toAnn(one);
    expect([one.memory.calls, one.memory.refusedWith]).toEqual([1, null]);
  });

  test('an abort before the request leaves costs nothing', async () => {
    const one = await dingtalkForTest();
    const sending = one.dingtalk.messenger.sendToPerson('ann', HELLO, 'delivery-1', AbortSignal.abort());
    expect(await failureOf(sending)).toMatchObject({ reason: 'unavailable' });
    expect(one.memory.calls).toBe(0);
    expect(one.sandbox.requests).toEqual([]);
  });
});

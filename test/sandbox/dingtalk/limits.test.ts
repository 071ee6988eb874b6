import { describe, expect, test } from 'vitest';
import {
  answerBySession,
  callApi,
  callOapi,
  SECURITY,
  sendToGroup,
  sendToPeople,
  startListening,
  startOrganisation,
  tokenFor,
  toPeople,
} from './organisation-fixture.ts';

const SEND = '/v1.0/robot/oToMessages/batchSend';

describe('calls a second', () => {
  test('are 20 of each endpoint, by the given clock', async () => {
    let now = Date.UTC(2026, 0, 5);
    const dingtalk = await startOrganisation({ now: () => now });
    const token = await tokenFor(dingtalk);
    const send = () => callApi(dingtalk, SEND, toPeople(['ann']), { token });
    for (let call = 0; call < 20; call += 1) expect((await send()).status).toBe(200);
    const code = 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi';
    expect(await send()).toMatchObject({ status: 403, body: { code } });
    expect(dingtalk.requests.at(-1)).toMatchObject({ error: code, metered: false, status: 403 });
    expect(dingtalk.directMessages('ann')).toHaveLength(20);
    const other = { robotCode: 'x', openConversationId: SECURITY };
    expect((await callApi(dingtalk, '/v1.0/robot/groupMessages/send', other, { token })).status).toBe(400);
    now += 1000;
    expect((await send()).status).toBe(200);
    expect(dingtalk.meteredCalls).toBe(22);
  });

  test('of the old API are refused inside a 200', async () => {
    const dingtalk = await startOrganisation({ now: () => 0 });
    const token = await tokenFor(dingtalk);
    const look = () => callOapi(dingtalk, '/topapi/v2/user/get', { userid: 'ann' }, { token });
    for (let call = 0; call < 20; call += 1) expect((await look()).body.errcode).toBe(0);
    expect(await look()).toMatchObject({ status: 200, body: { errcode: 88, sub_code: '90018' } });
  });

  test('can be any number', async () => {
    const dingtalk = await startOrganisation({ now: () => 0, rateLimits: false });
    for (let call = 0; call < 30; call += 1) expect((await sendToPeople(dingtalk, ['ann'])).status).toBe(200);
  });
});

describe('the month', () => {
  test('has its number of metered calls, and begins anew in China', async () => {
    let now = Date.UTC(2026, 0, 31, 15, 59);
    const dingtalk = await startOrganisation({ now: () => now, monthlyQuota: 2 });
    expect((await sendToPeople(dingtalk, ['ann', 'li'])).status).toBe(200);
    expect((await sendToGroup(dingtalk, SECURITY)).status).toBe(200);
    expect(dingtalk.meteredCalls).toBe(2);
    const exceeded = { status: 403, body: { code: 'Forbidden.AccessDenied.ApiCountLimitForOrg' } };
    expect(await sendToPeople(dingtalk, ['ann'])).toMatchObject(exceeded);
    expect(await sendToGroup(dingtalk, SECURITY)).toMatchObject(exceeded);
    expect(dingtalk.meteredCalls).toBe(2);
    now += 60_000;
    expect(dingtalk.meteredCalls).toBe(0);
    expect((await sendToPeople(dingtalk, ['ann'])).status).toBe(200);
  });

  test('does not count tokens and looking people up', async () => {
    const dingtalk = await startOrganisation({ monthlyQuota: 0 });
    await tokenFor(dingtalk);
    await callOapi(dingtalk, '/topapi/v2/user/getbymobile', { mobile: '13900000001' });
    await callOapi(dingtalk, '/topapi/v2/user/list', { dept_id: 1, cursor: 0, size: 10 });
    await callOapi(dingtalk, '/topapi/v2/department/listsub', {});
    expect((await callOapi(dingtalk, '/topapi/v2/user/get', { userid: 'ann' })).body).toMatchObject({
      errcode: 0,
    });
    expect(dingtalk.meteredCalls).toBe(0);
    expect(dingtalk.requests.every(({ metered }) => !metered)).toBe(true);
  });

  test('counts asking whether a message was read', async () => {
    const dingtalk = await startOrganisation();
    await callApi(dingtalk, '/v1.0/robot/oToMessages/readStatus?robotCode=dingrobot', null, {
      method: 'GET',
    });
    expect(dingtalk.meteredCalls).toBe(1);
  });

  test('can be used up at once', async () => {
    const dingtalk = await startOrganisation();
    dingtalk.useUpMonthlyQuota();
    expect((await sendToPeople(dingtalk, ['ann'])).status).toBe(403);
  });
});

test('beyond the quota of received messages they arrive without text', async () => {
  const dingtalk = await startOrganisation({ monthlyStreamQuota: 3 });
  const messages = await startListening(dingtalk);
  const first = await dingtalk.say({ userId: 'ann', text: '/mfa' });
  expect(messages[0]).toMatchObject({ text: { content: '/mfa' } });
  // An answer counts as well.
  await answerBySession(first.sessionWebhook, { msgtype: 'text', text: { content: 'Hello' } });
  await dingtalk.say({ userId: 'ann', text: '/mfa' });
  await dingtalk.say({ userId: 'ann', text: '/mfa', as: 'richText' });
  expect(messages[1]).toHaveProperty('text');
  expect(messages[2]).toMatchObject({
    errorCode: 20_001,
    errorMessage: expect.any(String),
    senderStaffId: 'ann',
  });
  for (const field of ['text', 'content']) expect(messages[2]).not.toHaveProperty(field);
});

import { expect, test } from 'vitest';
import {
  CLIENT_ID,
  CLIENT_SECRET,
  callApi,
  callOapi,
  sendToPeople,
  startOrganisation,
  tokenFor,
  toPeople,
} from './organisation-fixture.ts';

const TOKEN = '/v1.0/oauth2/accessToken';
const SEND = '/v1.0/robot/oToMessages/batchSend';

test.each([
  ['a wrong secret', { appKey: CLIENT_ID, appSecret: 'guessed' }],
  ['an unknown app', { appKey: 'dingother', appSecret: CLIENT_SECRET }],
  ['nothing', {}],
])('%s gets no token', async (_, credentials) => {
  const dingtalk = await startOrganisation();
  const answer = await callApi(dingtalk, TOKEN, credentials, { token: null });
  expect(answer).toMatchObject({ status: 400, body: { code: 'invalidClientIdOrSecret' } });
  expect(answer.body.requestid).toMatch(/^[0-9A-F]{8}-/);
});

test('the secret is in no recorded request', async () => {
  const dingtalk = await startOrganisation();
  const token = await tokenFor(dingtalk);
  await callOapi(dingtalk, '/topapi/v2/user/get', { userid: 'ann' }, { token });
  const recorded = JSON.stringify(dingtalk.requests);
  expect(recorded).toContain(CLIENT_ID);
  expect(recorded).not.toContain(CLIENT_SECRET);
  expect(recorded).not.toContain(token);
});

test('a form is no JSON', async () => {
  const dingtalk = await startOrganisation();
  const body = new URLSearchParams({ appKey: CLIENT_ID, appSecret: CLIENT_SECRET });
  const response = await fetch(`${dingtalk.apiUrl}${TOKEN}`, { method: 'POST', body });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ code: 'Missingbody' });
});

test('it stays the same while it is valid, and is valid from anew', async () => {
  let now = Date.UTC(2026, 0, 5);
  const dingtalk = await startOrganisation({ now: () => now });
  const first = await tokenFor(dingtalk);
  now += 7_000_000;
  expect(await tokenFor(dingtalk)).toBe(first);
  now += 7_199_999;
  expect((await callApi(dingtalk, SEND, toPeople(['ann']), { token: first })).status).toBe(200);
  now += 1;
  const refused = await callApi(dingtalk, SEND, toPeople(['ann']), { token: first });
  expect(refused).toMatchObject({ status: 400, body: { code: 'InvalidAuthentication' } });
  expect(await tokenFor(dingtalk)).not.toBe(first);
});

test('the new API takes it in its header alone', async () => {
  const dingtalk = await startOrganisation();
  const token = await tokenFor(dingtalk);
  const missing = { status: 400, body: { code: 'AuthenticationFailed.MissingParameter' } };
  expect(await callApi(dingtalk, SEND, toPeople(['ann']), { token: null })).toMatchObject(missing);
  const inQuery = `${SEND}?access_token=${token}`;
  expect(await callApi(dingtalk, inQuery, toPeople(['ann']), { token: null })).toMatchObject(missing);
  expect(await callApi(dingtalk, SEND, toPeople(['ann']), { token: 'made-up' })).toMatchObject({
    status: 400,
    body: { code: 'InvalidAuthentication' },
  });
  expect(dingtalk.directMessages('ann')).toEqual([]);
});

test('the old API takes it in the query or a form, and refuses inside a 200', async () => {
  const dingtalk = await startOrganisation();
  const path = '/topapi/v2/user/get';
  expect(await callOapi(dingtalk, path, { userid: 'ann' }, { token: null })).toMatchObject({
    status: 200,
    body: { errcode: 88, sub_code: '40000' },
  });
  expect(await callOapi(dingtalk, path, { userid: 'ann' }, { token: 'made-up' })).toMatchObject({
    status: 200,
    body: {
      errcode: 88,
      sub_code: '40014',
      errmsg: 'ding talk error[subcode=40014,submsg=不合法的access_token]',
    },
  });
  const body = new URLSearchParams({ userid: 'ann', access_token: await tokenFor(dingtalk) });
  const response = await fetch(`${dingtalk.oapiUrl}${path}`, { method: 'POST', body });
  expect(await response.json()).toMatchObject({ errcode: 0, result: { userid: 'ann' } });
});

test('neither host answers for the other', async () => {
  const dingtalk = await startOrganisation();
  const token = await tokenFor(dingtalk);
  const swapped = { ...dingtalk, apiUrl: dingtalk.oapiUrl, oapiUrl: dingtalk.apiUrl };
  expect((await callApi(swapped, SEND, toPeople(['ann']), { token })).body).toMatchObject({ errcode: 22 });
  const elsewhere = await callOapi(swapped, '/topapi/v2/user/get', { userid: 'ann' }, { token });
  expect(elsewhere).toMatchObject({ status: 404, body: { code: 'InvalidAction.NotFound' } });
});

test('revoked credentials end everything', async () => {
  const dingtalk = await startOrganisation();
  const token = await tokenFor(dingtalk);
  dingtalk.revokeCredentials();
  expect(await callApi(dingtalk, SEND, toPeople(['ann']), { token })).toMatchObject({ status: 400 });
  expect(await sendToPeople(dingtalk, ['ann'])).toMatchObject({ body: { code: 'InvalidAuthentication' } });
  const credentials = { appKey: CLIENT_ID, appSecret: CLIENT_SECRET };
  expect((await callApi(dingtalk, TOKEN, credentials, { token: null })).status).toBe(400);
});

import { describe, expect, test } from 'vitest';
import type { DingtalkSandbox } from '../../../sandbox/dingtalk/dingtalk-sandbox.ts';
import type { FaultKind } from '../../../sandbox/dingtalk/faults.ts';
import {
  answerBySession,
  callApi,
  callOapi,
  sendToPeople,
  startListening,
  startOrganisation,
  tokenFor,
  toPeople,
} from './organisation-fixture.ts';

const SEND = 'POST /v1.0/robot/oToMessages/batchSend';
const DETAILS = 'POST /topapi/v2/user/get';
const SESSION = 'POST /robot/sendBySession';

/** Status and body as text, or the failure of the request. */
async function outcomeOf(dingtalk: DingtalkSandbox, timeoutMs = 5000): Promise<string> {
  const token = await tokenFor(dingtalk);
  try {
    const response = await fetch(`${dingtalk.apiUrl}/v1.0/robot/oToMessages/batchSend`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-acs-dingtalk-access-token': token },
      body: JSON.stringify(toPeople(['ann'])),
      signal: AbortSignal.timeout(timeoutMs),
    });
    return `${response.status} ${await response.text()}`;
  } catch (error) {
    return String(error);
  }
}

interface Case {
  readonly fault: FaultKind;
  readonly outcome: RegExp;
  /** How many messages there are. */
  readonly stored: number;
}

test.each<Case>([
  { fault: { kind: 'qps_403' }, outcome: /^403 .*QpsLimitForAppkeyAndApi/, stored: 0 },
  { fault: { kind: 'quota_403' }, outcome: /^403 .*ApiCountLimitForOrg/, stored: 0 },
  {
    fault: { kind: 'permission_403' },
    outcome: /^403 .*requiredScopes":\["qyapi_robot_sendmsg"\]/,
    stored: 0,
  },
  { fault: { kind: 'server_error' }, outcome: /^500 .*system\.error/, stored: 0 },
  { fault: { kind: 'gateway_504' }, outcome: /^504 Gateway/, stored: 0 },
  { fault: { kind: 'gateway_504', accepted: true }, outcome: /^504 Gateway/, stored: 1 },
  { fault: { kind: 'token_expired' }, outcome: /^400 .*InvalidAuthentication/, stored: 0 },
  { fault: { kind: 'ip_block' }, outcome: /^200 \{"status":1111/, stored: 0 },
  { fault: { kind: 'ip_block', as: 'html' }, outcome: /^200 <!DOCTYPE/, stored: 0 },
  { fault: { kind: 'accept_then_500' }, outcome: /^500 Internal/, stored: 1 },
  { fault: { kind: 'accept_then_reset' }, outcome: /^TypeError: fetch failed/, stored: 1 },
  { fault: { kind: 'accept_then_cut_body' }, outcome: /^TypeError: terminated/, stored: 1 },
  { fault: { kind: 'reset_before' }, outcome: /^TypeError: fetch failed/, stored: 0 },
  { fault: { kind: 'html' }, outcome: /^200 <!DOCTYPE/, stored: 0 },
  { fault: { kind: 'html', accepted: true }, outcome: /^200 <!DOCTYPE/, stored: 1 },
  { fault: { kind: 'empty' }, outcome: /^200 $/, stored: 0 },
  { fault: { kind: 'empty', accepted: true }, outcome: /^200 $/, stored: 1 },
  { fault: { kind: 'error', code: 'robot.oto.notExist' }, outcome: /^400 .*robot\.oto\.notExist/, stored: 0 },
  { fault: { kind: 'error', code: 'busy', status: 503 }, outcome: /^503 .*busy/, stored: 0 },
])('$fault.kind (stored: $stored)', async ({ fault, outcome, stored }) => {
  const dingtalk = await startOrganisation();
  dingtalk.faults.add({ endpoint: SEND, ...fault });
  expect(await outcomeOf(dingtalk)).toMatch(outcome);
  expect(dingtalk.directMessages('ann')).toHaveLength(stored);
  expect(dingtalk.requests.at(-1)).toMatchObject({
    endpoint: SEND,
    fault: fault.kind,
    metered: stored === 1,
  });
  expect(dingtalk.requests.at(-1)?.error === null).toBe(stored === 1);
  expect(dingtalk.meteredCalls).toBe(stored);
  expect(await outcomeOf(dingtalk)).toMatch(/^200 .*processQueryKey/);
  expect(dingtalk.directMessages('ann')).toHaveLength(stored + 1);
});

test('an answer that never comes leaves the message there', async () => {
  const dingtalk = await startOrganisation();
  dingtalk.faults.add({ endpoint: SEND, kind: 'accept_then_hang' });
  expect(await outcomeOf(dingtalk, 100)).toMatch(/TimeoutError/);
  expect(dingtalk.directMessages('ann')).toHaveLength(1);
  expect(dingtalk.requests.at(-1)).toMatchObject({ status: null, error: null });
});

test('what is accepted is checked all the same', async () => {
  const dingtalk = await startOrganisation();
  dingtalk.faults.add({ endpoint: SEND, kind: 'accept_then_500' });
  const answer = await callApi(dingtalk, '/v1.0/robot/oToMessages/batchSend', toPeople(['ann']), {
    token: 'x',
  }).catch(String);
  expect(answer).toContain('SyntaxError');
  expect(dingtalk.directMessages('ann')).toEqual([]);
  expect(dingtalk.requests.at(-1)).toMatchObject({ status: 500, error: 'InvalidAuthentication' });
});

test('an expired token stays expired, and the next one is another', async () => {
  const dingtalk = await startOrganisation();
  const token = await tokenFor(dingtalk);
  dingtalk.faults.add({ endpoint: DETAILS, kind: 'token_expired' });
  const look = (used: string) =>
    callOapi(dingtalk, '/topapi/v2/user/get', { userid: 'ann' }, { token: used });
  expect((await look(token)).body).toMatchObject({ errcode: 88, sub_code: '40014' });
  expect((await look(token)).body).toMatchObject({ errcode: 88 });
  const next = await tokenFor(dingtalk);
  expect(next).not.toBe(token);
  expect((await look(next)).body).toMatchObject({ errcode: 0 });
});

test('unsafe_url strikes messages that lead outside DingTalk alone', async () => {
  const dingtalk = await startOrganisation();
  dingtalk.faults.add({ endpoint: SEND, kind: 'unsafe_url', times: 2 });
  const send = async (text: string) => {
    const msgParam = JSON.stringify({ title: 'MFA', text });
    return (await sendToPeople(dingtalk, ['ann'], { msgParam })).body.code;
  };
  const wrapped = `dingtalk://dingtalkclient/page/link?url=${encodeURIComponent('https://play.example')}`;
  expect(await send('plain')).toBeUndefined();
  expect(await send('[x](https://open.dingtalk.com/a)')).toBeUndefined();
  expect(await send('[x](https://play.example)')).toBe('contain.unsafe.url');
  expect(await send(`[x](${wrapped})`)).toBe('contain.unsafe.url');
  expect(await send('[x](https://play.example)')).toBeUndefined();
});

describe('the old API and session webhooks', () => {
  test.each([
    [DETAILS, 'qps_403', { errcode: 88, sub_code: '90018' }],
    [DETAILS, 'quota_403', { errcode: 88, sub_code: '90020' }],
    [DETAILS, 'permission_403', { errcode: 88, sub_code: '60011' }],
    [DETAILS, 'server_error', { errcode: -1 }],
    [DETAILS, 'gateway_504', { errcode: 15, sub_code: 'isp.top-remote-connection-timeout' }],
    [SESSION, 'qps_403', { errcode: 410_100 }],
    [SESSION, 'token_expired', { errcode: 300_001 }],
    [SESSION, 'unsafe_url', { errcode: 430_101 }],
    [SESSION, 'server_error', { errcode: -1 }],
  ] as const)('%s: %s is said inside a 200', async (endpoint, kind, body) => {
    const dingtalk = await startOrganisation();
    await startListening(dingtalk);
    dingtalk.faults.add({ endpoint, kind });
    const typed = await dingtalk.say({ userId: 'ann', text: '/mfa' });
    const content = 'https://play.example';
    const answer =
      endpoint === SESSION
        ? await answerBySession(typed.sessionWebhook, { msgtype: 'text', text: { content } })
        : await callOapi(dingtalk, '/topapi/v2/user/get', { userid: 'ann' });
    expect(answer).toMatchObject({ status: 200, body });
    expect(typed.replies).toEqual([]);
  });

  test('are not given answers they never give', async () => {
    const dingtalk = await startOrganisation();
    expect(() => dingtalk.faults.add({ endpoint: DETAILS, kind: 'unsafe_url' })).toThrow('never answers');
    expect(() => dingtalk.faults.add({ endpoint: SESSION, kind: 'quota_403' })).toThrow('never answers');
  });
});

test('faults by probability repeat with the seed, until they are cleared', async () => {
  const strikes = async (seed: number) => {
    const dingtalk = await startOrganisation({ seed, rateLimits: false });
    dingtalk.faults.add({ endpoint: SEND, kind: 'qps_403', probability: 0.5 });
    const outcomes: boolean[] = [];
    for (let call = 0; call < 20; call += 1)
      outcomes.push((await sendToPeople(dingtalk, ['ann'])).status === 403);
    dingtalk.faults.clear();
    expect((await sendToPeople(dingtalk, ['ann'])).status).toBe(200);
    return outcomes;
  };
  const once = await strikes(42);
  expect(once).toEqual(await strikes(42));
  expect(once).not.toEqual(await strikes(43));
  expect(new Set(once)).toEqual(new Set([true, false]));
});

import { describe, expect, test } from 'vitest';
import { type DingtalkUnderTest, dingtalkForTest, inTime, member, SCOPES } from './organisation.ts';

const DAY_MS = 24 * 60 * 60_000;
const calls = ({ sandbox }: DingtalkUnderTest, path: string) =>
  sandbox.requests.filter(({ endpoint }) => endpoint === `POST ${path}`);
const found = (memberId: string) => ({ kind: 'found', person: expect.objectContaining({ memberId }) });
const without = (...scopes: readonly string[]) => SCOPES.filter((scope) => !scopes.includes(scope));

test('what is known of people', async () => {
  const { dingtalk } = await dingtalkForTest();
  expect(await dingtalk.directory.byMemberId('li', inTime())).toEqual({
    kind: 'found',
    person: { chat: 'dingtalk', memberId: 'li', displayName: '李伟', timeZone: null, language: null },
  });
});

test.each([
  ['gone', { kind: 'not_joined', memberId: 'gone' }],
  ['outsider', { kind: 'none' }],
  ['nobody', { kind: 'none' }],
])('%s is nobody to write to, and why', async (memberId, lookup) => {
  const { dingtalk } = await dingtalkForTest();
  expect(await dingtalk.directory.byMemberId(memberId, inTime())).toEqual(lookup);
});

test('outside the range of the app: not said to be nobody', async () => {
  const { dingtalk } = await dingtalkForTest();
  const hidden = await dingtalk.directory.byMemberId('hidden', inTime());
  expect(hidden).toMatchObject({ kind: 'unreadable', code: '50002' });
});

describe('by mobile number', () => {
  test.each([
    ['86-13800138000', found('ann')],
    ['+86 138 0013 8000', found('ann')],
    ['65-81234567', found('li')],
    // Never signed in.
    ['86-13800138001', { kind: 'not_joined', memberId: 'gone' }],
    ['86-13899999999', { kind: 'none' }],
    ['86-12', { kind: 'none' }],
    ['no number', { kind: 'none' }],
  ])('%s', async (mobile, expected) => {
    const { dingtalk } = await dingtalkForTest();
    expect(await dingtalk.directory.byMobile(mobile, inTime())).toEqual(expected);
  });

  test('without the permission: unreadable, with its code', async () => {
    const { dingtalk } = await dingtalkForTest({ scopes: without('qyapi_get_member_by_mobile') });
    const lookup = await dingtalk.directory.byMobile('86-13800138000', inTime());
    expect(lookup).toMatchObject({ kind: 'unreadable', code: '60011' });
  });
});

describe('the manager', () => {
  test.each([
    ['ann', found('boss')],
    ['li', { kind: 'none' }],
    // The manager has left.
    ['gone', { kind: 'none' }],
    ['nobody', { kind: 'none' }],
  ])('of %s', async (memberId, expected) => {
    const { dingtalk } = await dingtalkForTest();
    expect(await dingtalk.directory.managerOf(memberId, inTime())).toEqual(expected);
  });
});

describe('by address', () => {
  test('in any case, in any department, both of a person’s', async () => {
    const { dingtalk } = await dingtalkForTest();
    const lookUp = (email: string) => dingtalk.directory.byEmail(email, inTime());
    expect(await lookUp(' li.wei@CORP.example ')).toEqual(found('li'));
    expect(await lookUp('boss@corp.example')).toEqual(found('boss'));
    expect(await lookUp('chief@corp.example')).toEqual(found('boss'));
    expect(await lookUp('gone@corp.example')).toEqual({ kind: 'not_joined', memberId: 'gone' });
    expect(await lookUp('nobody@corp.example')).toEqual({ kind: 'none' });
    expect(await lookUp('TWINS@corp.example')).toEqual({ kind: 'ambiguous', memberIds: ['twin1', 'twin2'] });
  });

  test('page by page', async () => {
    const members = Array.from({ length: 250 }, (_, index) => member(`p${index}`));
    const one = await dingtalkForTest({ members });
    expect(await one.dingtalk.directory.byEmail('p249@corp.example', inTime())).toEqual(found('p249'));
    expect(calls(one, '/topapi/v2/user/list').map(({ args }) => args.cursor)).toEqual([0, 100, 200, 0, 0]);
  });

  test('a list that goes on for ever is broken off, and nobody is taken for missing', async () => {
    const one = await dingtalkForTest();
    const endpoint = 'POST /topapi/v2/user/list';
    one.sandbox.faults.add({ endpoint, kind: 'endless_list', times: 10_000 });
    const lookUp = await one.dingtalk.directory.byEmail('nobody@corp.example', inTime());
    expect(lookUp).toMatchObject({ kind: 'unreadable', code: 'cursor_repeated' });
    expect(calls(one, '/topapi/v2/user/list')).toHaveLength(2);
  });

  test('the organisation is read once a day, whoever asks and how many at once', async () => {
    const one = await dingtalkForTest();
    const lookUp = () => one.dingtalk.directory.byEmail('ann@corp.example', inTime());
    await Promise.all([lookUp(), lookUp(), lookUp()]);
    const perReading = calls(one, '/topapi/v2/user/list').length;
    one.clock.advance(DAY_MS - 60_000);
    await lookUp();
    expect(calls(one, '/topapi/v2/user/list')).toHaveLength(perReading);
    one.sandbox.addMember(member('new', { departmentIds: [3] }));
    one.clock.advance(120_000);
    expect(await one.dingtalk.directory.byEmail('new@corp.example', inTime())).toEqual(found('new'));
    expect(calls(one, '/topapi/v2/user/list')).toHaveLength(2 * perReading);
  });

  test.each([
    ['qyapi_get_department_member', '60011'],
    ['qyapi_get_department_list', '60011'],
    ['fieldEmail', 'no_email_field'],
  ])('without %s: nobody is found so, which one line says', async (scope, code) => {
    const one = await dingtalkForTest({ scopes: without(scope) });
    for (const email of ['ann@corp.example', 'li.wei@corp.example']) {
      expect(await one.dingtalk.directory.byEmail(email, inTime())).toEqual({ kind: 'none' });
    }
    const lines = one.logged().trim().split('\n');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(code);
    expect(await one.dingtalk.directory.byMemberId('ann', inTime())).toEqual(found('ann'));
  });

  test('a list that breaks off is no list: unreadable for a minute, then read again', async () => {
    const one = await dingtalkForTest();
    one.sandbox.faults.add({ endpoint: 'POST /topapi/v2/department/listsub', kind: 'error', code: '60003' });
    const lookUp = () => one.dingtalk.directory.byEmail('ann@corp.example', inTime());
    expect(await lookUp()).toMatchObject({ kind: 'unreadable', code: '60003' });
    expect(await lookUp()).toMatchObject({ kind: 'unreadable', code: '60003' });
    one.clock.advance(61_000);
    expect(await lookUp()).toEqual(found('ann'));
  });

  test('stopping one reader does not stop another', async () => {
    const { dingtalk } = await dingtalkForTest();
    const stopping = new AbortController();
    const first = dingtalk.directory.byEmail('ann@corp.example', stopping.signal);
    const second = dingtalk.directory.byEmail('ann@corp.example', inTime());
    stopping.abort();
    expect(await first).toMatchObject({ kind: 'unreadable', code: 'aborted' });
    expect(await second).toEqual(found('ann'));
  });

  test('who waits for what another one reads is stopped as well', async () => {
    const one = await dingtalkForTest();
    one.sandbox.faults.add({ endpoint: 'POST /topapi/v2/user/list', kind: 'accept_then_hang' });
    const reading = new AbortController();
    const first = one.dingtalk.directory.byEmail('ann@corp.example', reading.signal);
    await expect.poll(() => calls(one, '/topapi/v2/user/list').length).toBe(1);
    const waiting = new AbortController();
    const second = one.dingtalk.directory.byEmail('ann@corp.example', waiting.signal);
    waiting.abort();
    expect(await second).toMatchObject({ kind: 'unreadable', code: 'aborted' });
    reading.abort();
    expect(await first).toMatchObject({ kind: 'unreadable', code: 'aborted' });
  });
});

describe('reading', () => {
  test.each(['server_error', 'qps_403', 'accept_then_reset', 'html', 'gateway_504'] as const)(
    'patiently through %s',
    async (kind) => {
      const one = await dingtalkForTest();
      one.sandbox.faults.add({ endpoint: 'POST /topapi/v2/user/get', kind, times: 3 });
      expect(await one.dingtalk.directory.byMemberId('ann', inTime())).toEqual(found('ann'));
      expect(calls(one, '/topapi/v2/user/get')).toHaveLength(4);
    },
  );

  test('not for ever', async () => {
    const one = await dingtalkForTest();
    one.sandbox.faults.add({ endpoint: 'POST /topapi/v2/user/get', kind: 'server_error', times: 100 });
    expect(await one.dingtalk.directory.byMemberId('ann', inTime())).toMatchObject({
      kind: 'unreadable',
      code: '-1',
    });
    expect(calls(one, '/topapi/v2/user/get')).toHaveLength(5);
  });

  test('codes as numbers or as text', async () => {
    for (const errcode of ['number', 'string'] as const) {
      const { dingtalk } = await dingtalkForTest({ undocumented: { errcode } });
      expect(await dingtalk.directory.byMemberId('ann', inTime())).toEqual(found('ann'));
      expect(await dingtalk.directory.byMemberId('nobody', inTime())).toEqual({ kind: 'none' });
    }
  });

  test('each person once a day, an unknown one once an hour', async () => {
    const one = await dingtalkForTest();
    const lookUp = (memberId: string) => one.dingtalk.directory.byMemberId(memberId, inTime());
    await lookUp('ann');
    await lookUp('new');
    one.clock.advance(DAY_MS / 24 + 1000);
    one.sandbox.addMember(member('new'));
    expect(await lookUp('new')).toEqual(found('new'));
    await lookUp('ann');
    expect(calls(one, '/topapi/v2/user/get').map(({ args }) => args.userid)).toEqual(['ann', 'new', 'new']);
  });

  test('refused credentials are not offered for each person anew', async () => {
    const one = await dingtalkForTest();
    one.sandbox.revokeCredentials();
    for (const memberId of ['ann', 'li', 'boss']) {
      const lookup = await one.dingtalk.directory.byMemberId(memberId, inTime());
      expect(lookup).toMatchObject({ kind: 'unreadable', code: 'invalidClientIdOrSecret' });
    }
    expect(calls(one, '/v1.0/oauth2/accessToken')).toHaveLength(1);
  });
});

import { describe, expect, test } from 'vitest';
import type { DingtalkSandbox } from '../../../sandbox/dingtalk/dingtalk-sandbox.ts';
import { callOapi, MEMBERS, SCOPES, startOrganisation } from './organisation-fixture.ts';

const call = async (dingtalk: DingtalkSandbox, path: string, body: object) =>
  (await callOapi(dingtalk, `/topapi/v2/${path}`, body)).body;

const listed = (answer: Readonly<Record<string, unknown>>) =>
  answer.result as { has_more: unknown; next_cursor?: number; list: Record<string, unknown>[] };

test('a colleague is found by mobile', async () => {
  const dingtalk = await startOrganisation();
  expect(await call(dingtalk, 'user/getbymobile', { mobile: '13900000001' })).toMatchObject({
    errcode: 0,
    errmsg: 'ok',
    result: { userid: 'ann' },
  });
});

test.each([
  ['user/getbymobile', { mobile: '13900000002' }, 60_121],
  ['user/getbymobile', { mobile: '86-13900000001' }, 40_104],
  ['user/getbymobile', { mobile: '13900000008' }, 60_121],
  ['user/getbymobile', { mobile: '13900000009' }, 50_002],
  ['user/getbymobile', {}, 400_002],
  ['user/get', { userid: 'nobody' }, 33_012],
  ['user/get', { userid: 'guest' }, 33_012],
  ['user/get', { userid: 'hidden' }, 50_002],
  ['user/get', {}, 400_002],
  ['user/list', { dept_id: 1, cursor: 0, size: 101 }, 40_035],
  ['user/list', { dept_id: 1, cursor: 0, size: 0 }, 40_035],
  ['user/list', { dept_id: 1, cursor: 0 }, 400_002],
  ['user/list', { dept_id: 9, cursor: 0, size: 10 }, 60_003],
  ['department/listsub', { dept_id: 9 }, 60_003],
])('%s %o is refused with %i, in a 200', async (path, body, errcode) => {
  const dingtalk = await startOrganisation();
  const answer = await callOapi(dingtalk, `/topapi/v2/${path}`, body);
  expect(answer).toMatchObject({ status: 200, body: { errcode } });
  expect(answer.body).not.toHaveProperty('result');
});

test('who left is found no more', async () => {
  const dingtalk = await startOrganisation();
  dingtalk.removeMember('ann');
  expect(await call(dingtalk, 'user/getbymobile', { mobile: '13900000001' })).toMatchObject({
    errcode: 60_121,
  });
  expect(await call(dingtalk, 'user/get', { userid: 'ann' })).toMatchObject({ errcode: 33_012 });
});

test('details name the manager, and leave out what nobody filled in', async () => {
  const dingtalk = await startOrganisation();
  expect((await call(dingtalk, 'user/get', { userid: 'ann' })).result).toMatchObject({
    userid: 'ann',
    name: 'ANN',
    mobile: '13900000001',
    email: 'ann@corp.example',
    org_email: 'ann@mail.corp.example',
    manager_userid: 'boss',
    dept_id_list: [1],
    active: true,
    admin: false,
  });
  const { result } = await call(dingtalk, 'user/get', { userid: 'li' });
  for (const field of ['mobile', 'email', 'manager_userid']) expect(result).not.toHaveProperty(field);
});

describe('permissions', () => {
  test.each([
    ['user/getbymobile', { mobile: '13900000001' }, 'qyapi_get_member_by_mobile'],
    ['user/get', { userid: 'ann' }, 'qyapi_get_member'],
    ['user/list', { dept_id: 1, cursor: 0, size: 10 }, 'qyapi_get_department_member'],
    ['department/listsub', {}, 'qyapi_get_department_list'],
  ])('%s is named when it is missing', async (path, body, scope) => {
    const dingtalk = await startOrganisation({ scopes: SCOPES.filter((one) => one !== scope) });
    const answer = await call(dingtalk, path, body);
    expect(answer).toMatchObject({ errcode: 88, sub_code: '60011' });
    expect(answer.errmsg).toContain(`requiredScopes=[${scope}]`);
  });

  test('without those of fields, the fields are missing and nothing is said', async () => {
    const scopes = SCOPES.filter((scope) => !scope.startsWith('field'));
    const dingtalk = await startOrganisation({ scopes });
    const { result } = await call(dingtalk, 'user/get', { userid: 'ann' });
    const [inList] = listed(await call(dingtalk, 'user/list', { dept_id: 1, cursor: 0, size: 1 })).list;
    for (const details of [result, inList]) {
      expect(details).toMatchObject({ userid: 'ann' });
      for (const field of ['mobile', 'email']) expect(details).not.toHaveProperty(field);
    }
    expect(inList).not.toHaveProperty('org_email');
  });
});

test('a department is read page by page, its own people only', async () => {
  const many = Array.from({ length: 250 }, (_, index) => ({
    userId: `user${index}`,
    name: `User ${index}`,
    mobile: null,
    email: `user${index}@corp.example`,
    managerUserId: null,
    departmentIds: [3],
  }));
  const dingtalk = await startOrganisation({ members: [...MEMBERS, ...many] });
  const seen: unknown[] = [];
  const sizes: number[] = [];
  let cursor: number | undefined = 0;
  while (cursor !== undefined) {
    const page = listed(await call(dingtalk, 'user/list', { dept_id: 3, cursor, size: 100 }));
    sizes.push(page.list.length);
    seen.push(...page.list.map(({ userid }) => userid));
    cursor = page.has_more === true ? page.next_cursor : undefined;
  }
  expect(sizes).toEqual([100, 100, 50]);
  expect(new Set(seen).size).toBe(250);
  const root = listed(await call(dingtalk, 'user/list', { dept_id: 1, cursor: 0, size: 100 }));
  expect(root.list.map(({ userid }) => userid)).toEqual(['ann', 'boss']);
});

test('departments are told one level at a time, from the root unless said otherwise', async () => {
  const dingtalk = await startOrganisation();
  const below = async (body: object) =>
    ((await call(dingtalk, 'department/listsub', body)).result as { dept_id: number }[]).map(
      (one) => one.dept_id,
    );
  expect(await below({})).toEqual([2]);
  expect(await below({ dept_id: 2 })).toEqual([3]);
  expect(await below({ dept_id: 3 })).toEqual([]);
});

test('errcode may be a text', async () => {
  const dingtalk = await startOrganisation({ undocumented: { errcode: 'string' } });
  expect(await call(dingtalk, 'user/get', { userid: 'ann' })).toMatchObject({ errcode: '0' });
  expect(await call(dingtalk, 'user/get', { userid: 'nobody' })).toMatchObject({ errcode: '33012' });
});

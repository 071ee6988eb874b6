import {
  GetLoginProfileRequest,
  GetUserMFAInfoRequest,
  GetUserRequest,
  ListAccessKeysRequest,
  ListUsersRequest,
  UpdateLoginProfileRequest,
} from '@alicloud/ram20150501';
import { describe, expect, it } from 'vitest';
import { ACCOUNT_ID, largeAccount, READER, startSandbox } from './sandbox-fixture.ts';
import { genericCaller, ramClient, refusal } from './sdk-clients.ts';

describe('RAM 2015-05-01 through the typed SDK', () => {
  it('lists users, 100 a page unless asked for more', async () => {
    const { url } = await startSandbox({ accounts: [largeAccount(250)] });
    const ram = ramClient(url, READER);
    const names: string[] = [];
    const sizes: number[] = [];
    let marker: string | undefined;
    for (let page = 0; page < 10; page += 1) {
      const { body } = await ram.listUsers(new ListUsersRequest(marker ? { marker } : {}));
      const users = body?.users?.user ?? [];
      sizes.push(users.length);
      names.push(...users.map((user) => user.userName ?? ''));
      if (!body?.isTruncated) break;
      marker = body.marker;
    }
    expect(sizes).toEqual([100, 100, 51]);
    expect(new Set(names).size).toBe(251);
  });

  it('shows a user, with the e-mail address on the China site only', async () => {
    const sandbox = await startSandbox();
    const { body } = await ramClient(sandbox.url, READER).getUser(new GetUserRequest({ userName: 'alice' }));
    expect(body?.user).toMatchObject({ userName: 'alice', lastLoginDate: '2026-11-20T08:00:00Z' });
    expect(body?.user?.email).toBeUndefined();
    const { userId } = sandbox.account(ACCOUNT_ID).user('alice');
    expect(body?.user?.userId).toBe(userId);
  });

  it('tells the login profile without its Status', async () => {
    const { url } = await startSandbox();
    const { body } = await ramClient(url, READER).getLoginProfile(
      new GetLoginProfileRequest({ userName: 'erin' }),
    );
    expect(body?.loginProfile).toMatchObject({ userName: 'erin', MFABindRequired: false });
    expect(
      await genericCaller(url, READER)('ram', 'GetLoginProfile', { UserName: 'erin' }),
    ).not.toHaveProperty('LoginProfile.Status');
  });

  it.each([
    ['alice', 'EntityNotExist.User.MFADevice'],
    ['dora', 'EntityNotExist.User.MFADevice'],
    ['nobody', 'EntityNotExist.User'],
  ])('knows no MFA device of %s', async (userName, code) => {
    const { url } = await startSandbox();
    const asked = ramClient(url, READER).getUserMFAInfo(new GetUserMFAInfoRequest({ userName }));
    expect(await refusal(asked)).toMatchObject({ code, statusCode: 404, name: 'ClientError' });
  });

  it.each([
    ['bob', 'VMFA', 'bob'],
    ['carol', 'U2F', 'key'],
  ])('knows the MFA device of %s', async (userName, type, device) => {
    const { url } = await startSandbox();
    const { body } = await ramClient(url, READER).getUserMFAInfo(new GetUserMFAInfoRequest({ userName }));
    expect(body?.MFADevice).toMatchObject({ type, serialNumber: `acs:ram::${ACCOUNT_ID}:mfa/${device}` });
  });

  it('lists virtual devices only, bound or not', async () => {
    const { url } = await startSandbox();
    const { body } = await ramClient(url, READER).listVirtualMFADevices();
    const devices = body?.virtualMFADevices?.virtualMFADevice ?? [];
    expect(devices.map((device) => [device.serialNumber?.split('/')[1], device.user?.userName])).toEqual([
      ['bob', 'bob'],
      ['spare', undefined],
    ]);
  });

  it('requires MFA and changes nothing else', async () => {
    const sandbox = await startSandbox();
    const before = { ...sandbox.account(ACCOUNT_ID).user('alice').loginProfile };
    const { body } = await ramClient(sandbox.url, READER).updateLoginProfile(
      new UpdateLoginProfileRequest({ userName: 'alice', MFABindRequired: true }),
    );
    expect(Object.keys(body?.toMap() ?? {})).toEqual(['RequestId']);
    const after = sandbox.account(ACCOUNT_ID).user('alice').loginProfile;
    expect(after).toEqual({ ...before, mfaBindRequired: true, updateDate: after?.updateDate });
    expect(sandbox.requests.entries.at(-1)?.params).toEqual({ UserName: 'alice', MFABindRequired: 'true' });
  });

  it('creates no login profile on the way', async () => {
    const sandbox = await startSandbox();
    const asked = ramClient(sandbox.url, READER).updateLoginProfile(
      new UpdateLoginProfileRequest({ userName: 'mfa-reader', MFABindRequired: true }),
    );
    expect(await refusal(asked)).toMatchObject({ code: 'EntityNotExist.User.LoginProfile', statusCode: 404 });
    expect(sandbox.account(ACCOUNT_ID).user('mfa-reader').loginProfile).toBeNull();
  });

  it('counts a password that came with the update', async () => {
    const sandbox = await startSandbox();
    await ramClient(sandbox.url, READER).updateLoginProfile(
      new UpdateLoginProfileRequest({ userName: 'alice', password: 'new' }),
    );
    expect(sandbox.account(ACCOUNT_ID).user('alice').loginProfile?.passwordChanges).toBe(1);
  });

  it('lists access keys and the alias', async () => {
    const { url } = await startSandbox();
    const ram = ramClient(url, READER);
    const keys = await ram.listAccessKeys(new ListAccessKeysRequest({ userName: 'mfa-reader' }));
    expect(keys.body?.accessKeys?.accessKey).toMatchObject([
      { accessKeyId: READER.accessKeyId, status: 'Active' },
    ]);
    expect((await ram.getAccountAlias()).body?.accountAlias).toBe('example');
  });

  it.each([
    ['ListUsers', { MaxItems: '1001' }, 'InvalidParameter.MaxItems'],
    ['ListUsers', { MaxItems: '0' }, 'InvalidParameter.MaxItems'],
    ['ListUsers', { MaxItems: 'many' }, 'InvalidParameter.MaxItems'],
    ['ListUsers', { Marker: 'made-up' }, 'InvalidParameter.Marker'],
    ['GetUser', {}, 'MissingUserName'],
    ['GetUser', { UserName: 'a b' }, 'InvalidParameter.UserName.InvalidChars'],
    ['GetUser', { UserName: 'alice@example.onaliyun.com' }, 'InvalidParameter.UserName.InvalidChars'],
    ['GetUser', { UserName: 'x'.repeat(65) }, 'InvalidParameter.UserName.Length'],
    ['UpdateLoginProfile', { UserName: 'alice', MFABindRequired: 'yes' }, 'InvalidParameter.MFABindRequired'],
  ] as [string, Record<string, string>, string][])('refuses %s %j', async (action, query, code) => {
    const { url } = await startSandbox();
    const asked = genericCaller(url, READER)('ram', action, query);
    expect(await refusal(asked)).toMatchObject({ code, statusCode: 400 });
  });
});

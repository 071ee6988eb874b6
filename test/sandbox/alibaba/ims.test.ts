import { describe, expect, it } from 'vitest';
import { createLoginProfile } from '../../../sandbox/alibaba/index.ts';
import { ACCOUNT_ID, COMPANY, largeAccount, READER, ROOT, startSandbox } from './sandbox-fixture.ts';
import { genericCaller, type Json, refusal } from './sdk-clients.ts';

function names(users: readonly Json[]): string[] {
  return users.map((user) => user.UserPrincipalName.split('@')[0]);
}

async function allPages(page: (marker: Record<string, string>) => Promise<Json>): Promise<Json[]> {
  const pages: Json[] = [];
  for (let marker = {}; pages.length < 100; marker = { Marker: pages.at(-1).Marker }) {
    pages.push(await page(marker));
    if (!pages.at(-1).IsTruncated) return pages;
  }
  throw new Error('The list does not end.');
}

describe('IMS 2019-08-15 ListUsers', () => {
  it('lists active users unless asked for others', async () => {
    const { url } = await startSandbox();
    const call = genericCaller(url, READER);
    const plain = await call('ims', 'ListUsers');
    expect(names(plain.Users.User)).not.toContain('frozen');
    expect(plain.IsTruncated).toBe(false);
    expect(plain).not.toHaveProperty('Marker');
    expect(names((await call('ims', 'ListUsers', { Status: 'freeze' })).Users.User)).toEqual(['frozen']);
    const all = await call('ims', 'ListUsers', { Status: 'active,freeze' });
    expect(names(all.Users.User)).toEqual(COMPANY.users?.map((user) => user.userName));
  });

  it('sends the fields the documents name', async () => {
    const sandbox = await startSandbox();
    const { Users } = await genericCaller(sandbox.url, READER)('ims', 'ListUsers');
    expect(Users.User[0]).toEqual({
      UserPrincipalName: 'alice@example.onaliyun.com',
      UserId: sandbox.account(ACCOUNT_ID).user('alice').userId,
      DisplayName: 'Alice Liddell',
      Comments: '',
      CreateDate: '2024-03-01T08:00:00Z',
      UpdateDate: '2024-03-01T08:00:00Z',
      LastLoginDate: '2026-11-20T08:00:00Z',
      ProvisionType: 'Manual',
      Status: 'active',
      Tags: { Tag: [{ TagKey: 'slack-user-id', TagValue: 'U0ALICE' }] },
    });
  });

  it('tells e-mail and mobile on the China site', async () => {
    const { url } = await startSandbox({ accounts: [{ ...COMPANY, site: 'cn' }] });
    const { Users } = await genericCaller(url, READER)('ims', 'ListUsers', { MaxItems: '1' });
    expect(Users.User[0]).toMatchObject({ Email: 'alice@corp.example', MobilePhone: '' });
  });

  it('pages through 5,000 users, 1,000 at a time', async () => {
    const { url } = await startSandbox({ accounts: [largeAccount(5000)] });
    const call = genericCaller(url, READER);
    const pages = await allPages((marker) => call('ims', 'ListUsers', marker));
    expect(pages.map((page) => page.Users.User.length)).toEqual([1000, 1000, 1000, 1000, 1000, 1]);
    expect(new Set(pages.flatMap((page) => names(page.Users.User))).size).toBe(5001);
  });

  it('neither skips nor repeats anybody when users come and go between pages', async () => {
    const sandbox = await startSandbox({ accounts: [largeAccount(20)] });
    const call = genericCaller(sandbox.url, READER);
    const account = sandbox.account(ACCOUNT_ID);
    const first = await call('ims', 'ListUsers', { MaxItems: '10' });
    account.deleteUser('user-0003');
    account.addUser({ userName: 'newcomer' });
    const second = await call('ims', 'ListUsers', { MaxItems: '20', Marker: first.Marker });
    expect(names(second.Users.User)).toEqual([
      ...Array.from({ length: 10 }, (_, index) => `user-${String(index + 10).padStart(4, '0')}`),
      'mfa-reader',
      'newcomer',
    ]);
  });

  it('does not accept the marker of another list', async () => {
    const { url } = await startSandbox({ accounts: [largeAccount(20)] });
    const call = genericCaller(url, READER);
    const { Marker } = await call('ram', 'ListUsers', { MaxItems: '10' });
    expect((await refusal(call('ims', 'ListUsers', { Marker }))).code).toBe('InvalidParameter.Marker');
  });
});

describe('IMS 2019-08-15, one user', () => {
  it('is found by exactly one of three names', async () => {
    const sandbox = await startSandbox();
    const call = genericCaller(sandbox.url, READER);
    const { userId } = sandbox.account(ACCOUNT_ID).user('mfa-reader');
    for (const query of [
      { UserId: userId },
      { UserPrincipalName: 'mfa-reader@example.onaliyun.com' },
      { UserPrincipalName: `mfa-reader@${ACCOUNT_ID}.onaliyun.com` },
      { UserAccessKeyId: READER.accessKeyId },
    ]) {
      expect((await call('ims', 'GetUser', query as Record<string, string>)).User.UserId).toBe(userId);
    }
    const twice = call('ims', 'GetUser', { UserId: userId, UserAccessKeyId: READER.accessKeyId });
    expect((await refusal(twice)).code).toBe('InvalidParameter.UserId');
    expect((await refusal(call('ims', 'GetUser'))).code).toBe('MissingUserPrincipalName');
  });

  it('keeps its id when it is renamed, and loses it when it is created again', async () => {
    const sandbox = await startSandbox();
    const call = genericCaller(sandbox.url, READER);
    const account = sandbox.account(ACCOUNT_ID);
    const { userId } = account.user('alice');
    account.renameUser('alice', 'alice.liddell');
    const renamed = await call('ims', 'GetUser', { UserId: userId });
    expect(renamed.User.UserPrincipalName).toBe('alice.liddell@example.onaliyun.com');
    account.deleteUser('alice.liddell');
    account.addUser({ userName: 'alice' });
    expect(await refusal(call('ims', 'GetUser', { UserId: userId }))).toMatchObject({
      code: 'EntityNotExist.User',
      statusCode: 404,
    });
    expect(account.user('alice').userId).not.toBe(userId);
  });

  it('tells its status only where that is switched on', async () => {
    const sandbox = await startSandbox();
    const call = genericCaller(sandbox.url, READER);
    const query = { UserPrincipalName: 'frozen@example.onaliyun.com' };
    expect((await call('ims', 'GetUser', query)).User).not.toHaveProperty('Status');
    sandbox.undocumented.getUserTellsStatus = true;
    expect((await call('ims', 'GetUser', query)).User.Status).toBe('freeze');
  });

  it('shows its login profile with Status, and every change of it', async () => {
    const sandbox = await startSandbox();
    const call = genericCaller(sandbox.url, READER);
    const query = { UserPrincipalName: 'alice@example.onaliyun.com' };
    expect((await call('ims', 'GetLoginProfile', query)).LoginProfile).toEqual({
      UserPrincipalName: 'alice@example.onaliyun.com',
      Status: 'Active',
      MFABindRequired: false,
      PasswordResetRequired: false,
      LastLoginTime: '2026-11-20T08:00:00Z',
      UpdateDate: '2024-03-01T08:00:00Z',
      AutoDisableLoginStatus: 'true',
      PasswordStatus: 'NotInitial',
    });
    sandbox.account(ACCOUNT_ID).user('alice').loginProfile = null;
    expect(await refusal(call('ims', 'GetLoginProfile', query))).toMatchObject({
      code: 'EntityNotExist.User.LoginProfile',
      statusCode: 404,
    });
    sandbox.account(ACCOUNT_ID).user('alice').loginProfile = createLoginProfile({ status: 'Inactive' });
    expect((await call('ims', 'GetLoginProfile', query)).LoginProfile.Status).toBe('Inactive');
  });

  it('echoes an update of its login profile', async () => {
    const sandbox = await startSandbox({ now: () => Date.parse('2027-01-02T03:04:05Z') });
    const { LoginProfile } = await genericCaller(sandbox.url, READER)('ims', 'UpdateLoginProfile', {
      UserPrincipalName: 'alice@example.onaliyun.com',
      MFABindRequired: 'true',
      Status: 'Inactive',
    });
    expect(LoginProfile).toMatchObject({
      MFABindRequired: true,
      Status: 'Inactive',
      UpdateDate: '2027-01-02T03:04:05Z',
    });
  });

  it('has its MFA device and its passkeys in different places', async () => {
    const sandbox = await startSandbox();
    const call = genericCaller(sandbox.url, READER);
    const bob = await call('ims', 'GetUserMFAInfo', { UserPrincipalName: 'bob@example.onaliyun.com' });
    expect(bob).toMatchObject({ IsMFAEnable: true, MFADevice: { Type: 'VMFA' } });
    const dora = { UserPrincipalName: 'dora@example.onaliyun.com' };
    expect((await refusal(call('ims', 'GetUserMFAInfo', dora))).code).toBe('EntityNotExist.User.MFADevice');
    expect((await call('ims', 'ListPasskeys', dora)).Passkeys).toEqual([
      { PasskeyId: 'PASSKEY-1', PasskeyName: 'laptop', CreateDate: '1737450279', LastUseDate: '1737450279' },
    ]);
    sandbox.undocumented.passkeyOnlyMfaInfo = 'PASSKEY';
    expect((await call('ims', 'GetUserMFAInfo', dora)).MFADevice.Type).toBe('PASSKEY');
  });

  it('without a name is whoever calls, where the documents say so', async () => {
    const { url } = await startSandbox();
    const asUser = genericCaller(url, READER);
    expect((await refusal(asUser('ims', 'GetUserMFAInfo'))).code).toBe('EntityNotExist.User.MFADevice');
    expect((await asUser('ims', 'ListAccessKeys')).AccessKeys.AccessKey).toHaveLength(1);
    expect((await refusal(asUser('ims', 'GetLoginProfile'))).code).toBe('MissingUserPrincipalName');
    const asRoot = genericCaller(url, ROOT);
    expect((await refusal(asRoot('ims', 'GetUserMFAInfo'))).code).toBe('MissingUserPrincipalName');
  });
});

describe('IMS 2019-08-15, lists and the account', () => {
  it('pages through virtual devices, 100 at a time', async () => {
    const { url } = await startSandbox({ accounts: [largeAccount(500)] });
    const call = genericCaller(url, READER);
    const pages = await allPages((marker) => call('ims', 'ListVirtualMFADevices', marker));
    expect(pages.map((page) => page.VirtualMFADevices.VirtualMFADevice.length)).toEqual([100, 100, 50]);
    expect(pages[0].VirtualMFADevices.VirtualMFADevice[0]).toMatchObject({
      SerialNumber: `acs:ram::${ACCOUNT_ID}:mfa/user-0000`,
      User: { UserPrincipalName: 'user-0000@example.onaliyun.com' },
    });
  });

  it('tells the security preference, user SSO, the domain and root MFA', async () => {
    const sandbox = await startSandbox();
    const call = genericCaller(sandbox.url, READER);
    const account = sandbox.account(ACCOUNT_ID);
    account.securityPreference.mfaOperationForLogin = 'adaptive';
    account.securityPreference.allowUserToManageMfaDevices = false;
    account.userSsoEnabled = true;
    account.rootMfaEnabled = false;
    const { SecurityPreference } = await call('ims', 'GetSecurityPreference');
    expect(SecurityPreference.LoginProfilePreference.MFAOperationForLogin).toBe('adaptive');
    expect(SecurityPreference.MFAPreference.AllowUserToManageMFADevices).toBe(false);
    expect((await call('ims', 'GetUserSsoSettings')).UserSsoSettings.SsoEnabled).toBe(true);
    expect((await call('ims', 'GetAccountMFAInfo')).IsMFAEnable).toBe(false);
    expect((await call('ims', 'GetDefaultDomain')).DefaultDomainName).toBe('example.onaliyun.com');
    account.alias = null;
    expect((await call('ims', 'GetDefaultDomain')).DefaultDomainName).toBe(`${ACCOUNT_ID}.onaliyun.com`);
  });

  it('counts users, with or without the frozen ones', async () => {
    const sandbox = await startSandbox();
    const call = genericCaller(sandbox.url, READER);
    expect((await call('ims', 'GetAccountSummary')).SummaryMap).toMatchObject({
      Users: 7,
      MFADevices: 2,
      MFADevicesInUse: 1,
    });
    sandbox.undocumented.summaryCountsFrozenUsers = false;
    expect((await call('ims', 'GetAccountSummary')).SummaryMap.Users).toBe(6);
  });

  it('has a basic list with a default of 100', async () => {
    const { url } = await startSandbox({ accounts: [largeAccount(150)] });
    const page = await genericCaller(url, READER)('ims', 'ListUserBasicInfos');
    expect(page.UserBasicInfos.UserBasicInfo).toHaveLength(100);
    expect(page.UserBasicInfos.UserBasicInfo[0]).toMatchObject({ Status: 'active' });
  });

  it.each([
    ['ListUsers', { MaxItems: '1001' }, 'InvalidParameter.MaxItems'],
    ['ListUsers', { Status: 'deleted' }, 'InvalidParameter.Status'],
    ['ListUsers', { Marker: 'MQ' }, 'InvalidParameter.Marker'],
    ['ListVirtualMFADevices', { MaxItems: '101' }, 'InvalidParameter.MaxItems'],
    ['ListVirtualMFADevices', { Marker: 'MQ' }, 'InvalidParameter.Marker'],
    ['GetLoginProfile', { UserPrincipalName: 'alice' }, 'InvalidParameter.UserPrincipalName.Format'],
  ] as [string, Record<string, string>, string][])('refuses %s %j', async (action, query, code) => {
    const { url } = await startSandbox();
    const asked = genericCaller(url, READER)('ims', action, query);
    expect(await refusal(asked)).toMatchObject({ code, statusCode: 400 });
  });

  it('knows nobody of another domain', async () => {
    const { url } = await startSandbox();
    const asked = genericCaller(url, READER)('ims', 'GetUser', {
      UserPrincipalName: 'alice@other.onaliyun.com',
    });
    expect((await refusal(asked)).code).toBe('EntityNotExist.User');
  });
});

import { describe, expect, it } from 'vitest';
import { assess, type Verdict } from '../../src/domain/finding.ts';
import { userId } from '../../src/domain/ram-user.ts';
import { describeAccounts } from './accounts-contract.ts';
import {
  ACCOUNT_ID,
  accountOf,
  accountsIn,
  asked,
  COMPANY,
  factsOf,
  KINDS,
  never,
  ownReader,
  READER_KEY,
  readOwnAccount,
  startCloud,
  staticKeys,
} from './company.ts';

describeAccounts('Alibaba Cloud', async () => {
  const cloud = await startCloud();
  const account = cloud.account(ACCOUNT_ID);
  return {
    accounts: accountsIn(cloud),
    accountId: ACCOUNT_ID,
    expected: new Map(KINDS.map(({ userName, expected }) => [userName, { frozen: false, ...expected }])),
    expectedFacts: {
      accountId: ACCOUNT_ID,
      alias: 'example',
      defaultDomain: 'example.onaliyun.com',
      loginMfaMode: 'independent',
      ssoEnabled: false,
      mayUsersManageDevices: true,
      ssoErrorCode: null,
    },
    rename: account.renameUser,
    remove: account.deleteUser,
    withWrongCredentials: () =>
      accountsIn(cloud, { reader: staticKeys({ ...READER_KEY, accessKeySecret: 'another' }) }),
  };
});

describe('reading an account', () => {
  it.each<{ userName: string; verdict: Verdict; reason: string }>([
    { userName: 'no.device', verdict: 'noncompliant', reason: 'no_device' },
    { userName: 'virtual', verdict: 'compliant', reason: 'device_bound' },
    { userName: 'security-key', verdict: 'compliant', reason: 'device_bound' },
    { userName: 'passkey_only', verdict: 'compliant', reason: 'device_bound' },
    { userName: 'newer-kind', verdict: 'compliant', reason: 'device_bound' },
    { userName: 'required', verdict: 'noncompliant', reason: 'required_but_not_bound' },
    { userName: 'inactive', verdict: 'not_applicable', reason: 'console_login_inactive' },
    { userName: 'api-only', verdict: 'not_applicable', reason: 'no_console_password' },
    { userName: 'frozen', verdict: 'not_applicable', reason: 'user_frozen' },
  ])('$userName is $verdict: $reason', async ({ userName, verdict, reason }) => {
    const reading = await readOwnAccount(accountsIn(await startCloud()));
    expect(assess(factsOf(reading, userName), reading.facts)).toMatchObject({ verdict, reason });
  });

  it('makes everybody sso_only where user SSO is on', async () => {
    const cloud = await startCloud({ accounts: [{ ...COMPANY, userSsoEnabled: true }] });
    const reading = await readOwnAccount(accountsIn(cloud));
    expect(assess(factsOf(reading, 'no.device'), reading.facts)).toMatchObject({ reason: 'sso_only' });
  });

  it.each(['U2F', 'PASSKEY'] as const)(
    'takes a passkey that is answered as %s for a device',
    async (type) => {
      const cloud = await startCloud({ undocumented: { passkeyOnlyMfaInfo: type } });
      const reading = await readOwnAccount(accountsIn(cloud));
      expect(assess(factsOf(reading, 'passkey_only'), reading.facts)).toMatchObject({ verdict: 'compliant' });
    },
  );

  it('carries the contact details of the China site, the tags and the last sign-in', async () => {
    const nora = { userName: 'nora', email: 'nora@corp.example', mobilePhone: '86-13800000000' };
    const tags = { 'slack-user-id': 'U0NORA', constructor: 'x' };
    const users = [{ ...nora, tags, lastLoginDate: '2026-11-20T08:00:00Z' }, { userName: 'plain' }];
    const cloud = await startCloud({ accounts: [accountOf(users, { site: 'cn' })] });
    const reading = await readOwnAccount(accountsIn(cloud));
    const [first, second] = reading.users.map(({ user }) => user);
    expect(first).toMatchObject({
      accountId: ACCOUNT_ID,
      userName: 'nora',
      logonName: 'nora@example.onaliyun.com',
      displayName: 'nora',
      email: 'nora@corp.example',
      mobile: '86-13800000000',
      tags,
      lastSignInAt: Date.UTC(2026, 10, 20, 8),
    });
    expect(second).toMatchObject({ email: null, mobile: null, tags: {}, lastSignInAt: null });
  });

  it.each([
    {
      name: 'who signed in to the console',
      profile: { lastLoginTime: '2026-11-20T08:00:00Z', createDate: '2024-03-01T08:00:00Z' },
      expected: { lastSignInAt: Date.UTC(2026, 10, 20, 8), profileSince: Date.UTC(2024, 2, 1, 8) },
    },
    {
      name: 'nobody on record',
      profile: { createDate: '2026-11-01T08:00:00Z' },
      expected: { lastSignInAt: null, profileSince: Date.UTC(2026, 10, 1, 8) },
    },
    { name: 'no login profile', profile: null, expected: { lastSignInAt: null, profileSince: null } },
  ])('tells how the console login was used: $name', async ({ profile, expected }) => {
    const cloud = await startCloud({ accounts: [accountOf([{ userName: 'nora', loginProfile: profile }])] });
    const { users } = await readOwnAccount(accountsIn(cloud));
    const nora = users.find(({ user }) => user.userName === 'nora');
    expect(nora?.consoleUse).toEqual(expected);
    const live = await (await ownReader(accountsIn(cloud))).readUser(nora?.user.userId ?? userId(''), never);
    expect(live).toMatchObject({ consoleUse: expected });
  });

  it('does not know how a login was used that it could not read', async () => {
    const cloud = await startCloud();
    cloud.faults.add({ kind: 'no_permission', action: 'GetLoginProfile', userName: 'virtual' });
    const { users } = await readOwnAccount(accountsIn(cloud));
    expect(users.find(({ user }) => user.userName === 'virtual')?.consoleUse).toBeNull();
  });

  it('asks no more than it must', async () => {
    const cloud = await startCloud();
    const accounts = accountsIn(cloud);
    const reader = await ownReader(accounts);
    cloud.requests.clear();
    const reading = await reader.readAccount({ signal: never });
    const withoutVirtual = ['no.device', 'security-key', 'passkey_only', 'newer-kind', 'required', 'frozen'];
    expect(asked(cloud, 'ListUsers')).toBe(1);
    expect(asked(cloud, 'ListVirtualMFADevices')).toBe(1);
    expect(asked(cloud, 'GetLoginProfile')).toBe(KINDS.length);
    expect(asked(cloud, 'GetUserMFAInfo')).toBe(withoutVirtual.length);
    // Not for the two with another device.
    expect(asked(cloud, 'ListPasskeys')).toBe(withoutVirtual.length - 2);
    expect(cloud.requests.entries).toHaveLength(reading.apiCalls);
    expect(reading.apiCalls).toBeLessThanOrEqual(1 + 1 + KINDS.length + 2 * withoutVirtual.length + 8);
  });

  it('asks for frozen users too, for the largest pages, and with the documented versions', async () => {
    const cloud = await startCloud();
    await readOwnAccount(accountsIn(cloud));
    const sent = (action: string) => cloud.requests.entries.filter((request) => request.action === action);
    expect(sent('ListUsers')).toMatchObject([
      { version: '2019-08-15', params: { MaxItems: '1000', Status: 'active,freeze' } },
    ]);
    expect(sent('ListVirtualMFADevices')).toMatchObject([
      { version: '2019-08-15', params: { MaxItems: '100' } },
    ]);
    expect(sent('GetUserMFAInfo').every((request) => request.version === '2015-05-01')).toBe(true);
    expect(sent('GetLoginProfile').every((request) => request.version === '2019-08-15')).toBe(true);
  });

  it('reads an account without people', async () => {
    const cloud = await startCloud({ accounts: [accountOf([])] });
    const reading = await readOwnAccount(accountsIn(cloud));
    expect(reading.users.map(({ user }) => user.userName)).toEqual(['mfa-reader']);
    expect(reading.completeness).toEqual({ kind: 'proven' });
  });
});

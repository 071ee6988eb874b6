import { describe, expect, it } from 'vitest';
import { assess, type UserFacts } from '../../src/domain/finding.ts';
import { userId } from '../../src/domain/ram-user.ts';
import {
  ACCOUNT_ID,
  accountOf,
  accountsIn,
  allButReading,
  asked,
  factsOf,
  never,
  ownReader,
  reader,
  readOwnAccount,
  startCloud,
} from './company.ts';

const nora = { userName: 'nora', loginProfile: { mfaBindRequired: true } };
const UNEXPECTED = 'UnexpectedAnswer';

type Fault = Parameters<Awaited<ReturnType<typeof startCloud>>['faults']['add']>[0];

const refusing = (action: string, code: string, status = 404): Fault => ({
  kind: 'error',
  action,
  status,
  code,
});

/** What one failure makes of a user with a console password and nothing else. */
const CASES: readonly { name: string; faults: readonly Fault[]; expected: Partial<UserFacts> }[] = [
  {
    name: 'no login profile',
    faults: [refusing('GetLoginProfile', 'EntityNotExist.User.LoginProfile')],
    expected: { consoleLogin: 'none', errorCode: null },
  },
  {
    name: 'user gone when the login profile is read',
    faults: [refusing('GetLoginProfile', 'EntityNotExist.User')],
    expected: { consoleLogin: 'unknown', mfaRequired: null, errorCode: 'EntityNotExist.User' },
  },
  {
    name: 'a relative of the known code',
    faults: [refusing('GetLoginProfile', 'EntityNotExist.User.LoginProfile.Other')],
    expected: { consoleLogin: 'unknown', errorCode: 'EntityNotExist.User.LoginProfile.Other' },
  },
  {
    name: 'the code for a missing device in the place of a login profile',
    faults: [refusing('GetLoginProfile', 'EntityNotExist.User.MFADevice')],
    expected: { consoleLogin: 'unknown' },
  },
  {
    name: 'an unknown 404',
    faults: [refusing('GetLoginProfile', 'InvalidAction.NotFound')],
    expected: { consoleLogin: 'unknown', errorCode: 'InvalidAction.NotFound' },
  },
  {
    name: 'login profile denied',
    faults: [{ kind: 'no_permission', action: 'GetLoginProfile' }],
    expected: { consoleLogin: 'unknown', mfaDevice: 'unknown', errorCode: 'NoPermission' },
  },
  {
    name: 'a 200 without the login profile',
    faults: [{ kind: 'omit', action: 'GetLoginProfile', field: 'LoginProfile' }],
    expected: { consoleLogin: 'unknown', errorCode: UNEXPECTED },
  },
  {
    name: 'a login profile without its status',
    faults: [{ kind: 'omit', action: 'GetLoginProfile', field: 'LoginProfile.Status' }],
    expected: { consoleLogin: 'unknown', errorCode: UNEXPECTED },
  },
  {
    name: 'a login profile that does not say whether MFA is required',
    faults: [{ kind: 'omit', action: 'GetLoginProfile', field: 'LoginProfile.MFABindRequired' }],
    expected: { consoleLogin: 'active', mfaRequired: null, mfaDevice: 'none', errorCode: null },
  },
  {
    name: 'user gone when the device is read',
    faults: [refusing('GetUserMFAInfo', 'EntityNotExist.User')],
    expected: { consoleLogin: 'active', mfaDevice: 'unknown', errorCode: 'EntityNotExist.User' },
  },
  {
    name: 'device denied',
    faults: [{ kind: 'no_permission', action: 'GetUserMFAInfo' }],
    expected: { consoleLogin: 'active', mfaDevice: 'unknown', errorCode: 'NoPermission' },
  },
  {
    name: 'a 200 without the device',
    faults: [{ kind: 'omit', action: 'GetUserMFAInfo', field: 'MFADevice' }],
    expected: { mfaDevice: 'none', errorCode: null },
  },
  {
    name: 'passkeys denied',
    faults: [{ kind: 'no_permission', action: 'ListPasskeys' }],
    expected: { mfaDevice: 'unknown', errorCode: 'NoPermission' },
  },
  {
    name: 'a 200 without the passkeys',
    faults: [{ kind: 'omit', action: 'ListPasskeys', field: 'Passkeys' }],
    expected: { mfaDevice: 'unknown', errorCode: UNEXPECTED },
  },
  {
    name: 'the device code in answer to passkeys',
    faults: [refusing('ListPasskeys', 'EntityNotExist.User.MFADevice')],
    expected: { mfaDevice: 'unknown', errorCode: 'EntityNotExist.User.MFADevice' },
  },
];

describe('what cannot be read is unknown, with its code', () => {
  it.each(CASES.filter((one) => one.name !== 'a 200 without the device'))(
    '$name',
    async ({ faults, expected }) => {
      const cloud = await startCloud({ accounts: [accountOf([nora])] });
      const readers = await ownReader(accountsIn(cloud));
      for (const fault of faults) cloud.faults.add({ ...fault, userName: 'nora' });
      const reading = await readers.readAccount({ signal: never });
      const { user, facts } = reading.users.find((read) => read.user.userName === 'nora') ?? {};
      expect(facts).toMatchObject({ frozen: false, ...expected });
      const live = await readers.readUser(user?.userId ?? userId(''), never);
      expect(live).toMatchObject({ kind: 'found', facts: { frozen: false, ...expected } });
      expect(reading.completeness).toEqual({ kind: 'proven' });
    },
  );

  it('a 200 without the device', async () => {
    const cloud = await startCloud({ accounts: [accountOf([{ ...nora, mfaDevice: { type: 'U2F' } }])] });
    cloud.faults.add({ kind: 'omit', action: 'GetUserMFAInfo', field: 'MFADevice' });
    const facts = factsOf(await readOwnAccount(accountsIn(cloud)), 'nora');
    expect(facts).toMatchObject({ mfaDevice: 'unknown', errorCode: UNEXPECTED });
  });

  it('a device that does not say its kind is a device', async () => {
    const cloud = await startCloud({ accounts: [accountOf([{ ...nora, mfaDevice: { type: 'U2F' } }])] });
    cloud.faults.add({ kind: 'omit', action: 'GetUserMFAInfo', field: 'MFADevice.Type' });
    expect(factsOf(await readOwnAccount(accountsIn(cloud)), 'nora')).toMatchObject({ mfaDevice: 'other' });
  });

  it('a list that does not say who is frozen', async () => {
    const cloud = await startCloud({ accounts: [accountOf([nora])] });
    const reading = await readOwnAccount(accountsIn(cloud));
    const facts = { ...factsOf(reading, 'nora'), frozen: null };
    expect(assess(facts, reading.facts)).toMatchObject({ verdict: 'unknown', reason: 'could_not_read' });
  });

  it('a passkey settles it although the device could not be read', async () => {
    const passkeys = [{ passkeyId: 'PASSKEY-1', passkeyName: 'laptop', createDate: '1737450279' }];
    const cloud = await startCloud({ accounts: [accountOf([{ ...nora, passkeys }])] });
    cloud.faults.add({ kind: 'no_permission', action: 'GetUserMFAInfo' });
    expect(factsOf(await readOwnAccount(accountsIn(cloud)), 'nora')).toMatchObject({ mfaDevice: 'passkey' });
  });

  it.each([
    { name: 'denied', fault: { kind: 'no_permission' } as const },
    { name: 'cut short', fault: { kind: 'truncated_page' } as const },
    { name: 'going in a circle', fault: { kind: 'repeat_marker' } as const },
  ])('finds virtual devices where their list is $name', async ({ fault }) => {
    const cloud = await startCloud({ accounts: [accountOf([{ ...nora, mfaDevice: { type: 'VMFA' } }])] });
    cloud.faults.add({ action: 'ListVirtualMFADevices', ...fault });
    expect(factsOf(await readOwnAccount(accountsIn(cloud)), 'nora')).toMatchObject({ mfaDevice: 'virtual' });
  });

  it('does not take the device of a user who is gone for that of a new user of the same name', async () => {
    const cloud = await startCloud({ accounts: [accountOf([{ ...nora, mfaDevice: { type: 'VMFA' } }])] });
    const account = cloud.account(ACCOUNT_ID);
    account.deleteUser('nora');
    account.addUser(nora);
    expect(factsOf(await readOwnAccount(accountsIn(cloud)), 'nora')).toMatchObject({ mfaDevice: 'none' });
  });

  it('goes on when somebody is deleted while the account is read', async () => {
    const users = Array.from({ length: 5 }, (_, index) => ({ userName: `user-${index}`, loginProfile: {} }));
    const cloud = await startCloud({ accounts: [accountOf(users)] });
    const own = await ownReader(accountsIn(cloud, { maxCallsPerSecond: 1 }));
    const reading = await own.readAccount({
      signal: never,
      onProgress: ({ usersRead }) => {
        if (usersRead === 1) cloud.account(ACCOUNT_ID).deleteUser('user-4');
      },
    });
    expect(reading.completeness).toEqual({ kind: 'proven' });
    expect(factsOf(reading, 'user-4')).toMatchObject({
      consoleLogin: 'unknown',
      errorCode: 'EntityNotExist.User',
    });
    expect(factsOf(reading, 'user-1')).toMatchObject({ consoleLogin: 'active', mfaDevice: 'none' });
  });
});

describe('one person, live', () => {
  it.each([true, false])('knows a frozen user where GetUser tells the status: %s', async (tells) => {
    const users = [
      { ...nora, status: 'freeze' as const },
      { ...nora, userName: 'norbert' },
    ];
    const cloud = await startCloud({
      accounts: [accountOf(users)],
      undocumented: { getUserTellsStatus: tells },
    });
    const own = await ownReader(accountsIn(cloud));
    const idOf = (userName: string) => userId(cloud.account(ACCOUNT_ID).user(userName).userId);
    expect(await own.readUser(idOf('nora'), never)).toMatchObject({
      facts: { frozen: true, errorCode: null },
    });
    expect(await own.readUser(idOf('norbert'), never)).toMatchObject({
      facts: { frozen: false, errorCode: null },
    });
    expect(asked(cloud, 'ListUsers')).toBe(tells ? 0 : 2);
  });

  it('does not know it where neither says so', async () => {
    const cloud = await startCloud({ accounts: [accountOf([nora])] });
    cloud.faults.add({ kind: 'no_permission', action: 'ListUsers' });
    const own = await ownReader(accountsIn(cloud));
    const live = await own.readUser(userId(cloud.account(ACCOUNT_ID).user('nora').userId), never);
    expect(live).toMatchObject({ kind: 'found', facts: { frozen: null, errorCode: UNEXPECTED } });
  });

  it.each([
    { name: 'denied', fault: { kind: 'no_permission' } as const, code: 'NoPermission' },
    {
      name: 'half an answer',
      fault: { kind: 'omit', field: 'User.UserPrincipalName' } as const,
      code: UNEXPECTED,
    },
    {
      name: 'a relative of the code for deleted',
      fault: { kind: 'error', status: 404, code: 'EntityNotExist.User.Group' } as const,
      code: 'EntityNotExist.User.Group',
    },
  ])('is unreadable where the user is $name', async ({ fault, code }) => {
    const cloud = await startCloud({ accounts: [accountOf([nora])] });
    cloud.faults.add({ action: 'GetUser', ...fault });
    const own = await ownReader(accountsIn(cloud));
    const live = await own.readUser(userId(cloud.account(ACCOUNT_ID).user('nora').userId), never);
    expect(live).toEqual({ kind: 'unreadable', code });
  });
});

describe('what holds for the account', () => {
  it.each([
    {
      grant: 'ram:GetSecurityPreference',
      expected: { loginMfaMode: 'unknown', mayUsersManageDevices: null },
    },
    { grant: 'ram:GetUserSsoSettings', expected: { ssoEnabled: null, ssoErrorCode: 'NoPermission' } },
    { grant: 'ram:GetDefaultDomain', expected: { alias: 'example', defaultDomain: 'example.onaliyun.com' } },
  ])('without $grant', async ({ grant, expected }) => {
    const cloud = await startCloud({ accounts: [accountOf([], { users: [reader(allButReading(grant))] })] });
    const reading = await readOwnAccount(accountsIn(cloud));
    expect(reading.facts).toMatchObject(expected);
    expect(reading.missingPermissions).toEqual([{ grant, code: 'NoPermission' }]);
  });

  it.each(['mandatory', 'independent', 'adaptive'] as const)(
    'knows the mode %s',
    async (mfaOperationForLogin) => {
      const securityPreference = { mfaOperationForLogin, allowUserToManageMfaDevices: false };
      const cloud = await startCloud({ accounts: [accountOf([], { securityPreference })] });
      const facts = await (await ownReader(accountsIn(cloud))).readAccountFacts(never);
      expect(facts).toMatchObject({ loginMfaMode: mfaOperationForLogin, mayUsersManageDevices: false });
    },
  );

  it.each(['SecurityPreference', 'SecurityPreference.LoginProfilePreference.MFAOperationForLogin'])(
    'does not guess the mode where %s is missing',
    async (field) => {
      const cloud = await startCloud();
      cloud.faults.add({ kind: 'omit', action: 'GetSecurityPreference', field });
      const facts = await (await ownReader(accountsIn(cloud))).readAccountFacts(never);
      expect(facts.loginMfaMode).toBe('unknown');
    },
  );

  it.each([
    { name: 'as it is', fault: null, expected: { rootMfaEnabled: false, maxIdleDaysForUsers: 90 } },
    {
      name: 'without the grant for the account itself',
      fault: { kind: 'no_permission', action: 'GetAccountMFAInfo' } as const,
      expected: { rootMfaEnabled: null, maxIdleDaysForUsers: 90 },
    },
    {
      name: 'without idle days',
      fault: {
        kind: 'omit',
        action: 'GetSecurityPreference',
        field: 'SecurityPreference.MaxIdleDays',
      } as const,
      expected: { rootMfaEnabled: false, maxIdleDaysForUsers: null },
    },
    {
      name: 'without the preference',
      fault: { kind: 'no_permission', action: 'GetSecurityPreference' } as const,
      expected: { rootMfaEnabled: false, maxIdleDaysForUsers: null, remembersMfa: null },
    },
  ])('is told for information: $name', async ({ fault, expected }) => {
    const securityPreference = { maxIdleDaysForUsers: 90, enableSaveMfaTicket: true };
    const cloud = await startCloud({
      accounts: [accountOf([], { rootMfaEnabled: false, securityPreference })],
    });
    if (fault !== null) cloud.faults.add(fault);
    const reading = await readOwnAccount(accountsIn(cloud));
    expect(reading.settings).toEqual({ remembersMfa: true, ...expected });
    const isOptional = fault?.action !== 'GetSecurityPreference' || fault.kind === 'omit';
    expect(reading.missingPermissions).toHaveLength(isOptional ? 0 : 1);
  });
});

import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { SteppedClock } from '../../demo/stepped-clock.ts';
import type { AccountSeed, AlibabaSandbox } from '../../sandbox/alibaba/index.ts';
import type { EnforcementTarget } from '../../src/alibaba/accounts.ts';
import { createLoginProfiles, enforcerPolicy, type LoginProfilesOptions } from '../../src/alibaba/index.ts';
import { accountId } from '../../src/domain/ram-user.ts';
import {
  ACCOUNT_ID,
  accountOf,
  asked,
  commonOptions,
  endpointsOf,
  never,
  READER_KEY,
  READER_NAME,
  reader,
  startCloud,
  staticKeys,
} from './company.ts';
import { describeLoginProfiles } from './login-profiles-contract.ts';

const OTHER_ID = accountId('2222222222222222');
const ENFORCER_NAME = 'mfa-enforcer';
const ENFORCER_KEY = { accessKeyId: 'LTAIenforcer', accessKeySecret: 'secret-of-the-enforcer' };
const ROLE_NAME = 'mfa-enforce';

const target = (userName: string, account = ACCOUNT_ID): EnforcementTarget => ({
  accountId: account,
  userName,
  actor: 'slack:U0ADMIN',
});

const people = [
  { userName: 'nora', loginProfile: { passwordResetRequired: true } },
  { userName: 'api-only' },
  { userName: 'broken-glass', loginProfile: {} },
];

const enforceRole = (trusted: string) => ({
  roleName: ROLE_NAME,
  trustedPrincipals: [`acs:ram::${ACCOUNT_ID}:user/${trusted}`],
  policy: enforcerPolicy(ACCOUNT_ID, ['broken-glass']),
});

/** An account whose enforcer may do what is told, and which has the role for whom is told. */
function company(enforcer: AccountSeed['users'], trusted = ENFORCER_NAME): AccountSeed {
  return accountOf([], {
    users: [...people, reader(), ...(enforcer ?? [])],
    accessKeys: [
      { ...READER_KEY, userName: READER_NAME },
      ...(enforcer?.length ? [{ ...ENFORCER_KEY, userName: ENFORCER_NAME }] : []),
    ],
    roles: [enforceRole(trusted)],
  });
}

const withKey = company([{ userName: ENFORCER_NAME, policy: enforcerPolicy(ACCOUNT_ID, ['broken-glass']) }]);
const assumeOnly = {
  Version: '1',
  Statement: [{ Effect: 'Allow', Action: ['sts:AssumeRole'], Resource: ['*'] }],
} as const;
const withRole = company([{ userName: ENFORCER_NAME, policy: assumeOnly }]);

function loginProfilesIn(cloud: AlibabaSandbox, options: Partial<LoginProfilesOptions> = {}) {
  return createLoginProfiles({
    ...commonOptions(cloud),
    enforcer: staticKeys(ENFORCER_KEY),
    roleName: null,
    reader: staticKeys(READER_KEY),
    ...options,
  });
}

const subjects = { user: target('nora'), userWithoutProfile: target('api-only'), nobody: target('nobody') };
const thrownBy = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );
const sent = (cloud: AlibabaSandbox, action: string) =>
  cloud.requests.entries.filter((request) => request.action === action);

describeLoginProfiles('by the enforcer’s own key', async () => {
  const cloud = await startCloud({ accounts: [withKey] });
  return { ...subjects, loginProfiles: loginProfilesIn(cloud) };
});

describeLoginProfiles('by a role', async () => {
  const cloud = await startCloud({ accounts: [withRole] });
  return { ...subjects, loginProfiles: loginProfilesIn(cloud, { roleName: ROLE_NAME }) };
});

describe('requiring MFA', () => {
  it('sends the name and the flag, to RAM, once', async () => {
    const cloud = await startCloud({ accounts: [withKey] });
    const loginProfiles = loginProfilesIn(cloud);
    await loginProfiles.read(target('nora'), never);
    await loginProfiles.setMfaRequired(target('nora'), true, never);
    expect(sent(cloud, 'UpdateLoginProfile')).toMatchObject([
      { version: '2015-05-01', caller: `user/${ENFORCER_NAME}` },
    ]);
    expect(sent(cloud, 'UpdateLoginProfile')[0]?.params).toEqual({
      UserName: 'nora',
      MFABindRequired: 'true',
    });
    expect(sent(cloud, 'GetLoginProfile')[0]).toMatchObject({
      version: '2015-05-01',
      params: { UserName: 'nora' },
    });
    expect(cloud.account(ACCOUNT_ID).user('nora').loginProfile).toMatchObject({
      mfaBindRequired: true,
      passwordResetRequired: true,
      passwordChanges: 0,
    });
  });

  it('takes it back with the flag false, not left out', async () => {
    const cloud = await startCloud({ accounts: [withKey] });
    await loginProfilesIn(cloud).setMfaRequired(target('nora'), false, never);
    expect(sent(cloud, 'UpdateLoginProfile')[0]?.params).toEqual({
      UserName: 'nora',
      MFABindRequired: 'false',
    });
  });

  it.each([
    { name: 'throttled', fault: { kind: 'throttle' } as const, reason: 'throttled', code: 'Throttling.User' },
    {
      name: 'denied',
      fault: { kind: 'no_permission' } as const,
      reason: 'no_permission',
      code: 'NoPermission',
    },
    { name: 'down', fault: { kind: 'server_error' } as const, reason: 'ambiguous', code: 'InternalError' },
    {
      name: 'unavailable',
      fault: { kind: 'server_error', status: 503 } as const,
      reason: 'ambiguous',
      code: 'ServiceUnavailable',
    },
    {
      name: 'arriving twice',
      fault: { kind: 'error', status: 400, code: 'SignatureNonceUsed' } as const,
      reason: 'ambiguous',
      code: 'SignatureNonceUsed',
    },
    {
      name: 'throttled with a 400',
      fault: { kind: 'error', status: 400, code: 'Rejected.Throttling' } as const,
      reason: 'throttled',
      code: 'Rejected.Throttling',
    },
    { name: 'cut off', fault: { kind: 'reset' } as const, reason: 'ambiguous', code: 'ECONNRESET' },
    { name: 'a page', fault: { kind: 'html' } as const, reason: 'ambiguous', code: 'UnexpectedAnswer' },
    { name: 'empty', fault: { kind: 'empty' } as const, reason: 'ambiguous', code: 'UnexpectedAnswer' },
    {
      name: 'rejected',
      fault: { kind: 'error', status: 400, code: 'InvalidParameter' } as const,
      reason: 'rejected',
      code: 'InvalidParameter',
    },
  ])('is never sent again: $name is $reason', async ({ fault, reason, code }) => {
    const cloud = await startCloud({ accounts: [withKey] });
    cloud.faults.add({ action: 'UpdateLoginProfile', ...fault });
    const error = await thrownBy(loginProfilesIn(cloud).setMfaRequired(target('nora'), true, never));
    expect(error).toMatchObject({ name: 'AlibabaError', reason, code });
    expect(asked(cloud, 'UpdateLoginProfile')).toBe(1);
    expect(inspect(error, { depth: null })).not.toMatch(/nora|127\.0\.0\.1|LTAI/);
  });

  it('may have been carried out although the answer was lost', async () => {
    const cloud = await startCloud({ accounts: [withKey] });
    cloud.faults.add({ action: 'UpdateLoginProfile', kind: 'reset', carriedOut: true });
    const loginProfiles = loginProfilesIn(cloud);
    const error = await thrownBy(loginProfiles.setMfaRequired(target('nora'), true, never));
    expect(error).toMatchObject({ reason: 'ambiguous' });
    expect(await loginProfiles.read(target('nora'), never)).toMatchObject({ mfaBindRequired: true });
  });

  it('is ambiguous when told to stop while it is on its way', async () => {
    const cloud = await startCloud({ accounts: [withKey] });
    cloud.faults.add({ action: 'UpdateLoginProfile', kind: 'hang' });
    const stop = new AbortController();
    const change = thrownBy(loginProfilesIn(cloud).setMfaRequired(target('nora'), true, stop.signal));
    for (let turn = 0; turn < 10_000 && asked(cloud, 'UpdateLoginProfile') === 0; turn += 1) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    stop.abort(new Error('stopped'));
    expect(await change).toMatchObject({ reason: 'ambiguous', code: 'Aborted' });
  });

  it('is not ambiguous where the cloud was never reached', async () => {
    const cloud = await startCloud({ accounts: [withKey] });
    const closed = { host: '127.0.0.1:1', protocol: 'http' } as const;
    const loginProfiles = loginProfilesIn(cloud, { endpoints: { ...endpointsOf(cloud), ram: closed } });
    const error = await thrownBy(loginProfiles.setMfaRequired(target('nora'), true, never));
    expect(error).toMatchObject({ reason: 'unavailable', code: 'ECONNREFUSED' });
  });

  it('names the missing grant', async () => {
    const cloud = await startCloud({ accounts: [withKey] });
    const error = await thrownBy(loginProfilesIn(cloud).setMfaRequired(target('broken-glass'), true, never));
    expect(error).toMatchObject({ reason: 'no_permission', code: 'NoPermission' });
    expect(String(error)).toContain('ram:UpdateLoginProfile');
    expect(cloud.account(ACCOUNT_ID).user('broken-glass').loginProfile?.mfaBindRequired).toBe(false);
  });

  it('does not take half a login profile for an answer', async () => {
    const cloud = await startCloud({ accounts: [withKey] });
    cloud.faults.add({ kind: 'omit', action: 'GetLoginProfile', field: 'LoginProfile.MFABindRequired' });
    const error = await thrownBy(loginProfilesIn(cloud).read(target('nora'), never));
    expect(error).toMatchObject({ reason: 'unavailable', code: 'UnexpectedAnswer' });
  });

  it('reads again where reading fails and passes', async () => {
    const cloud = await startCloud({ accounts: [withKey] });
    cloud.faults.add({ kind: 'server_error', action: 'GetLoginProfile', times: 2 });
    expect(await loginProfilesIn(cloud).read(target('nora'), never)).toMatchObject({
      mfaBindRequired: false,
    });
  });
});

describe('entering the account', () => {
  it('a key serves its own account alone', async () => {
    const cloud = await startCloud({ accounts: [withKey, { accountId: OTHER_ID }] });
    const loginProfiles = loginProfilesIn(cloud);
    const error = await thrownBy(loginProfiles.setMfaRequired(target('otto', OTHER_ID), true, never));
    expect(error).toMatchObject({ reason: 'no_permission' });
    expect(String(error)).toMatch(new RegExp(`${ACCOUNT_ID}.*ENFORCER_ROLE_NAME.*${OTHER_ID}`));
    expect(asked(cloud, 'UpdateLoginProfile')).toBe(0);
    await loginProfiles.setMfaRequired(target('nora'), true, never);
    expect(asked(cloud, 'GetCallerIdentity')).toBe(1);
  });

  it('a role is assumed for a quarter of an hour, for one user, in the name of who asked', async () => {
    const cloud = await startCloud({ accounts: [withRole] });
    await loginProfilesIn(cloud, { roleName: ROLE_NAME }).setMfaRequired(target('nora'), true, never);
    const [assumed] = sent(cloud, 'AssumeRole');
    expect(assumed).toMatchObject({
      caller: `user/${ENFORCER_NAME}`,
      params: {
        RoleArn: `acs:ram::${ACCOUNT_ID}:role/${ROLE_NAME}`,
        RoleSessionName: 'ram-mfa-bot-slack-U0ADMIN',
        DurationSeconds: '900',
      },
    });
    expect(JSON.parse(assumed?.params.Policy ?? '')).toEqual({
      Version: '1',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['ram:GetLoginProfile', 'ram:UpdateLoginProfile'],
          Resource: [`acs:ram:*:${ACCOUNT_ID}:user/nora`],
        },
      ],
    });
    expect(sent(cloud, 'UpdateLoginProfile')).toMatchObject([
      { caller: `role/${ROLE_NAME}/ram-mfa-bot-slack-U0ADMIN`, status: 200 },
    ]);
  });

  it('a role without a key is assumed by the reader', async () => {
    const policy = { ...assumeOnly, Statement: [...assumeOnly.Statement] };
    const users = [...people, reader(policy)];
    const cloud = await startCloud({ accounts: [{ ...company([], READER_NAME), users }] });
    await loginProfilesIn(cloud, { enforcer: null, roleName: ROLE_NAME }).setMfaRequired(
      target('nora'),
      true,
      never,
    );
    expect(sent(cloud, 'AssumeRole')).toMatchObject([{ caller: `user/${READER_NAME}` }]);
    expect(cloud.account(ACCOUNT_ID).user('nora').loginProfile?.mfaBindRequired).toBe(true);
  });

  it.each([
    { name: 'is not there', roleName: 'another', reason: 'rejected', code: 'EntityNotExist.Role' },
    { name: 'does not trust us', roleName: ROLE_NAME, reason: 'no_permission', code: 'NoPermission' },
  ])('changes nothing where the role $name', async ({ roleName, reason, code }) => {
    const enforcer = [{ userName: ENFORCER_NAME, policy: assumeOnly }];
    const cloud = await startCloud({ accounts: [company(enforcer, 'somebody-else')] });
    const error = await thrownBy(
      loginProfilesIn(cloud, { roleName }).setMfaRequired(target('nora'), true, never),
    );
    expect(error).toMatchObject({ reason, code });
    expect(asked(cloud, 'UpdateLoginProfile')).toBe(0);
  });

  it('needs a key or a role', async () => {
    const cloud = await startCloud();
    expect(() => loginProfilesIn(cloud, { enforcer: null })).toThrow('a key or a role');
  });

  it('knows whose keys are configured', async () => {
    const cloud = await startCloud({ accounts: [withKey] });
    const idOf = (userName: string) => cloud.account(ACCOUNT_ID).user(userName).userId;
    expect(await loginProfilesIn(cloud).ownUserIds(never)).toEqual([idOf(READER_NAME), idOf(ENFORCER_NAME)]);
    const byReader = loginProfilesIn(cloud, { enforcer: null, roleName: ROLE_NAME });
    expect(await byReader.ownUserIds(never)).toEqual([idOf(READER_NAME)]);
  });

  it('asks that once, however many are judged', async () => {
    const cloud = await startCloud({ accounts: [withKey] });
    const loginProfiles = loginProfilesIn(cloud);
    await loginProfiles.ownUserIds(never);
    await loginProfiles.ownUserIds(never);
    expect(asked(cloud, 'GetCallerIdentity')).toBe(2);
  });

  it('makes at most ten calls a second, whatever reading may', async () => {
    const cloud = await startCloud({ accounts: [withKey] });
    const clock = new SteppedClock(Date.now());
    const loginProfiles = loginProfilesIn(cloud, { clock, maxCallsPerSecond: 100 });
    const begunAt = clock.now();
    await Promise.all(Array.from({ length: 30 }, () => loginProfiles.read(subjects.user, never)));
    expect(clock.now() - begunAt).toBeGreaterThanOrEqual(2_000);
  });

  it('does not guess whose keys they are', async () => {
    const cloud = await startCloud({ accounts: [withKey] });
    cloud.faults.add({ kind: 'omit', action: 'GetCallerIdentity', field: 'UserId', times: 1 });
    expect(await thrownBy(loginProfilesIn(cloud).ownUserIds(never))).toMatchObject({
      code: 'UnexpectedAnswer',
    });
  });
});

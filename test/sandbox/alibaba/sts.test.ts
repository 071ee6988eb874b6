import { describe, expect, it } from 'vitest';
import { type AccountSeed, allowPolicy } from '../../../sandbox/alibaba/index.ts';
import { ACCOUNT_ID, COMPANY, READER, ROOT, startSandbox } from './sandbox-fixture.ts';
import { genericCaller, type Json, refusal } from './sdk-clients.ts';

const MEMBER_ID = '2234567890123456';
const ROLE_ARN = `acs:ram::${MEMBER_ID}:role/MfaAudit`;

const MEMBER: AccountSeed = {
  accountId: MEMBER_ID,
  users: [{ userName: 'zoe', loginProfile: {} }],
  roles: [
    {
      roleName: 'MfaAudit',
      trustedPrincipals: [`acs:ram::${ACCOUNT_ID}:user/mfa-reader`],
      policy: allowPolicy(['ram:Get*', 'ram:List*']),
    },
  ],
};

const accounts = [COMPANY, MEMBER];
const ASK = { RoleArn: ROLE_ARN, RoleSessionName: 'audit' };

function sessionKeys(answer: Json) {
  return {
    accessKeyId: answer.Credentials.AccessKeyId,
    accessKeySecret: answer.Credentials.AccessKeySecret,
    securityToken: answer.Credentials.SecurityToken,
  };
}

describe('GetCallerIdentity', () => {
  it('tells a RAM user, root and an assumed role apart', async () => {
    const sandbox = await startSandbox({ accounts });
    const asUser = genericCaller(sandbox.url, READER);
    const { userId } = sandbox.account(ACCOUNT_ID).user('mfa-reader');
    expect(await asUser('sts', 'GetCallerIdentity')).toMatchObject({
      IdentityType: 'RAMUser',
      AccountId: ACCOUNT_ID,
      UserId: userId,
      Arn: `acs:ram::${ACCOUNT_ID}:user/mfa-reader`,
    });
    expect(await genericCaller(sandbox.url, ROOT)('sts', 'GetCallerIdentity')).toMatchObject({
      IdentityType: 'Account',
      UserId: ACCOUNT_ID,
      Arn: `acs:ram::${ACCOUNT_ID}:root`,
    });
    const keys = sessionKeys(await asUser('sts', 'AssumeRole', ASK));
    expect(await genericCaller(sandbox.url, keys)('sts', 'GetCallerIdentity')).toMatchObject({
      IdentityType: 'AssumedRoleUser',
      AccountId: MEMBER_ID,
      Arn: `acs:ram::${MEMBER_ID}:assumed-role/MfaAudit/audit`,
    });
  });

  it('needs no permission', async () => {
    const sandbox = await startSandbox();
    sandbox.account(ACCOUNT_ID).user('mfa-reader').policy = null;
    expect(await genericCaller(sandbox.url, READER)('sts', 'GetCallerIdentity')).toMatchObject({
      IdentityType: 'RAMUser',
    });
  });
});

describe('AssumeRole', () => {
  it('gives credentials that work in the other account and end when they say', async () => {
    let nowMs = Date.parse('2027-01-01T00:00:00Z');
    const sandbox = await startSandbox({ accounts, now: () => nowMs });
    const answer = await genericCaller(sandbox.url, READER)('sts', 'AssumeRole', {
      ...ASK,
      DurationSeconds: '900',
    });
    expect(answer.Credentials.Expiration).toBe('2027-01-01T00:15:00Z');
    expect(answer.AssumedRoleUser.Arn).toBe(`${ROLE_ARN}/audit`);
    const inMember = genericCaller(sandbox.url, sessionKeys(answer));
    const { Users } = await inMember('ims', 'ListUsers');
    expect(Users.User[0].UserPrincipalName).toBe(`zoe@${MEMBER_ID}.onaliyun.com`);
    expect(sandbox.requests.entries.at(-1)).toMatchObject({
      accountId: MEMBER_ID,
      caller: 'role/MfaAudit/audit',
    });
    nowMs += 899_000;
    await inMember('ims', 'ListUsers');
    nowMs += 1000;
    expect(await refusal(inMember('ims', 'ListUsers'))).toMatchObject({
      code: 'InvalidSecurityToken.Expired',
      statusCode: 400,
    });
  });

  it('needs the token with its keys', async () => {
    const { url } = await startSandbox({ accounts });
    const keys = sessionKeys(await genericCaller(url, READER)('sts', 'AssumeRole', ASK));
    const { securityToken: _, ...withoutToken } = keys;
    const asked = (changed: typeof withoutToken & { securityToken?: string }) =>
      refusal(genericCaller(url, changed)('ims', 'ListUsers'));
    expect((await asked(withoutToken)).code).toBe('MissingSecurityToken');
    expect((await asked({ ...keys, securityToken: 'junk' })).code).toBe('InvalidSecurityToken.Malformed');
    expect((await asked({ ...keys, securityToken: `${keys.securityToken}x` })).code).toBe(
      'InvalidSecurityToken.MismatchWithAccessKey',
    );
    expect((await asked({ ...keys, accessKeySecret: 'wrong' })).code).toBe('SignatureDoesNotMatch');
  });

  it('is for those the role trusts', async () => {
    const sandbox = await startSandbox({ accounts });
    const call = genericCaller(sandbox.url, READER);
    const role = sandbox.account(MEMBER_ID).role('MfaAudit');
    role.trustedPrincipals = [`acs:ram::${ACCOUNT_ID}:user/somebody-else`];
    expect(await refusal(call('sts', 'AssumeRole', ASK))).toMatchObject({
      code: 'NoPermission',
      statusCode: 403,
    });
    role.trustedPrincipals = [`acs:ram::${ACCOUNT_ID}:root`];
    expect(await call('sts', 'AssumeRole', ASK)).toHaveProperty('Credentials');
  });

  it('takes the external id the role asks for', async () => {
    const sandbox = await startSandbox({ accounts });
    const call = genericCaller(sandbox.url, READER);
    sandbox.account(MEMBER_ID).role('MfaAudit').externalId = 'mfa-bot-7';
    expect((await refusal(call('sts', 'AssumeRole', ASK))).code).toBe('NoPermission');
    const wrong = call('sts', 'AssumeRole', { ...ASK, ExternalId: 'mfa-bot-8' });
    expect((await refusal(wrong)).code).toBe('NoPermission');
    expect(await call('sts', 'AssumeRole', { ...ASK, ExternalId: 'mfa-bot-7' })).toHaveProperty(
      'Credentials',
    );
  });

  it('needs sts:AssumeRole on that role', async () => {
    const sandbox = await startSandbox({ accounts });
    const call = genericCaller(sandbox.url, READER);
    const reader = sandbox.account(ACCOUNT_ID).user('mfa-reader');
    reader.policy = allowPolicy(['sts:AssumeRole'], [`acs:ram:*:${MEMBER_ID}:role/Other`]);
    expect(await refusal(call('sts', 'AssumeRole', ASK))).toMatchObject({
      code: 'NoPermission',
      accessDeniedDetail: { AuthAction: 'sts:AssumeRole' },
    });
    reader.policy = allowPolicy(['sts:AssumeRole'], ['acs:ram:*:*:role/MfaAudit']);
    expect(await call('sts', 'AssumeRole', ASK)).toHaveProperty('Credentials');
  });

  it('is not for root', async () => {
    const { url } = await startSandbox({ accounts });
    expect((await refusal(genericCaller(url, ROOT)('sts', 'AssumeRole', ASK))).code).toBe('NoPermission');
  });

  it('narrows the role by a session policy and never widens it', async () => {
    const { url } = await startSandbox({ accounts });
    const call = genericCaller(url, READER);
    const Policy = JSON.stringify(allowPolicy(['ram:GetUser', 'ram:UpdateLoginProfile'], ['*']));
    const narrowed = genericCaller(url, sessionKeys(await call('sts', 'AssumeRole', { ...ASK, Policy })));
    const zoe = { UserPrincipalName: `zoe@${MEMBER_ID}.onaliyun.com` };
    expect(await narrowed('ims', 'GetUser', zoe)).toHaveProperty('User');
    expect(await refusal(narrowed('ims', 'ListUsers'))).toMatchObject({
      code: 'NoPermission',
      accessDeniedDetail: { PolicyType: 'SessionPolicy', NoPermissionType: 'ImplicitDeny' },
    });
    expect(await refusal(narrowed('ims', 'UpdateLoginProfile', zoe))).toMatchObject({
      code: 'NoPermission',
      accessDeniedDetail: { PolicyType: 'AccountLevelIdentityBasedPolicy' },
    });
  });

  it.each([
    [{ RoleArn: '' }, 'InvalidParameter.RoleArn', 400],
    [{ RoleArn: 'MfaAudit' }, 'InvalidParameter.RoleArn', 400],
    [{ RoleArn: `acs:ram::${MEMBER_ID}:role/None` }, 'EntityNotExist.Role', 404],
    [{ RoleArn: 'acs:ram::9999999999999999:role/MfaAudit' }, 'EntityNotExist.Role', 404],
    [{ RoleSessionName: '' }, 'MissingRoleSessionName', 400],
    [{ RoleSessionName: 'a' }, 'InvalidParameter.RoleSessionName', 400],
    [{ RoleSessionName: 'abc*abc' }, 'InvalidParameter.RoleSessionName', 400],
    [{ DurationSeconds: '899' }, 'InvalidParameter.DurationSeconds', 400],
    [{ DurationSeconds: '3601' }, 'InvalidParameter.DurationSeconds', 400],
    [{ ExternalId: 'x' }, 'InvalidParameter.ExternalId', 400],
    [{ Policy: 'not json' }, 'InvalidParameter.PolicyGrammar', 400],
    [{ Policy: '{"Version":"1"}' }, 'InvalidParameter.PolicyGrammar', 400],
    [{ Policy: ' '.repeat(2049) }, 'InvalidParameter.PolicySize', 400],
  ] as [Record<string, string>, string, number][])('refuses %j', async (query, code, statusCode) => {
    const { url } = await startSandbox({ accounts });
    const asked = genericCaller(url, READER)('sts', 'AssumeRole', { ...ASK, ...query });
    expect(await refusal(asked)).toMatchObject({ code, statusCode });
  });
});

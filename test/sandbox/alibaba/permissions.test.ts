import { describe, expect, it } from 'vitest';
import { type AlibabaSandbox, allowPolicy, type PolicyDocument } from '../../../sandbox/alibaba/index.ts';
import { ACCOUNT_ID, READER, ROOT, startSandbox } from './sandbox-fixture.ts';
import { genericCaller, type Product, refusal } from './sdk-clients.ts';

function withPolicy(sandbox: AlibabaSandbox, policy: PolicyDocument | null) {
  sandbox.account(ACCOUNT_ID).user('mfa-reader').policy = policy;
  return genericCaller(sandbox.url, READER);
}

const ALICE = { UserPrincipalName: 'alice@example.onaliyun.com' };
const BOB = { UserPrincipalName: 'bob@example.onaliyun.com' };

describe('a call', () => {
  it('without a policy is denied, and told what is missing', async () => {
    const sandbox = await startSandbox();
    const denied = await refusal(withPolicy(sandbox, null)('ims', 'GetUser', ALICE));
    expect(denied).toMatchObject({
      code: 'NoPermission',
      statusCode: 403,
      accessDeniedDetail: {
        AuthAction: 'ram:GetUser',
        AuthPrincipalType: 'SubUser',
        AuthPrincipalOwnerId: ACCOUNT_ID,
        AuthPrincipalDisplayName: sandbox.account(ACCOUNT_ID).user('mfa-reader').userId,
        NoPermissionType: 'ImplicitDeny',
        PolicyType: 'AccountLevelIdentityBasedPolicy',
      },
    });
    expect(sandbox.requests.entries).toMatchObject([
      { caller: 'user/mfa-reader', status: 403, code: 'NoPermission' },
    ]);
  });

  const everyRead: [Product, string, Record<string, string>, string][] = [
    ['ims', 'ListUsers', {}, 'ram:ListUsers'],
    ['ims', 'ListUserBasicInfos', {}, 'ram:ListUserBasicInfos'],
    ['ims', 'GetUser', ALICE, 'ram:GetUser'],
    ['ims', 'GetLoginProfile', ALICE, 'ram:GetLoginProfile'],
    ['ims', 'GetUserMFAInfo', BOB, 'ram:GetUserMFAInfo'],
    ['ims', 'ListPasskeys', ALICE, 'ram:ListPasskeys'],
    ['ims', 'ListVirtualMFADevices', {}, 'ram:ListVirtualMFADevices'],
    ['ims', 'ListAccessKeys', ALICE, 'ram:ListAccessKeys'],
    ['ims', 'GetSecurityPreference', {}, 'ram:GetSecurityPreference'],
    ['ims', 'GetUserSsoSettings', {}, 'ram:GetUserSsoSettings'],
    ['ims', 'GetDefaultDomain', {}, 'ram:GetDefaultDomain'],
    ['ims', 'GetAccountSummary', {}, 'ram:GetAccountSummary'],
    ['ims', 'GetAccountMFAInfo', {}, 'ram:GetAccountMFAInfo'],
    ['ram', 'ListUsers', {}, 'ram:ListUsers'],
    ['ram', 'GetUser', { UserName: 'alice' }, 'ram:GetUser'],
    ['ram', 'GetLoginProfile', { UserName: 'alice' }, 'ram:GetLoginProfile'],
    ['ram', 'UpdateLoginProfile', { UserName: 'alice' }, 'ram:UpdateLoginProfile'],
    ['ram', 'GetUserMFAInfo', { UserName: 'bob' }, 'ram:GetUserMFAInfo'],
    ['ram', 'ListVirtualMFADevices', {}, 'ram:ListVirtualMFADevices'],
    ['ram', 'ListAccessKeys', { UserName: 'alice' }, 'ram:ListAccessKeys'],
    ['ram', 'GetAccountAlias', {}, 'ram:GetAccountAlias'],
    ['ram', 'GetSecurityPreference', {}, 'ram:GetSecurityPreference'],
  ];
  it.each(everyRead)('%s %s %j needs %4$s and nothing else', async (product, action, query, grant) => {
    const sandbox = await startSandbox();
    expect(await withPolicy(sandbox, allowPolicy([grant]))(product, action, query)).toHaveProperty(
      'RequestId',
    );
    const others = everyRead.map(([, , , other]) => other).filter((other) => other !== grant);
    const denied = await refusal(withPolicy(sandbox, allowPolicy(others))(product, action, query));
    expect(denied).toMatchObject({ code: 'NoPermission', accessDeniedDetail: { AuthAction: grant } });
  });

  it.each([`acs:ram:*:${ACCOUNT_ID}:user/alice`, `acs:ram::${ACCOUNT_ID}:user/al*`])(
    'may be allowed for one user: %s',
    async (resource) => {
      const sandbox = await startSandbox();
      const call = withPolicy(sandbox, allowPolicy(['ram:Get*', 'ram:List*'], [resource]));
      const { userId } = sandbox.account(ACCOUNT_ID).user('alice');
      expect(await call('ims', 'GetUser', { UserId: userId })).toHaveProperty('User');
      expect(await call('ims', 'GetLoginProfile', ALICE)).toHaveProperty('LoginProfile');
      expect((await refusal(call('ims', 'GetLoginProfile', BOB))).code).toBe('NoPermission');
      expect((await refusal(call('ims', 'ListUsers'))).code).toBe('NoPermission');
      // Documented for all resources only.
      expect((await refusal(call('ims', 'ListPasskeys', ALICE))).code).toBe('NoPermission');
    },
  );

  it('is denied by an explicit deny, whatever else allows it', async () => {
    const sandbox = await startSandbox();
    const call = withPolicy(sandbox, {
      Version: '1',
      Statement: [
        { Effect: 'Allow', Action: 'ram:*', Resource: '*' },
        { Effect: 'Deny', Action: 'ram:UpdateLoginProfile', Resource: [`acs:ram:*:${ACCOUNT_ID}:user/bob`] },
      ],
    });
    expect(await call('ims', 'UpdateLoginProfile', ALICE)).toHaveProperty('LoginProfile');
    expect(await refusal(call('ims', 'UpdateLoginProfile', BOB))).toMatchObject({
      code: 'NoPermission',
      accessDeniedDetail: { NoPermissionType: 'ExplicitDeny' },
    });
  });

  it('is denied before it is told whether the user exists', async () => {
    const sandbox = await startSandbox();
    const nobody = { UserPrincipalName: 'nobody@example.onaliyun.com' };
    expect((await refusal(withPolicy(sandbox, null)('ims', 'GetUser', nobody))).code).toBe('NoPermission');
  });

  it('with the root key needs no policy', async () => {
    const { url } = await startSandbox();
    expect(await genericCaller(url, ROOT)('ims', 'ListUsers')).toHaveProperty('Users');
  });

  it.each([
    ['ram', 'CreateLoginProfile'],
    ['ram', 'DeleteLoginProfile'],
    ['ram', 'SetSecurityPreference'],
    ['ims', 'CreateLoginProfile'],
    ['ims', 'DeleteLoginProfile'],
    ['ims', 'SetSecurityPreference'],
    ['ims', 'BindMFADevice'],
    ['ims', 'UnbindMFADevice'],
    ['ims', 'CreateVirtualMFADevice'],
    ['ims', 'DisableVirtualMFA'],
  ] as [Product, string][])('to %s %s is always denied, and recorded', async (product, action) => {
    const { url, requests } = await startSandbox();
    for (const keys of [READER, ROOT]) {
      expect((await refusal(genericCaller(url, keys)(product, action))).code).toBe('NoPermission');
    }
    expect(requests.count(action)).toBe(2);
  });
});

describe('a policy', () => {
  it('with elements that are not evaluated here is not accepted', async () => {
    const Statement = [{ Effect: 'Allow', Action: '*', Resource: '*', Condition: {} }];
    const policy = { Version: '1', Statement } as unknown as PolicyDocument;
    const accounts = [{ accountId: ACCOUNT_ID, users: [{ userName: 'x', policy }] }];
    await expect(startSandbox({ accounts })).rejects.toThrow('Condition');
  });
});

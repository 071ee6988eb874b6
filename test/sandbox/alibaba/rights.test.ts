import { describe, expect, it } from 'vitest';
import { allowPolicy } from '../../../sandbox/alibaba/index.ts';
import { COMPANY, READER, startSandbox } from './sandbox-fixture.ts';
import { genericCaller, refusal } from './sdk-clients.ts';

const ADMINISTRATOR = { policyName: 'AdministratorAccess', policyType: 'System' } as const;
const DOCUMENT = { Version: '1', Statement: [{ Effect: 'Allow', Action: 'oss:*', Resource: '*' }] };
const ACCOUNT = {
  ...COMPANY,
  groups: [{ groupName: 'admins', userNames: ['alice', 'bob'], policies: [ADMINISTRATOR] }],
  customPolicies: { storage: DOCUMENT },
};

describe('who may do what', () => {
  it('is listed by user and by group, without a word about the other', async () => {
    const sandbox = await startSandbox({ accounts: [ACCOUNT] });
    sandbox.account(COMPANY.accountId).user('alice').attachedPolicies = [
      { policyName: 'storage', policyType: 'Custom' },
    ];
    const call = genericCaller(sandbox.url, READER);
    const policies = await call('ram', 'ListPoliciesForUser', { UserName: 'alice' });
    expect(policies.Policies.Policy).toMatchObject([{ PolicyName: 'storage', PolicyType: 'Custom' }]);
    const groups = await call('ram', 'ListGroupsForUser', { UserName: 'alice' });
    expect(groups.Groups.Group).toMatchObject([{ GroupName: 'admins' }]);
    const ofGroup = await call('ram', 'ListPoliciesForGroup', { GroupName: 'admins' });
    expect(ofGroup.Policies.Policy).toMatchObject([
      { PolicyName: 'AdministratorAccess', PolicyType: 'System' },
    ]);
    expect((await call('ram', 'ListGroupsForUser', { UserName: 'carol' })).Groups.Group).toEqual([]);
  });

  it('hands out a policy as text', async () => {
    const { url } = await startSandbox({ accounts: [ACCOUNT] });
    const query = { PolicyName: 'storage', PolicyType: 'Custom' };
    const { DefaultPolicyVersion } = await genericCaller(url, READER)('ram', 'GetPolicy', query);
    expect(JSON.parse(DefaultPolicyVersion.PolicyDocument)).toEqual(DOCUMENT);
  });

  it.each([
    ['ListPoliciesForUser', { UserName: 'nobody' }, 'EntityNotExist.User'],
    ['ListGroupsForUser', { UserName: 'nobody' }, 'EntityNotExist.User'],
    ['ListPoliciesForGroup', { GroupName: 'nothing' }, 'EntityNotExist.Group'],
    ['GetPolicy', { PolicyName: 'storage', PolicyType: 'System' }, 'EntityNotExist.Policy'],
    ['GetPolicy', { PolicyName: 'toString', PolicyType: 'Custom' }, 'EntityNotExist.Policy'],
    ['GetPolicy', { PolicyName: 'storage', PolicyType: 'Other' }, 'InvalidParameter.PolicyType'],
    ['GetPolicy', { PolicyName: 'storage' }, 'InvalidParameter.PolicyType'],
    ['ListPoliciesForUser', {}, 'MissingUserName'],
  ] as [string, Record<string, string>, string][])(
    '%s %j is refused with %s',
    async (action, query, code) => {
      const { url } = await startSandbox({ accounts: [ACCOUNT] });
      expect(await refusal(genericCaller(url, READER)('ram', action, query))).toMatchObject({ code });
    },
  );

  it.each([
    ['ListPoliciesForUser', { UserName: 'alice' }],
    ['ListGroupsForUser', { UserName: 'alice' }],
    ['ListPoliciesForGroup', { GroupName: 'admins' }],
    ['GetPolicy', { PolicyName: 'storage', PolicyType: 'Custom' }],
  ] as [string, Record<string, string>][])('%s needs its own permission', async (action, query) => {
    const sandbox = await startSandbox({ accounts: [ACCOUNT] });
    sandbox.account(COMPANY.accountId).user('mfa-reader').policy = allowPolicy(['ram:ListUsers']);
    const asked = genericCaller(sandbox.url, READER)('ram', action, query);
    expect(await refusal(asked)).toMatchObject({
      code: 'NoPermission',
      accessDeniedDetail: { AuthAction: `ram:${action}` },
    });
  });
});

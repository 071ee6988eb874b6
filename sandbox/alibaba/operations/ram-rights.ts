import type { AttachedPolicy, GroupSeed } from '../account-seed.ts';
import { entityNotExist, invalidParameter } from '../api-error.ts';
import { assertUserName, choiceParameter, requiredParameter } from '../params.ts';
import type { UserState } from '../user-state.ts';
import { type Call, type Operation, READS_PER_SECOND, ramGrant } from './operation.ts';

/**
 * RAM 2015-05-01, who may do what. No paging in this version.
 * https://www.alibabacloud.com/help/en/ram/developer-reference/api-ram-2015-05-01-listpoliciesforuser
 */
export const ramRightsOperations: Readonly<Record<string, Operation>> = {
  ListPoliciesForUser: {
    callsPerSecond: READS_PER_SECOND,
    grant: (call) => ramGrant(call, 'ListPoliciesForUser', `user/${userNameOf(call)}`),
    run: (call) => ({ Policies: { Policy: namedUser(call).attachedPolicies.map(policyAnswer) } }),
  },
  ListGroupsForUser: {
    callsPerSecond: READS_PER_SECOND,
    grant: (call) => ramGrant(call, 'ListGroupsForUser', `user/${userNameOf(call)}`),
    run: (call) => {
      const { userName } = namedUser(call);
      const groups = call.account.groups.filter(({ userNames }) => userNames.includes(userName));
      const Group = groups.map(({ groupName }) => ({
        GroupName: groupName,
        Comments: '',
        JoinDate: '2024-03-01T08:00:00Z',
      }));
      return { Groups: { Group } };
    },
  },
  ListPoliciesForGroup: {
    callsPerSecond: READS_PER_SECOND,
    grant: (call) => ramGrant(call, 'ListPoliciesForGroup', `group/${groupNameOf(call)}`),
    run: (call) => ({ Policies: { Policy: (namedGroup(call).policies ?? []).map(policyAnswer) } }),
  },
  GetPolicy: {
    callsPerSecond: READS_PER_SECOND,
    grant: (call) => ramGrant(call, 'GetPolicy', `policy/${requiredParameter(call.params, 'PolicyName')}`),
    run: getPolicy,
  },
};

const SYSTEM_POLICIES: Readonly<Record<string, unknown>> = {
  AdministratorAccess: {
    Version: '1',
    Statement: [{ Action: '*', Resource: '*', Effect: 'Allow' }],
  },
};

function getPolicy({ account, params }: Call): Record<string, unknown> {
  const policyName = requiredParameter(params, 'PolicyName');
  const policyType = choiceParameter(params, 'PolicyType', ['System', 'Custom']);
  if (policyType === null) throw invalidParameter('PolicyType');
  const documents = policyType === 'System' ? SYSTEM_POLICIES : account.customPolicies;
  if (!Object.hasOwn(documents, policyName)) throw entityNotExist('Policy');
  const document = documents[policyName];
  return {
    Policy: {
      ...policyAnswer({ policyName, policyType }),
      AttachmentCount: 1,
      CreateDate: DATE,
      UpdateDate: DATE,
    },
    DefaultPolicyVersion: {
      VersionId: 'v1',
      IsDefaultVersion: true,
      CreateDate: DATE,
      // As it was typed in: whatever stands there comes as text.
      PolicyDocument: typeof document === 'string' ? document : JSON.stringify(document),
    },
  };
}

const DATE = '2024-03-01T08:00:00Z';

function policyAnswer({ policyName, policyType }: AttachedPolicy): Record<string, string> {
  return {
    PolicyName: policyName,
    PolicyType: policyType,
    DefaultVersion: 'v1',
    Description: '',
    AttachDate: DATE,
  };
}

function userNameOf({ params }: Call): string {
  const userName = requiredParameter(params, 'UserName');
  assertUserName(userName);
  return userName;
}

function namedUser(call: Call): UserState {
  const user = call.account.findUser({ userName: userNameOf(call) });
  if (!user) throw entityNotExist('User');
  return user;
}

const groupNameOf = ({ params }: Call) => requiredParameter(params, 'GroupName');

function namedGroup(call: Call): GroupSeed {
  const group = call.account.groups.find(({ groupName }) => groupName === groupNameOf(call));
  if (!group) throw entityNotExist('Group');
  return group;
}

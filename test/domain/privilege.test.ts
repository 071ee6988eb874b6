import { describe, expect, test } from 'vitest';
import { type AttachedPolicy, judgePrivilege, type PolicyStatement } from '../../src/domain/privilege.ts';

const ALL: PolicyStatement = { effect: 'allow', actions: ['*'], resources: ['*'], isNarrowed: false };

const vendors = (policyName: string, groupName: string | null = null): AttachedPolicy => ({
  policyName,
  isVendors: true,
  groupName,
  statements: null,
});
const own = (statements: AttachedPolicy['statements'], policyName = 'own'): AttachedPolicy => ({
  policyName,
  isVendors: false,
  groupName: null,
  statements,
});

interface Row {
  readonly name: string;
  readonly policies: readonly AttachedPolicy[];
  readonly isAdministrator: boolean;
}

const ROWS: readonly Row[] = [
  { name: 'nothing', policies: [], isAdministrator: false },
  { name: 'the vendor’s policy', policies: [vendors('AdministratorAccess')], isAdministrator: true },
  { name: 'by a group', policies: [vendors('AdministratorAccess', 'admins')], isAdministrator: true },
  { name: 'another of the vendor’s', policies: [vendors('AliyunOSSFullAccess')], isAdministrator: false },
  { name: 'an own policy of that name', policies: [own([], 'AdministratorAccess')], isAdministrator: false },
  { name: 'an equal one', policies: [own([ALL])], isAdministrator: true },
  {
    name: 'an equal one in longer words',
    policies: [own([{ ...ALL, actions: ['*:*'], resources: ['acs:*:*:*:*'] }])],
    isAdministrator: true,
  },
  {
    name: 'an equal one beside others',
    policies: [
      own([
        { ...ALL, actions: ['oss:Get*'] },
        { ...ALL, actions: ['ram:*', '*'] },
      ]),
    ],
    isAdministrator: true,
  },
  { name: 'one product', policies: [own([{ ...ALL, actions: ['ram:*'] }])], isAdministrator: false },
  {
    name: 'one account’s resources',
    policies: [own([{ ...ALL, resources: ['acs:*:*:123:*'] }])],
    isAdministrator: false,
  },
  { name: 'under a condition', policies: [own([{ ...ALL, isNarrowed: true }])], isAdministrator: false },
  {
    name: 'everything but',
    policies: [own([ALL, { ...ALL, effect: 'deny', actions: ['ram:*'] }])],
    isAdministrator: false,
  },
  { name: 'nothing but denied', policies: [own([{ ...ALL, effect: 'deny' }])], isAdministrator: false },
  { name: 'one that could not be read', policies: [own(null)], isAdministrator: false },
];

describe('who may do everything', () => {
  test.each(ROWS)('$name: $isAdministrator', ({ policies, isAdministrator }) => {
    const read = judgePrivilege({ policies, errorCode: null });
    expect(read.kind).toBe(isAdministrator ? 'administrator' : 'ordinary');
    const partly = judgePrivilege({ policies, errorCode: 'NoPermission' });
    expect(partly.kind).toBe(isAdministrator ? 'administrator' : 'unknown');
  });

  test('is named with the policy and the group it comes by', () => {
    const policies = [own(null), vendors('AdministratorAccess', 'admins')];
    expect(judgePrivilege({ policies, errorCode: 'NoPermission' })).toEqual({
      kind: 'administrator',
      policyName: 'AdministratorAccess',
      groupName: 'admins',
    });
  });
});

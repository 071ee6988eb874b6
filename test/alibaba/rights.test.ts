import { describe, expect, it } from 'vitest';
import { type AlibabaSandbox, createLoginProfile } from '../../sandbox/alibaba/index.ts';
import { judgePrivilege, type Privilege } from '../../src/domain/privilege.ts';
import { userId } from '../../src/domain/ram-user.ts';
import {
  ACCOUNT_ID,
  accountOf,
  accountsIn,
  allButReading,
  asked,
  never,
  ownReader,
  reader,
  startCloud,
} from './company.ts';

const ADMINISTRATOR = { policyName: 'AdministratorAccess', policyType: 'System' } as const;
const own = (policyName: string) => ({ policyName, policyType: 'Custom' }) as const;

const EVERYTHING = { Version: '1', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
const IN_OFFICE = {
  Version: '1',
  Statement: [
    {
      Effect: 'Allow',
      Action: ['*'],
      Resource: ['*'],
      Condition: { IpAddress: { 'acs:SourceIp': '203.0.113.2' } },
    },
  ],
};

const COMPANY = accountOf(
  [
    { userName: 'ada', attachedPolicies: [ADMINISTRATOR] },
    { userName: 'ben' },
    { userName: 'cleo', attachedPolicies: [own('everything')] },
    { userName: 'dan', attachedPolicies: [own('in-office'), own('read')] },
    { userName: 'eve', attachedPolicies: [own('broken')] },
    { userName: 'fred' },
  ],
  {
    groups: [
      { groupName: 'admins', userNames: ['ben', 'gone'], policies: [ADMINISTRATOR] },
      { groupName: 'readers', userNames: ['ben', 'dan'], policies: [own('read')] },
      { groupName: 'empty', userNames: ['fred'] },
    ],
    customPolicies: {
      everything: EVERYTHING,
      'in-office': IN_OFFICE,
      read: { Version: '1', Statement: { Effect: 'Allow', Action: 'oss:Get*', Resource: '*' } },
      broken: 'not JSON',
    },
  },
);

/** What a reading finds that asks about these users, who alone have a console password. */
async function privilegesIn(cloud: AlibabaSandbox, names: readonly string[]) {
  for (const name of names) cloud.account(ACCOUNT_ID).user(name).loginProfile = createLoginProfile();
  const own = await ownReader(accountsIn(cloud));
  cloud.requests.clear();
  const reading = await own.readAccount({
    signal: never,
    readsRightsOf: ({ consoleLogin }) => consoleLogin === 'active',
  });
  const idOf = new Map(reading.users.map(({ user }) => [user.userName, user.userId]));
  const privileges = names.map((name): [string, Privilege] => {
    const read = reading.rights.get(idOf.get(name) ?? userId(''));
    if (read === undefined) throw new Error(`Nothing was read of ${name}`);
    return [name, judgePrivilege(read)];
  });
  return { privileges: new Map(privileges), reading };
}

const rightsCalls = (cloud: AlibabaSandbox) =>
  ['ListPoliciesForUser', 'ListGroupsForUser', 'ListPoliciesForGroup', 'GetPolicy'].map((action) =>
    asked(cloud, action),
  );

const EVERYBODY = ['ada', 'ben', 'cleo', 'dan', 'eve', 'fred'];

describe('who may do everything', () => {
  it('is found directly, by a group and by an equal policy', async () => {
    const { privileges } = await privilegesIn(await startCloud({ accounts: [COMPANY] }), EVERYBODY);
    expect(Object.fromEntries(privileges)).toEqual({
      ada: { kind: 'administrator', policyName: 'AdministratorAccess', groupName: null },
      ben: { kind: 'administrator', policyName: 'AdministratorAccess', groupName: 'admins' },
      cleo: { kind: 'administrator', policyName: 'everything', groupName: null },
      dan: { kind: 'ordinary' },
      eve: { kind: 'unknown', code: 'UnexpectedAnswer' },
      fred: { kind: 'ordinary' },
    });
  });

  it('is asked for these users alone, each group and each policy once', async () => {
    const cloud = await startCloud({ accounts: [COMPANY] });
    const { reading } = await privilegesIn(cloud, ['ben', 'dan', 'fred']);
    // Not for the vendor's own policies.
    expect(rightsCalls(cloud)).toEqual([3, 3, 3, 2]);
    expect(reading.rights.size).toBe(3);
    // What it takes to know who has MFA is counted without them.
    expect(reading.apiCalls).toBe(cloud.requests.entries.length - 11);
  });

  it('asks nothing for nobody', async () => {
    const cloud = await startCloud({ accounts: [COMPANY] });
    await privilegesIn(cloud, []);
    expect(rightsCalls(cloud)).toEqual([0, 0, 0, 0]);
  });

  it.each([
    { grant: 'ram:ListPoliciesForUser', action: 'ListPoliciesForUser', known: ['ben'] },
    { grant: 'ram:ListGroupsForUser', action: 'ListGroupsForUser', known: ['ada', 'cleo'] },
    { grant: 'ram:ListPoliciesForGroup', action: 'ListPoliciesForGroup', known: ['ada', 'cleo'] },
    { grant: 'ram:GetPolicy', action: 'GetPolicy', known: ['ada', 'ben'] },
  ])('is open where $grant is missing, which is asked for once', async ({ grant, action, known }) => {
    const users = [...(COMPANY.users ?? []).slice(0, -1), reader(allButReading(grant))];
    const cloud = await startCloud({ accounts: [{ ...COMPANY, users }] });
    const { privileges, reading } = await privilegesIn(cloud, EVERYBODY);
    const administrators = [...privileges].filter(([, { kind }]) => kind === 'administrator');
    expect(administrators.map(([name]) => name)).toEqual(known);
    expect(privileges.get('eve')).toEqual({ kind: 'unknown', code: expect.any(String) });
    expect(asked(cloud, action)).toBe(1);
    expect(reading).toMatchObject({ missingPermissions: [], completeness: { kind: 'proven' } });
  });

  it('is open for somebody who is gone, and goes on', async () => {
    const cloud = await startCloud({ accounts: [COMPANY] });
    const code = 'EntityNotExist.User';
    cloud.faults.add({ kind: 'error', action: 'ListPoliciesForUser', userName: 'ada', status: 404, code });
    const { privileges } = await privilegesIn(cloud, EVERYBODY);
    expect(privileges.get('ada')).toEqual({ kind: 'unknown', code });
    expect(privileges.get('ben')).toMatchObject({ kind: 'administrator' });
  });
});

import { describe, expect, it } from 'vitest';
import type { AlibabaSandbox } from '../../sandbox/alibaba/index.ts';
import { judgePrivilege } from '../../src/domain/privilege.ts';
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

async function privilegesIn(cloud: AlibabaSandbox, names: readonly string[]) {
  const own = await ownReader(accountsIn(cloud));
  const { users } = await own.readAccount({ signal: never });
  const meant = users.map(({ user }) => user).filter(({ userName }) => names.includes(userName));
  cloud.requests.clear();
  const rights = await own.rights.readRights(meant, never);
  return new Map(
    meant.map(({ userId: id, userName }) => {
      const read = rights.get(id);
      if (read === undefined) throw new Error(`Nothing was read of ${userName}`);
      return [userName, judgePrivilege(read)];
    }),
  );
}

const EVERYBODY = ['ada', 'ben', 'cleo', 'dan', 'eve', 'fred'];

describe('who may do everything', () => {
  it('is found directly, by a group and by an equal policy', async () => {
    const privileges = await privilegesIn(await startCloud({ accounts: [COMPANY] }), EVERYBODY);
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
    await privilegesIn(cloud, ['ben', 'dan', 'fred']);
    expect(asked(cloud, 'ListPoliciesForUser')).toBe(3);
    expect(asked(cloud, 'ListGroupsForUser')).toBe(3);
    expect(asked(cloud, 'ListPoliciesForGroup')).toBe(3);
    // Not for the vendor's own.
    expect(asked(cloud, 'GetPolicy')).toBe(2);
    expect(cloud.requests.entries).toHaveLength(11);
  });

  it('asks nothing for nobody', async () => {
    const cloud = await startCloud({ accounts: [COMPANY] });
    expect(await privilegesIn(cloud, [])).toEqual(new Map());
    expect(cloud.requests.entries).toEqual([]);
  });

  it.each([
    { grant: 'ram:ListPoliciesForUser', action: 'ListPoliciesForUser', known: ['ben'] },
    { grant: 'ram:ListGroupsForUser', action: 'ListGroupsForUser', known: ['ada', 'cleo'] },
    { grant: 'ram:ListPoliciesForGroup', action: 'ListPoliciesForGroup', known: ['ada', 'cleo'] },
    { grant: 'ram:GetPolicy', action: 'GetPolicy', known: ['ada', 'ben'] },
  ])('is open where $grant is missing, which is asked for once', async ({ grant, action, known }) => {
    const users = [...(COMPANY.users ?? []).slice(0, -1), reader(allButReading(grant))];
    const cloud = await startCloud({ accounts: [{ ...COMPANY, users }] });
    const privileges = await privilegesIn(cloud, EVERYBODY);
    const administrators = [...privileges].filter(([, { kind }]) => kind === 'administrator');
    expect(administrators.map(([name]) => name)).toEqual(known);
    expect(privileges.get('eve')).toEqual({ kind: 'unknown', code: expect.any(String) });
    expect(asked(cloud, action)).toBe(1);
    const reading = await (await ownReader(accountsIn(cloud))).readAccount({ signal: never });
    expect(reading).toMatchObject({ missingPermissions: [], completeness: { kind: 'proven' } });
  });

  it('is open for somebody who is gone, and goes on', async () => {
    const cloud = await startCloud({ accounts: [COMPANY] });
    const own = await ownReader(accountsIn(cloud));
    const { users } = await own.readAccount({ signal: never });
    cloud.account(ACCOUNT_ID).deleteUser('ada');
    const rights = await own.rights.readRights(
      users.map(({ user }) => user),
      never,
    );
    const privilegeOf = (name: string) => {
      const id = users.find(({ user }) => user.userName === name)?.user.userId ?? userId('');
      return judgePrivilege(rights.get(id) ?? { policies: [], errorCode: 'not read' });
    };
    expect(privilegeOf('ada')).toEqual({ kind: 'unknown', code: 'EntityNotExist.User' });
    expect(privilegeOf('ben')).toMatchObject({ kind: 'administrator' });
  });
});

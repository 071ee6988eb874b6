import { describe, expect, it } from 'vitest';
import { directoryPolicy, enforcerPolicy, readerPolicy } from '../../src/alibaba/index.ts';
import { grantsOf, OPERATIONS } from '../../src/alibaba/permissions.ts';
import { accountId } from '../../src/domain/ram-user.ts';
import {
  ACCOUNT_ID,
  accountOf,
  accountsIn,
  allButReading,
  never,
  ownReader,
  reader,
  startCloud,
} from './company.ts';

const attachedPolicies = [{ policyName: 'own', policyType: 'Custom' }] as const;
const nora = { userName: 'nora', loginProfile: {}, attachedPolicies };
const GROUPS = [{ groupName: 'everybody', userNames: ['nora'] }];
const CUSTOM = { own: { Version: '1', Statement: [] } };
const optional: ReadonlySet<string> = new Set(
  Object.values(OPERATIONS).flatMap(({ grant, ...one }) => ('optionalFor' in one ? [grant ?? ''] : [])),
);

describe('what must be granted', () => {
  it('is each action the reader calls, and no more', async () => {
    const account = accountOf([nora], { groups: GROUPS, customPolicies: CUSTOM });
    const cloud = await startCloud({ accounts: [account] });
    // Only where the default domain does not tell the alias is it asked for.
    cloud.faults.add({ kind: 'omit', action: 'GetDefaultDomain', field: 'DefaultDomainName' });
    const own = await ownReader(accountsIn(cloud));
    const { users } = await own.readAccount({ signal: never, readsRightsOf: () => true });
    for (const { user } of users) await own.readUser(user.userId, never);
    const called = new Set(cloud.requests.entries.map(({ action }) => `ram:${action}`));
    called.delete('ram:GetCallerIdentity');
    expect([...called].sort()).toEqual(grantsOf('reader'));
    expect(cloud.requests.entries.every(({ code }) => code !== 'NoPermission')).toBe(true);
  });

  const notEachTime = new Set(['ram:GetUser', 'ram:GetAccountAlias', ...optional]);
  it.each(grantsOf('reader').filter((grant) => !notEachTime.has(grant)))(
    'is named exactly where it is missing: %s',
    async (grant) => {
      const cloud = await startCloud({
        accounts: [accountOf([nora], { users: [nora, reader(allButReading(grant))] })],
      });
      const reading = await (await ownReader(accountsIn(cloud))).readAccount({ signal: never });
      expect(reading.missingPermissions).toEqual([{ grant, code: 'NoPermission' }]);
    },
  );

  it('never includes what makes, deletes or unbinds anything', () => {
    const changing = Object.values(OPERATIONS).filter(
      ({ action }) => !/^(Get|List|Lookup|AssumeRole$)/.test(action),
    );
    expect(changing.map(({ grant }) => grant)).toEqual(['ram:UpdateLoginProfile']);
    expect(grantsOf('enforcer')).toEqual(['ram:GetLoginProfile', 'ram:UpdateLoginProfile']);
  });
});

describe('policies', () => {
  it('let the reader read', () => {
    expect(readerPolicy()).toEqual({
      Version: '1',
      Statement: [{ Effect: 'Allow', Action: grantsOf('reader'), Resource: ['*'] }],
    });
  });

  it('let it find more accounts', () => {
    expect(directoryPolicy('mfa-audit').Statement).toEqual([
      { Effect: 'Allow', Action: ['resourcemanager:ListAccounts'], Resource: ['*'] },
      { Effect: 'Allow', Action: ['sts:AssumeRole'], Resource: ['acs:ram:*:*:role/mfa-audit'] },
    ]);
  });

  it('let the enforcer touch one account, and never the protected', () => {
    expect(enforcerPolicy(accountId(ACCOUNT_ID), ['glass', 'mfa-bot']).Statement).toEqual([
      {
        Effect: 'Allow',
        Action: ['ram:GetLoginProfile', 'ram:UpdateLoginProfile'],
        Resource: [`acs:ram:*:${ACCOUNT_ID}:user/*`],
      },
      {
        Effect: 'Deny',
        Action: ['ram:UpdateLoginProfile'],
        Resource: [`acs:ram:*:${ACCOUNT_ID}:user/glass`, `acs:ram:*:${ACCOUNT_ID}:user/mfa-bot`],
      },
    ]);
    expect(enforcerPolicy(ACCOUNT_ID, []).Statement).toHaveLength(1);
  });
});

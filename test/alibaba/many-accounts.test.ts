import { describe, expect, it } from 'vitest';
import type { AccountSeed, AlibabaSandbox } from '../../sandbox/alibaba/index.ts';
import { type AccountsOptions, directoryPolicy, readerPolicy } from '../../src/alibaba/index.ts';
import { accountId } from '../../src/domain/ram-user.ts';
import {
  ACCOUNT_ID,
  accountOf,
  accountsIn,
  asked,
  commonOptions,
  factsOf,
  NO_ROLES,
  never,
  READER_NAME,
  startCloud,
} from './company.ts';
import { SteppedClock } from './stepped-clock.ts';

type RoleSeed = NonNullable<AccountSeed['roles']>[number];

const OTHER_ID = accountId('2222222222222222');
const ROLE_NAME = 'mfa-audit';
const roleArn = (account: string) => `acs:ram::${account}:role/${ROLE_NAME}`;

const auditRole: RoleSeed = {
  roleName: ROLE_NAME,
  trustedPrincipals: [`acs:ram::${ACCOUNT_ID}:user/${READER_NAME}`],
  policy: readerPolicy(),
};

const other = (role: Partial<RoleSeed> = {}): AccountSeed => ({
  accountId: OTHER_ID,
  alias: 'other',
  users: [{ userName: 'otto', loginProfile: {} }],
  roles: [{ ...auditRole, ...role }],
});

/** The reader's own account; its policy is what both documents say. */
const home: AccountSeed = accountOf([], {
  users: [
    {
      userName: READER_NAME,
      policy: {
        Version: '1',
        Statement: [...readerPolicy().Statement, ...directoryPolicy(ROLE_NAME).Statement],
      },
    },
  ],
});

const withRole: AccountsOptions['roles'] = { ...NO_ROLES, arns: [roleArn(OTHER_ID)] };

async function readAll(cloud: AlibabaSandbox, roles: AccountsOptions['roles']) {
  const listing = await accountsIn(cloud, { roles }).list(never);
  const readings = await Promise.all(listing.readers.map((reader) => reader.readAccount({ signal: never })));
  return { listing, readings };
}

const sessions = (cloud: AlibabaSandbox) =>
  cloud.requests.entries.filter(({ action }) => action === 'AssumeRole');

describe('accounts read by a role', () => {
  it('are read beside the own one, each with its own people', async () => {
    const { listing, readings } = await readAll(await startCloud({ accounts: [home, other()] }), withRole);
    expect(listing.readers.map((reader) => reader.accountId)).toEqual([ACCOUNT_ID, OTHER_ID]);
    expect(readings.map(({ completeness }) => completeness.kind)).toEqual(['proven', 'proven']);
    const [, second] = readings;
    if (second === undefined) throw new Error('The other account was not read');
    expect(second).toMatchObject({ accountId: OTHER_ID, facts: { accountId: OTHER_ID, alias: 'other' } });
    expect(factsOf(second, 'otto')).toMatchObject({ consoleLogin: 'active', mfaDevice: 'none' });
    expect(second.users[0]?.user).toMatchObject({
      accountId: OTHER_ID,
      logonName: 'otto@other.onaliyun.com',
    });
  });

  it('give the external id and a name of their own, for an hour', async () => {
    const cloud = await startCloud({ accounts: [home, other({ externalId: 'known-to-both' })] });
    const { readings } = await readAll(cloud, { ...withRole, externalId: 'known-to-both' });
    expect(readings.every(({ completeness }) => completeness.kind === 'proven')).toBe(true);
    expect(sessions(cloud)).toMatchObject([
      { params: { ExternalId: 'known-to-both', RoleSessionName: 'ram-mfa-bot', DurationSeconds: '3600' } },
    ]);
    expect(sessions(cloud)[0]?.params).not.toHaveProperty('Policy');
  });

  it('assume it once for a whole reading, counted with it, and for the next', async () => {
    const cloud = await startCloud({ accounts: [home, other()] });
    const accounts = accountsIn(cloud, { roles: withRole });
    const readOther = async () => (await accounts.list(never)).readers[1]?.readAccount({ signal: never });
    const first = await readOther();
    const second = await readOther();
    expect(asked(cloud, 'AssumeRole')).toBe(1);
    expect(first?.apiCalls).toBe((second?.apiCalls ?? 0) + 1);
  });

  it('assume it again before the session ends', async () => {
    const clock = new SteppedClock(Date.now());
    const cloud = await startCloud({ accounts: [home, other()], now: () => clock.now() });
    const accounts = accountsIn(cloud, { ...commonOptions(cloud), clock, roles: withRole });
    const readOther = async () => (await accounts.list(never)).readers[1]?.readAccount({ signal: never });
    await clock.runUntilDone(readOther());
    clock.set(clock.now() + 56 * 60_000);
    const reading = await clock.runUntilDone(readOther());
    expect(asked(cloud, 'AssumeRole')).toBe(2);
    expect(reading?.completeness).toEqual({ kind: 'proven' });
  });

  it.each([
    {
      name: 'does not trust us',
      role: { trustedPrincipals: [`acs:ram::${OTHER_ID}:root`] },
      code: 'NoPermission',
    },
    { name: 'wants another external id', role: { externalId: 'theirs' }, code: 'NoPermission' },
    { name: 'does not exist', role: { roleName: 'another' }, code: 'EntityNotExist.Role' },
  ])('leave the others alone where the role $name', async ({ role, code }) => {
    const cloud = await startCloud({ accounts: [home, other(role)] });
    const { listing, readings } = await readAll(cloud, withRole);
    expect(readings.map(({ completeness }) => completeness)).toEqual([
      { kind: 'proven' },
      { kind: 'incomplete', reason: 'role_not_assumed', code },
    ]);
    expect(readings[1]).toMatchObject({ users: [], facts: { ssoEnabled: null, ssoErrorCode: code } });
    const missing = code === 'NoPermission' ? [{ grant: 'sts:AssumeRole', code }] : [];
    expect(readings[1]?.missingPermissions).toEqual(missing);
    const reader = listing.readers[1];
    expect(await reader?.readAccountFacts(never)).toMatchObject({
      loginMfaMode: 'unknown',
      ssoErrorCode: code,
    });
    const otto = cloud.account(OTHER_ID).user('otto').userId as Parameters<
      NonNullable<typeof reader>['readUser']
    >[0];
    expect(await reader?.readUser(otto, never)).toEqual({ kind: 'unreadable', code });
  });

  it('may name the own account', async () => {
    const cloud = await startCloud({ accounts: [{ ...home, roles: [auditRole] }] });
    const { listing, readings } = await readAll(cloud, { ...NO_ROLES, arns: [roleArn(ACCOUNT_ID)] });
    expect(listing.readers).toHaveLength(1);
    expect(readings[0]?.completeness).toEqual({ kind: 'proven' });
    expect(asked(cloud, 'AssumeRole')).toBe(1);
  });

  it('are left out where told', async () => {
    const cloud = await startCloud({ accounts: [home, other()] });
    const { listing } = await readAll(cloud, {
      ...withRole,
      excludeAccountIds: [OTHER_ID, '3333333333333333'],
    });
    expect(listing.readers.map((reader) => reader.accountId)).toEqual([ACCOUNT_ID]);
    expect(listing.excludedAccountIds).toEqual([OTHER_ID]);
  });

  it('must be named by the ARN of a role', async () => {
    const cloud = await startCloud({ accounts: [home] });
    const arns = [`acs:ram::${OTHER_ID}:user/${READER_NAME}`];
    expect(() => accountsIn(cloud, { roles: { ...NO_ROLES, arns } })).toThrow('ARN');
  });
});

describe('a resource directory', () => {
  const members = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ accountId: String(4_000_000_000_000_000 + index) }));
  const directory: AccountsOptions['roles'] = { ...NO_ROLES, resourceDirectory: true, roleName: ROLE_NAME };

  it('gives all its members, page by page, and the management account', async () => {
    const resourceDirectory = { managementAccountId: ACCOUNT_ID, members: members(250) };
    const cloud = await startCloud({ accounts: [home], resourceDirectory });
    const listing = await accountsIn(cloud, { roles: directory }).list(never);
    expect(listing.directoryErrorCode).toBeNull();
    expect(listing.readers.map((reader) => reader.accountId)).toEqual([
      ACCOUNT_ID,
      ...members(250).map((member) => member.accountId),
    ]);
    const pages = cloud.requests.entries.filter(({ action }) => action === 'ListAccounts');
    expect(pages.map(({ params }) => params)).toEqual(
      ['1', '2', '3'].map((PageNumber) => ({ PageNumber, PageSize: '100' })),
    );
  });

  it('reads a member by the role of that name', async () => {
    const resourceDirectory = { managementAccountId: ACCOUNT_ID, members: [{ accountId: OTHER_ID }] };
    const cloud = await startCloud({ accounts: [home, other()], resourceDirectory });
    const { readings } = await readAll(cloud, directory);
    expect(readings[1]).toMatchObject({ accountId: OTHER_ID, completeness: { kind: 'proven' } });
  });

  it.each([
    { name: 'denied', fault: { kind: 'no_permission' } as const, code: 'NoPermission' },
    { name: 'half an answer', fault: { kind: 'omit', field: 'Accounts' } as const, code: 'UnexpectedAnswer' },
    { name: 'cut short', fault: { kind: 'truncated_page' } as const, code: 'UnexpectedAnswer' },
  ])('that is $name leaves the own account, and says so', async ({ fault, code }) => {
    const resourceDirectory = { managementAccountId: ACCOUNT_ID, members: members(3) };
    const cloud = await startCloud({ accounts: [home], resourceDirectory });
    cloud.faults.add({ action: 'ListAccounts', ...fault });
    const listing = await accountsIn(cloud, { roles: directory }).list(never);
    expect(listing.readers[0]?.accountId).toBe(ACCOUNT_ID);
    expect(listing.directoryErrorCode).toBe(code);
  });

  it('is not asked where it is not wanted', async () => {
    const cloud = await startCloud({ accounts: [home] });
    await accountsIn(cloud, { roles: { ...directory, resourceDirectory: false } }).list(never);
    expect(asked(cloud, 'ListAccounts')).toBe(0);
  });
});

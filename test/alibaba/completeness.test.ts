import { describe, expect, it } from 'vitest';
import {
  ACCOUNT_ID,
  accountOf,
  accountsIn,
  allButReading,
  asked,
  KINDS,
  never,
  ownReader,
  reader,
  readOwnAccount,
  startCloud,
} from './company.ts';

const people = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ userName: `user-${index}`, mfaDevice: { type: 'VMFA' } }));

describe('is everybody listed?', () => {
  it('reads all pages of users and of devices', async () => {
    const cloud = await startCloud({ accounts: [accountOf(people(2_150))] });
    const reading = await readOwnAccount(accountsIn(cloud));
    expect(reading.users).toHaveLength(2_151);
    expect(reading.users.every(({ facts }) => facts.errorCode === null)).toBe(true);
    expect(asked(cloud, 'ListUsers')).toBe(3);
    expect(asked(cloud, 'ListVirtualMFADevices')).toBe(22);
  });

  it.each([true, false])('is proven where the summary counts frozen users: %s', async (counts) => {
    const cloud = await startCloud({ undocumented: { summaryCountsFrozenUsers: counts } });
    const reading = await readOwnAccount(accountsIn(cloud));
    expect(reading.completeness).toEqual({ kind: 'proven' });
  });

  it('breaks off where a marker comes again, with who was listed until then', async () => {
    const cloud = await startCloud();
    cloud.faults.add({ kind: 'repeat_marker', action: 'ListUsers' });
    const reading = await readOwnAccount(accountsIn(cloud));
    expect(reading.completeness).toEqual({ kind: 'incomplete', reason: 'marker_repeated', code: null });
    expect(reading.users).toHaveLength(KINDS.length);
    expect(asked(cloud, 'ListUsers')).toBe(2);
  });

  it('breaks off a list that goes on for ever under new markers, and reads nobody twice', async () => {
    const cloud = await startCloud();
    cloud.faults.add({ kind: 'endless_list', action: 'ListUsers' });
    const reading = await readOwnAccount(accountsIn(cloud));
    expect(reading.completeness).toEqual({ kind: 'incomplete', reason: 'list_failed', code: 'TooManyPages' });
    expect(reading.users).toHaveLength(KINDS.length);
    expect(asked(cloud, 'ListUsers')).toBe(200);
    expect(asked(cloud, 'GetLoginProfile')).toBeLessThanOrEqual(KINDS.length);
  });

  it('does not believe a list that ends early', async () => {
    const cloud = await startCloud();
    cloud.faults.add({ kind: 'truncated_page', action: 'ListUsers' });
    const reading = await readOwnAccount(accountsIn(cloud));
    expect(reading.completeness).toEqual({ kind: 'incomplete', reason: 'count_disagrees', code: null });
    expect(reading.users.length).toBeLessThan(KINDS.length);
    expect(asked(cloud, 'ListUsers')).toBe(3);
  });

  it.each([1, 2])('believes the list once it agrees, after reading it again %i times', async (times) => {
    const cloud = await startCloud();
    cloud.faults.add({ kind: 'truncated_page', action: 'ListUsers', times });
    const reading = await readOwnAccount(accountsIn(cloud));
    expect(reading.completeness).toEqual({ kind: 'proven' });
    expect(reading.users).toHaveLength(KINDS.length);
    expect(asked(cloud, 'ListUsers')).toBe(times + 1);
  });

  it('is complete but not proven where the summary is denied, and says what to grant', async () => {
    const policy = allButReading('ram:GetAccountSummary');
    const cloud = await startCloud({ accounts: [accountOf([], { users: [reader(policy)] })] });
    const reading = await readOwnAccount(accountsIn(cloud));
    expect(reading.completeness).toEqual({ kind: 'not_proven' });
    expect(reading.missingPermissions).toEqual([{ grant: 'ram:GetAccountSummary', code: 'NoPermission' }]);
  });

  it.each([
    { name: 'denied', fault: { kind: 'no_permission' } as const, code: 'NoPermission' },
    { name: 'down', fault: { kind: 'server_error' } as const, code: 'InternalError' },
    { name: 'not JSON', fault: { kind: 'html' } as const, code: 'UnexpectedAnswer' },
    { name: 'empty', fault: { kind: 'empty' } as const, code: 'UnexpectedAnswer' },
    { name: 'without users', fault: { kind: 'omit', field: 'Users' } as const, code: 'UnexpectedAnswer' },
    {
      name: 'without IsTruncated',
      fault: { kind: 'omit', field: 'IsTruncated' } as const,
      code: 'UnexpectedAnswer',
    },
    { name: 'inactive', fault: { kind: 'error', status: 403, code: 'Inactive' } as const, code: 'Inactive' },
  ])('is incomplete where the list is $name', async ({ fault, code }) => {
    const cloud = await startCloud();
    cloud.faults.add({ action: 'ListUsers', ...fault });
    const reading = await readOwnAccount(accountsIn(cloud));
    expect(reading.completeness).toEqual({ kind: 'incomplete', reason: 'list_failed', code });
    expect(reading.users).toEqual([]);
    expect(reading.facts.loginMfaMode).toBe('independent');
  });

  it('is incomplete for its credentials where they are no longer accepted', async () => {
    const cloud = await startCloud();
    const own = await ownReader(accountsIn(cloud));
    cloud.account(ACCOUNT_ID).accessKey('LTAIreader').status = 'Inactive';
    const reading = await own.readAccount({ signal: never });
    expect(reading.completeness).toMatchObject({ kind: 'incomplete', reason: 'credentials' });
    expect(reading.users).toEqual([]);
  });

  it('keeps the users of the first pages where a later one fails', async () => {
    const cloud = await startCloud({ accounts: [accountOf(people(1_100))] });
    cloud.faults.add({ kind: 'no_permission', action: 'ListUsers', skip: 1 });
    const reading = await readOwnAccount(accountsIn(cloud));
    expect(reading.completeness).toMatchObject({ kind: 'incomplete', reason: 'list_failed' });
    expect(reading.users).toHaveLength(1_000);
  });
});

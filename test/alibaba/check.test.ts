import { describe, expect, it } from 'vitest';
import type { AlibabaSandbox } from '../../sandbox/alibaba/index.ts';
import { checkClock } from '../../src/alibaba/clock-check.ts';
import { createAlibabaChecks, createVendorClock, readerPolicy } from '../../src/alibaba/index.ts';
import type { CheckLine, RunCheck } from '../../src/domain/check-line.ts';
import type { Clock } from '../../src/domain/clock.ts';
import {
  ACCOUNT_ID,
  accountOf,
  allButReading,
  COMPANY,
  commonOptions,
  NO_ROLES,
  READER_KEY,
  READER_NAME,
  reader,
  startCloud,
  staticKeys,
} from './company.ts';

const inTime = () => AbortSignal.timeout(120_000);
const run: RunCheck = (check) => check.look(inTime());

function checksIn(cloud: AlibabaSandbox) {
  const options = { ...commonOptions(cloud), reader: staticKeys(READER_KEY), roles: NO_ROLES };
  return createAlibabaChecks({ ...options, enforcer: null });
}

const OPTIONAL = [
  ...['ListPoliciesForUser', 'ListGroupsForUser', 'ListPoliciesForGroup', 'GetPolicy'],
  'GetAccountMFAInfo',
].map((action) => `ram:${action}`);

const accountLine = (lines: readonly CheckLine[]) =>
  lines.find(({ what }) => what === `Alibaba Cloud account ${ACCOUNT_ID}`);

describe('the reader’s permissions', () => {
  it.each(readerPolicy().Statement[0]?.Action ?? [])('%s is named when it is missing', async (grant) => {
    const cloud = await startCloud({ accounts: [accountOf([{ userName: 'nora' }], withPolicy(grant))] });
    const line = accountLine(await checksIn(cloud).check(run));
    const isOptional = OPTIONAL.includes(grant);
    expect(line).toMatchObject({
      status: isOptional ? 'warning' : 'failed',
      detail: expect.stringMatching(new RegExp(`^not granted: ${grant}(;|$)`)),
    });
  });

  it('are tried by one user, not by all', async () => {
    const cloud = await startCloud();
    expect(accountLine(await checksIn(cloud).check(run))?.status).toBe('ok');
    const [listed] = cloud.requests.entries.filter(({ action }) => action === 'ListUsers');
    expect(listed?.params.MaxItems).toBe('1');
    // Who calls, the time, and one call of each operation.
    expect(cloud.requests.entries).toHaveLength(19);
  });

  it('that could not be tried are no permissions that are there', async () => {
    const cloud = await startCloud();
    cloud.faults.add({ action: 'GetUserMFAInfo', kind: 'error', status: 400, code: 'Odd' });
    expect(accountLine(await checksIn(cloud).check(run))).toMatchObject({
      status: 'failed',
      detail: 'could not be tried: GetUserMFAInfo (Odd)',
    });
  });

  it('are tried also where there is nobody', async () => {
    const cloud = await startCloud({ accounts: [accountOf([])] });
    expect(accountLine(await checksIn(cloud).check(run))?.status).toBe('ok');
  });
});

function withPolicy(grant: string) {
  return {
    users: [{ userName: 'nora' }, reader(allButReading(grant))],
    accessKeys: [{ ...READER_KEY, userName: READER_NAME }],
  };
}

describe('listing names', () => {
  it('takes no call for any user, and names the frozen too', async () => {
    const cloud = await startCloud();
    const { accounts, users, unreadAccountIds } = await checksIn(cloud).listNamedUsers(inTime());
    expect(accounts).toMatchObject([{ accountId: ACCOUNT_ID, alias: 'example' }]);
    expect(users.map(({ userName }) => userName)).toEqual(COMPANY.users?.map(({ userName }) => userName));
    expect(unreadAccountIds).toEqual([]);
    expect(cloud.requests.count('GetLoginProfile')).toBe(0);
  });

  it('says whose list broke off', async () => {
    const cloud = await startCloud();
    cloud.faults.add({ action: 'ListUsers', kind: 'repeat_marker' });
    expect((await checksIn(cloud).listNamedUsers(inTime())).unreadAccountIds).toEqual([ACCOUNT_ID]);
  });
});

describe('the clock', () => {
  const clockOff = (ms: number) => ({ now: () => Date.now() + ms, sleep: async () => {} });
  const vendorClockOf = (cloud: AlibabaSandbox, clock: Clock) =>
    createVendorClock({ ...commonOptions(cloud), clock });
  const MINUTE_MS = 60_000;

  it.each<[number, CheckLine['status'], RegExp]>([
    [-30_000, 'ok', /^agrees/],
    [-3 * MINUTE_MS, 'warning', /^3\.0 minutes behind/],
    [9 * MINUTE_MS, 'warning', /^9\.0 minutes ahead/],
    [12 * MINUTE_MS, 'failed', /^12 minutes ahead/],
  ])('%i ms off', async (offMs, status, detail) => {
    const cloud = await startCloud();
    const line = await checkClock(vendorClockOf(cloud, clockOff(offMs)), inTime());
    expect(line).toMatchObject({ status, detail: expect.stringMatching(detail) });
  });

  it('cannot be compared where nobody answers', async () => {
    const cloud = await startCloud();
    const vendorClock = vendorClockOf(cloud, clockOff(0));
    await cloud.stop();
    expect(await checkClock(vendorClock, inTime())).toMatchObject({ status: 'warning' });
  });
});

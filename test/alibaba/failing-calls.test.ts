import { afterEach, describe, expect, it, vi } from 'vitest';
import type { AlibabaSandbox } from '../../sandbox/alibaba/index.ts';
import { type UserId, userId } from '../../src/domain/ram-user.ts';
import {
  ACCOUNT_ID,
  accountOf,
  accountsIn,
  asked,
  commonOptions,
  factsOf,
  never,
  ownReader,
  readOwnAccount,
  startCloud,
} from './company.ts';
import { SteppedClock } from './stepped-clock.ts';

const nora = { userName: 'nora', loginProfile: {} };

async function cloudWithNora() {
  const cloud = await startCloud({ accounts: [accountOf([nora])] });
  return { cloud, own: await ownReader(accountsIn(cloud)), noraId: idOf(cloud, 'nora') };
}

const idOf = (cloud: AlibabaSandbox, userName: string): UserId =>
  userId(cloud.account(ACCOUNT_ID).user(userName).userId);

/** Turns of the event loop, not time: a request on loopback arrives within a few. */
async function untilAsked(cloud: AlibabaSandbox, action: string): Promise<void> {
  for (let turn = 0; turn < 10_000 && asked(cloud, action) === 0; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('a call that fails and passes', () => {
  it.each([
    { name: 'throttled', fault: { kind: 'throttle' } as const },
    { name: 'an internal error', fault: { kind: 'server_error' } as const },
    { name: 'unavailable', fault: { kind: 'server_error', status: 503 } as const },
    { name: 'a page of a gateway', fault: { kind: 'html' } as const },
    { name: 'empty', fault: { kind: 'empty' } as const },
    { name: 'reset', fault: { kind: 'reset' } as const },
    {
      name: 'Rejected.Throttling',
      fault: { kind: 'error', status: 400, code: 'Rejected.Throttling' } as const,
    },
    {
      name: 'unavailable with a 4xx',
      fault: { kind: 'error', status: 400, code: 'ServiceUnavailable' } as const,
    },
    {
      name: 'a nonce seen twice',
      fault: { kind: 'error', status: 400, code: 'SignatureNonceUsed' } as const,
    },
  ])('$name: is asked again', async ({ fault }) => {
    const { cloud, own, noraId } = await cloudWithNora();
    for (const action of ['GetUser', 'GetLoginProfile', 'GetUserMFAInfo', 'ListPasskeys']) {
      cloud.faults.add({ action, times: 2, ...fault });
    }
    expect(await own.readUser(noraId, never)).toMatchObject({
      kind: 'found',
      facts: { consoleLogin: 'active', mfaDevice: 'none', errorCode: null },
    });
    expect(asked(cloud, 'GetUser')).toBe(3);
    expect(asked(cloud, 'GetUserMFAInfo')).toBe(3);
  });

  it.each([400, 429, 503] as const)('throttling may come with status %i', async (throttlingStatus) => {
    const cloud = await startCloud({ undocumented: { throttlingStatus } });
    cloud.faults.add({ kind: 'throttle', action: 'GetLoginProfile', times: 6 });
    const reading = await readOwnAccount(accountsIn(cloud));
    expect(reading.users.every(({ facts }) => facts.errorCode === null)).toBe(true);
  });

  it('misses nobody while one call in five is throttled', async () => {
    const users = Array.from({ length: 200 }, (_, index) => ({
      userName: `user-${index}`,
      loginProfile: index % 4 === 3 ? null : {},
      mfaDevice: index % 4 === 0 ? { type: 'VMFA' } : index % 4 === 1 ? { type: 'U2F' } : null,
    }));
    const cloud = await startCloud({ accounts: [accountOf(users)] });
    cloud.faults.add({ kind: 'throttle', probability: 0.2 });
    const reading = await readOwnAccount(accountsIn(cloud));
    expect(reading.completeness).toEqual({ kind: 'proven' });
    const expected = (index: number) =>
      [
        { consoleLogin: 'active', mfaDevice: 'virtual' },
        { consoleLogin: 'active', mfaDevice: 'u2f' },
        { consoleLogin: 'active', mfaDevice: 'none' },
        { consoleLogin: 'none' },
      ][index % 4] ?? {};
    users.forEach(({ userName }, index) => {
      expect(factsOf(reading, userName)).toMatchObject({ ...expected(index), errorCode: null });
    });
  });

  it('counts each attempt', async () => {
    const { cloud, own } = await cloudWithNora();
    cloud.requests.clear();
    cloud.faults.add({ kind: 'throttle', probability: 0.4 });
    const reading = await own.readAccount({ signal: never });
    expect(reading.apiCalls).toBe(cloud.requests.entries.length);
  });
});

describe('a call that fails for good', () => {
  it.each([
    { name: 'always throttled', fault: { kind: 'throttle' } as const, code: 'Throttling.User', attempts: 8 },
    { name: 'always down', fault: { kind: 'server_error' } as const, code: 'InternalError', attempts: 8 },
    { name: 'always cut off', fault: { kind: 'reset' } as const, code: 'ECONNRESET', attempts: 8 },
    { name: 'always a page', fault: { kind: 'html' } as const, code: 'UnexpectedAnswer', attempts: 8 },
    { name: 'denied', fault: { kind: 'no_permission' } as const, code: 'NoPermission', attempts: 1 },
    {
      name: 'an answer of 100 MB',
      fault: { kind: 'flood', bytes: 100_000_000 } as const,
      code: 'AnswerTooLarge',
      attempts: 1,
    },
    {
      name: 'rejected',
      fault: { kind: 'error', status: 400, code: 'InvalidParameter.UserId.Length' } as const,
      code: 'InvalidParameter.UserId.Length',
      attempts: 1,
    },
  ])('$name: gives up after $attempts', async ({ fault, code, attempts }) => {
    const { cloud, own, noraId } = await cloudWithNora();
    cloud.faults.add({ action: 'GetUser', ...fault });
    expect(await own.readUser(noraId, never)).toEqual({ kind: 'unreadable', code });
    expect(asked(cloud, 'GetUser')).toBe(attempts);
  });

  it.each([
    { name: 'a line end', code: 'Odd\n{"level":"fatal"}' },
    { name: 'a terminal’s controls', code: 'Odd\u001b[31m' },
    { name: 'a mention', code: '<!channel>' },
    { name: 'no end', code: 'Odd'.repeat(100) },
  ])('is told by its status where the vendor’s code has $name', async ({ code }) => {
    const { cloud, own, noraId } = await cloudWithNora();
    cloud.faults.add({ action: 'GetUser', kind: 'error', status: 400, code });
    expect(await own.readUser(noraId, never)).toEqual({ kind: 'unreadable', code: 'HTTP400' });
  });

  it('asks for an hour of patience at most', async () => {
    const { cloud } = await cloudWithNora();
    cloud.faults.add({ kind: 'throttle', retryAfterMs: 999_999_999 });
    const refused = accountsIn(cloud).list(never);
    await expect(refused).rejects.toMatchObject({ reason: 'throttled', retryAfterMs: 3_600_000 });
  });

  it('is logged once per reading, by its code alone', async () => {
    const users = Array.from({ length: 5 }, (_, index) => ({ userName: `user-${index}`, loginProfile: {} }));
    const cloud = await startCloud({ accounts: [accountOf(users)] });
    cloud.faults.add({ kind: 'no_permission', action: 'ListPasskeys' });
    const lines: object[] = [];
    const log = {
      vendorCallFailed: (fields: object) => void lines.push(fields),
      vendorCalled: () => undefined,
    };
    const reading = await readOwnAccount(accountsIn(cloud, { log }));
    expect(lines).toEqual([{ vendor: 'alibaba', call: 'ListPasskeys', code: 'NoPermission' }]);
    expect(reading.missingPermissions).toEqual([{ grant: 'ram:ListPasskeys', code: 'NoPermission' }]);
  });
});

describe('a call without an answer', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is given up after ten seconds and asked again', async () => {
    const { cloud, own, noraId } = await cloudWithNora();
    cloud.faults.add({ kind: 'hang', action: 'GetUser', times: 1 });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const reading = own.readUser(noraId, never);
    await untilAsked(cloud, 'GetUser');
    vi.advanceTimersByTime(9_900);
    expect(asked(cloud, 'GetUser')).toBe(1);
    vi.advanceTimersByTime(200);
    vi.useRealTimers();
    expect(await reading).toMatchObject({ kind: 'found' });
    expect(asked(cloud, 'GetUser')).toBe(2);
  });

  it('is left at once when nobody wants it any more', async () => {
    const { cloud, own, noraId } = await cloudWithNora();
    cloud.faults.add({ kind: 'hang', action: 'GetUser' });
    const stop = new AbortController();
    const reading = own.readUser(noraId, stop.signal);
    await untilAsked(cloud, 'GetUser');
    stop.abort(new Error('stopped'));
    await expect(reading).rejects.toThrow('stopped');
  });
});

describe('the rate', () => {
  it('holds for every attempt', async () => {
    const users = Array.from({ length: 20 }, (_, index) => ({ userName: `user-${index}`, loginProfile: {} }));
    const cloud = await startCloud({ accounts: [accountOf(users)] });
    const clock = new SteppedClock(Date.now());
    const accounts = accountsIn(cloud, { ...commonOptions(cloud), clock, maxCallsPerSecond: 5 });
    const own = await clock.runUntilDone(ownReader(accounts));
    const startedAt = clock.now();
    cloud.faults.add({ kind: 'throttle', probability: 0.6 });
    const reading = await clock.runUntilDone(own.readAccount({ signal: never }));
    const tookMs = clock.now() - startedAt;
    expect(reading.apiCalls).toBeGreaterThan(100);
    expect(tookMs).toBeGreaterThanOrEqual(((reading.apiCalls - 5) / 5) * 1_000);
  });

  it('lets a live check pass an audit', async () => {
    const users = Array.from({ length: 300 }, (_, index) => ({
      userName: `user-${index}`,
      loginProfile: {},
    }));
    const cloud = await startCloud({ accounts: [accountOf([nora, ...users])] });
    const own = await ownReader(accountsIn(cloud, { maxCallsPerSecond: 20 }));
    let readWhenChecked = 0;
    let check: Promise<unknown> | null = null;
    let usersReadNow = 0;
    const stop = new AbortController();
    const audit = own.readAccount({
      signal: stop.signal,
      onProgress: ({ usersRead }) => {
        usersReadNow = usersRead;
        check ??= own.readUser(idOf(cloud, 'nora'), never).then((live) => {
          readWhenChecked = usersReadNow;
          stop.abort();
          return live;
        });
      },
    });
    await expect(audit).rejects.toThrow();
    expect(await check).toMatchObject({ kind: 'found' });
    expect(readWhenChecked).toBeLessThan(60);
  });
});

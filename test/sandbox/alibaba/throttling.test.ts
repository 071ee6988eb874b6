import { GetUserRequest, UpdateLoginProfileRequest } from '@alicloud/ram20150501';
import { describe, expect, it } from 'vitest';
import { createQuota } from '../../../sandbox/alibaba/quota.ts';
import { largeAccount, READER, startSandbox } from './sandbox-fixture.ts';
import { genericCaller, ramClient, type SdkError } from './sdk-clients.ts';
import { sendSigned } from './signed-request.ts';

async function outcomes(calls: readonly Promise<unknown>[]): Promise<readonly (SdkError | null)[]> {
  return Promise.all(
    calls.map((call) =>
      call.then(
        () => null,
        (error: SdkError) => error,
      ),
    ),
  );
}

describe('calls per second', () => {
  it('are counted by the second, each key on its own', () => {
    const quota = createQuota();
    const take = (key: string, nowMs: number) => quota.take(key, 2, nowMs);
    expect([take('a', 100), take('a', 200), take('a', 300)]).toEqual([null, null, 800]);
    expect(take('b', 300)).toBeNull();
    expect([take('a', 1099), take('a', 1100)]).toEqual([1, null]);
  });

  it('are limited to 20 for UpdateLoginProfile, with the time to wait', async () => {
    const { url } = await startSandbox({ quotaClock: () => 0 });
    const ram = ramClient(url, READER);
    const request = new UpdateLoginProfileRequest({ userName: 'alice', MFABindRequired: true });
    const results = await outcomes(Array.from({ length: 80 }, () => ram.updateLoginProfile(request)));
    const throttled = results.filter((result) => result !== null);
    expect(throttled).toHaveLength(60);
    for (const error of throttled) {
      expect(error).toMatchObject({ code: 'Throttling.User', name: 'ThrottlingError', statusCode: 400 });
      expect(error.retryAfter).toBeGreaterThan(0);
      expect(error.retryAfter).toBeLessThanOrEqual(1000);
    }
  });

  it('are limited to 100 for reads, each operation on its own', async () => {
    const { url, undocumented } = await startSandbox({ quotaClock: () => 0 });
    undocumented.throttlingStatus = 429;
    const ram = ramClient(url, READER);
    const request = new GetUserRequest({ userName: 'alice' });
    const results = await outcomes(Array.from({ length: 300 }, () => ram.getUser(request)));
    const throttled = results.filter((result) => result?.statusCode === 429);
    expect(throttled).toHaveLength(200);
    expect(await ram.getAccountAlias()).toHaveProperty('body');
  });

  it('are allowed again when the second is over', async () => {
    let nowMs = 0;
    const { url } = await startSandbox({ quotaClock: () => nowMs });
    const ram = ramClient(url, READER);
    const request = new UpdateLoginProfileRequest({ userName: 'alice' });
    const results = await outcomes(Array.from({ length: 80 }, () => ram.updateLoginProfile(request)));
    const last = results.findLast((result) => result !== null);
    expect(last?.code).toBe('Throttling.User');
    nowMs += last?.retryAfter ?? 0;
    expect(await ram.updateLoginProfile(request)).toHaveProperty('body');
  });

  it('are told in a header', async () => {
    const sandbox = await startSandbox();
    sandbox.faults.add({ kind: 'throttle', retryAfterMs: 250, times: 1 });
    const answer = await sendSigned(sandbox.url, READER, { action: 'GetDefaultDomain' });
    expect(answer.headers.get('x-acs-retry-after')).toBe('250');
    expect(answer.body.Code).toBe('Throttling.User');
  });

  it('can be left unlimited for measurements', async () => {
    const { url } = await startSandbox({ accounts: [largeAccount(200)], enforceQuotas: false });
    const call = genericCaller(url, READER);
    const calls = Array.from({ length: 200 }, (_, index) =>
      call('ims', 'GetLoginProfile', {
        UserPrincipalName: `user-${String(index).padStart(4, '0')}@example.onaliyun.com`,
      }),
    );
    expect((await outcomes(calls)).filter((result) => result !== null)).toEqual([]);
  });
});

describe('latency', () => {
  it('holds every answer up without holding up the others', async () => {
    const { url } = await startSandbox({ latencyMs: 100 });
    const call = genericCaller(url, READER);
    const startedAtMs = performance.now();
    await Promise.all(Array.from({ length: 20 }, () => call('ims', 'GetDefaultDomain')));
    const tookMs = performance.now() - startedAtMs;
    expect(tookMs).toBeGreaterThanOrEqual(95);
    expect(tookMs).toBeLessThan(20 * 100);
  });
});

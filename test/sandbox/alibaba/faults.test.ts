import { describe, expect, it } from 'vitest';
import { ACCOUNT_ID, largeAccount, READER, startSandbox } from './sandbox-fixture.ts';
import { genericCaller, refusal } from './sdk-clients.ts';

const ALICE = { UserPrincipalName: 'alice@example.onaliyun.com' };
const BOB = { UserPrincipalName: 'bob@example.onaliyun.com' };

describe('a fault', () => {
  it.each([
    [{ kind: 'throttle' }, { code: 'Throttling.User', statusCode: 400 }],
    [{ kind: 'server_error' }, { code: 'InternalError', statusCode: 500 }],
    [
      { kind: 'server_error', status: 503 },
      { code: 'ServiceUnavailable', statusCode: 503 },
    ],
    [
      { kind: 'error', status: 404, code: 'EntityNotExist' },
      { code: 'EntityNotExist', statusCode: 404 },
    ],
    [
      { kind: 'no_permission' },
      { code: 'NoPermission', accessDeniedDetail: { AuthAction: 'ram:GetLoginProfile' } },
    ],
    [{ kind: 'html' }, { name: 'SyntaxError' }],
    [{ kind: 'empty' }, { name: 'SyntaxError' }],
    [{ kind: 'reset' }, { code: 'ECONNRESET' }],
  ] as const)('%j fails the call it meets', async (effect, expected) => {
    const sandbox = await startSandbox();
    const call = genericCaller(sandbox.url, READER);
    const fault = sandbox.faults.add({ action: 'GetLoginProfile', times: 1, ...effect });
    expect(await refusal(call('ims', 'GetLoginProfile', ALICE))).toMatchObject(expected);
    expect(await call('ims', 'GetLoginProfile', ALICE)).toHaveProperty('LoginProfile');
    expect(fault.fired).toBe(1);
    expect(sandbox.requests.entries.map((request) => request.fault)).toEqual([effect.kind, null]);
  });

  it('meets one user only, however the call names it', async () => {
    const sandbox = await startSandbox();
    const call = genericCaller(sandbox.url, READER);
    const { userId } = sandbox.account(ACCOUNT_ID).user('alice');
    sandbox.faults.add({ userName: 'alice', kind: 'server_error' });
    expect((await refusal(call('ims', 'GetLoginProfile', ALICE))).code).toBe('InternalError');
    expect((await refusal(call('ims', 'GetUser', { UserId: userId }))).code).toBe('InternalError');
    expect((await refusal(call('ram', 'GetUser', { UserName: 'alice' }))).code).toBe('InternalError');
    expect(await call('ims', 'GetLoginProfile', BOB)).toHaveProperty('LoginProfile');
  });

  it('lets calls through first, and ends', async () => {
    const sandbox = await startSandbox();
    const call = genericCaller(sandbox.url, READER);
    sandbox.faults.add({ action: 'GetDefaultDomain', skip: 1, times: 2, kind: 'server_error' });
    const codes: (string | null)[] = [];
    for (let round = 0; round < 5; round += 1) {
      await call('ims', 'GetDefaultDomain').catch(() => undefined);
      codes.push(sandbox.requests.entries.at(-1)?.code ?? null);
    }
    expect(codes).toEqual([null, 'InternalError', 'InternalError', null, null]);
  });

  it('can be taken away', async () => {
    const sandbox = await startSandbox();
    const call = genericCaller(sandbox.url, READER);
    const fault = sandbox.faults.add({ kind: 'server_error' });
    fault.remove();
    sandbox.faults.add({ kind: 'server_error' });
    sandbox.faults.clear();
    expect(await call('ims', 'GetDefaultDomain')).toHaveProperty('DefaultDomainName');
  });

  it('strikes by chance, the same way for the same seed', async () => {
    const strikes = async (seed: number): Promise<readonly boolean[]> => {
      const sandbox = await startSandbox({ seed });
      const call = genericCaller(sandbox.url, READER);
      sandbox.faults.add({ kind: 'server_error', probability: 0.5 });
      for (let round = 0; round < 30; round += 1)
        await call('ims', 'GetDefaultDomain').catch(() => undefined);
      return sandbox.requests.entries.map((request) => request.fault !== null);
    };
    const once = await strikes(7);
    expect(once).toContain(true);
    expect(once).toContain(false);
    expect(await strikes(7)).toEqual(once);
    expect(await strikes(8)).not.toEqual(once);
  });

  it.each([false, true])('can lose the answer of a call, carried out: %s', async (carriedOut) => {
    const sandbox = await startSandbox();
    const call = genericCaller(sandbox.url, READER);
    sandbox.faults.add({ action: 'UpdateLoginProfile', kind: 'reset', carriedOut, times: 1 });
    const asked = call('ims', 'UpdateLoginProfile', { ...ALICE, MFABindRequired: 'true' });
    expect((await refusal(asked)).code).toBe('ECONNRESET');
    expect(sandbox.account(ACCOUNT_ID).user('alice').loginProfile?.mfaBindRequired).toBe(carriedOut);
    expect(sandbox.requests.entries).toMatchObject([{ status: null, code: null, fault: 'reset' }]);
  });

  it('can leave a call hanging until the client gives up', async () => {
    const sandbox = await startSandbox();
    sandbox.faults.add({ kind: 'hang', times: 1 });
    const impatient = genericCaller(sandbox.url, READER, 100);
    expect((await refusal(impatient('ims', 'GetDefaultDomain'))).name).toMatch(/Timeout/);
    expect(await impatient('ims', 'GetDefaultDomain')).toHaveProperty('DefaultDomainName');
  });

  it('does not keep the sandbox from stopping', async () => {
    const sandbox = await startSandbox();
    sandbox.faults.add({ kind: 'hang' });
    const hanging = genericCaller(sandbox.url, READER)('ims', 'GetDefaultDomain');
    const failed = expect(hanging).rejects.toMatchObject({ code: 'ECONNRESET' });
    await expect.poll(() => sandbox.requests.entries.length).toBe(1);
    await sandbox.stop();
    await failed;
  });

  it('can slow a call down', async () => {
    const sandbox = await startSandbox();
    const call = genericCaller(sandbox.url, READER);
    sandbox.faults.add({ kind: 'slow', delayMs: 150, times: 1 });
    const startedAtMs = performance.now();
    expect(await call('ims', 'GetDefaultDomain')).toHaveProperty('DefaultDomainName');
    expect(performance.now() - startedAtMs).toBeGreaterThanOrEqual(145);
  });

  it('can make a list repeat its marker', async () => {
    const sandbox = await startSandbox({ accounts: [largeAccount(30)] });
    const call = genericCaller(sandbox.url, READER);
    sandbox.faults.add({ action: 'ListUsers', kind: 'repeat_marker' });
    const first = await call('ims', 'ListUsers', { MaxItems: '10' });
    const second = await call('ims', 'ListUsers', { MaxItems: '10', Marker: first.Marker });
    expect(second).toMatchObject({ IsTruncated: true, Marker: first.Marker });
    const onlyPage = await call('ims', 'ListUsers');
    const next = await call('ims', 'ListUsers', { Marker: onlyPage.Marker });
    expect(next.Marker).toBe(onlyPage.Marker);
  });

  it('can make a list go on for ever under new markers', async () => {
    const sandbox = await startSandbox({ accounts: [largeAccount(30)] });
    const call = genericCaller(sandbox.url, READER);
    sandbox.faults.add({ action: 'ListUsers', kind: 'endless_list' });
    const first = await call('ims', 'ListUsers', { MaxItems: '10' });
    const second = await call('ims', 'ListUsers', { MaxItems: '10', Marker: first.Marker });
    expect(second).toMatchObject({ IsTruncated: true, Users: first.Users });
    expect(second.Marker).not.toBe(first.Marker);
  });

  it('can end a list before its time', async () => {
    const sandbox = await startSandbox({ accounts: [largeAccount(30)] });
    sandbox.faults.add({ action: 'ListUsers', kind: 'truncated_page' });
    const page = await genericCaller(sandbox.url, READER)('ims', 'ListUsers', { MaxItems: '10' });
    expect(page.Users.User).toHaveLength(5);
    expect(page.IsTruncated).toBe(false);
    expect(page).not.toHaveProperty('Marker');
  });

  it('can leave a field out', async () => {
    const sandbox = await startSandbox();
    const call = genericCaller(sandbox.url, READER);
    sandbox.faults.add({ kind: 'omit', field: 'LoginProfile.Status', times: 1 });
    sandbox.faults.add({ kind: 'omit', field: 'LoginProfile' });
    const { LoginProfile } = await call('ims', 'GetLoginProfile', ALICE);
    expect(LoginProfile).toHaveProperty('MFABindRequired');
    expect(LoginProfile).not.toHaveProperty('Status');
    expect(Object.keys(await call('ims', 'GetLoginProfile', ALICE))).toEqual(['RequestId']);
  });

  it('does not meet a caller that is refused anyway', async () => {
    const sandbox = await startSandbox();
    const fault = sandbox.faults.add({ kind: 'server_error' });
    const stranger = genericCaller(sandbox.url, { ...READER, accessKeySecret: 'wrong' });
    expect((await refusal(stranger('ims', 'ListUsers'))).code).toBe('SignatureDoesNotMatch');
    expect(fault.fired).toBe(0);
  });
});

describe('the request log', () => {
  it('records who asked for what and what became of it', async () => {
    const sandbox = await startSandbox({ now: () => 42 });
    const call = genericCaller(sandbox.url, READER);
    await call('ims', 'GetLoginProfile', ALICE);
    await call('ims', 'GetDefaultDomain');
    expect(sandbox.requests.entries[0]).toEqual({
      atMs: 42,
      accountId: ACCOUNT_ID,
      action: 'GetLoginProfile',
      version: '2019-08-15',
      params: ALICE,
      caller: 'user/mfa-reader',
      accessKeyId: READER.accessKeyId,
      status: 200,
      code: null,
      requestId: expect.stringMatching(/^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/),
      fault: null,
    });
    expect(sandbox.requests.count('GetDefaultDomain')).toBe(1);
    sandbox.requests.clear();
    expect([sandbox.requests.entries.length, sandbox.requests.count('GetDefaultDomain')]).toEqual([0, 0]);
  });
});

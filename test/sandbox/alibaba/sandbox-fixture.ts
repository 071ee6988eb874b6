import { onTestFinished } from 'vitest';
import {
  type AccountSeed,
  type AlibabaSandbox,
  type AlibabaSandboxOptions,
  allowPolicy,
  startAlibabaSandbox,
} from '../../../sandbox/alibaba/index.ts';

export const ACCOUNT_ID = '1234567890123456';
export const READER = { accessKeyId: 'LTAIreader', accessKeySecret: 'secret-of-the-reader' };
export const ROOT = { accessKeyId: 'LTAIroot', accessKeySecret: 'secret-of-root' };

/** A small company: everybody whose facts differ in a way that matters to an MFA audit. */
export const COMPANY: AccountSeed = {
  accountId: ACCOUNT_ID,
  alias: 'example',
  users: [
    {
      userName: 'alice',
      displayName: 'Alice Liddell',
      email: 'alice@corp.example',
      tags: { 'slack-user-id': 'U0ALICE' },
      lastLoginDate: '2026-11-20T08:00:00Z',
      loginProfile: { mfaBindRequired: false, lastLoginTime: '2026-11-20T08:00:00Z' },
    },
    { userName: 'bob', loginProfile: {}, mfaDevice: { type: 'VMFA' } },
    { userName: 'carol', loginProfile: { mfaBindRequired: true }, mfaDevice: { type: 'U2F', name: 'key' } },
    {
      userName: 'dora',
      loginProfile: {},
      passkeys: [{ passkeyId: 'PASSKEY-1', passkeyName: 'laptop', createDate: '1737450279' }],
    },
    { userName: 'erin', loginProfile: { status: 'Inactive' } },
    { userName: 'frozen', status: 'freeze', loginProfile: {} },
    { userName: 'mfa-reader', policy: allowPolicy(['ram:*', 'sts:*', 'resourcemanager:*']) },
  ],
  accessKeys: [
    { ...READER, userName: 'mfa-reader' },
    { ...ROOT, userName: null },
  ],
  unboundMfaDevices: ['spare'],
};

const running: AlibabaSandbox[] = [];

// Registered by the test that starts something: a hook of this module would belong to the first file that imports it.
async function stopAll(): Promise<void> {
  await Promise.all(running.splice(0).map((sandbox) => sandbox.stop()));
}

/** Starts a sandbox with the company (or other accounts) and stops it after the test. */
export async function startSandbox(options: Partial<AlibabaSandboxOptions> = {}): Promise<AlibabaSandbox> {
  const sandbox = await startAlibabaSandbox({ accounts: [COMPANY], ...options });
  if (running.length === 0) onTestFinished(stopAll);
  running.push(sandbox);
  return sandbox;
}

/** An account of `count` plain users, each with a console password and no device, beside the reader. */
export function largeAccount(count: number): AccountSeed {
  const users = Array.from({ length: count }, (_, index) => ({
    userName: `user-${String(index).padStart(4, '0')}`,
    loginProfile: {},
    mfaDevice: index % 2 === 0 ? { type: 'VMFA' } : null,
  }));
  return {
    ...COMPANY,
    users: [...users, { userName: 'mfa-reader', policy: allowPolicy(['ram:*']) }],
    unboundMfaDevices: [],
  };
}

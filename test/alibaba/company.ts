import { onTestFinished } from 'vitest';
import {
  type AccountSeed,
  type AlibabaSandbox,
  type AlibabaSandboxOptions,
  allowPolicy,
  startAlibabaSandbox,
} from '../../sandbox/alibaba/index.ts';
import type { AccountReader, AccountReading, Accounts } from '../../src/alibaba/accounts.ts';
import {
  type AccountsOptions,
  createAccounts,
  createTransport,
  readerPolicy,
} from '../../src/alibaba/index.ts';
import { Secret } from '../../src/config/secret.ts';
import type { UserFacts } from '../../src/domain/finding.ts';
import { accountId } from '../../src/domain/ram-user.ts';
import { NO_PROXIES } from '../../src/net/proxies.ts';
import { quickClock } from './quick-clock.ts';

export const ACCOUNT_ID = accountId('1234567890123456');
export const READER_KEY = { accessKeyId: 'LTAIreader', accessKeySecret: 'secret-of-the-reader' };
export const READER_NAME = 'mfa-reader';

type UserSeed = NonNullable<AccountSeed['users']>[number];

/** One of every kind of user, with what must be read of each. */
export const KINDS: readonly (UserSeed & { readonly expected: Partial<UserFacts> })[] = [
  {
    userName: 'no.device',
    displayName: 'Nora Device',
    tags: { 'slack-user-id': 'U0NORA' },
    lastLoginDate: '2026-11-20T08:00:00Z',
    loginProfile: {},
    expected: { consoleLogin: 'active', mfaDevice: 'none', mfaRequired: false },
  },
  {
    userName: 'virtual',
    loginProfile: {},
    mfaDevice: { type: 'VMFA' },
    expected: { consoleLogin: 'active', mfaDevice: 'virtual', mfaRequired: false },
  },
  {
    userName: 'security-key',
    loginProfile: { mfaBindRequired: true },
    mfaDevice: { type: 'U2F', name: 'key' },
    expected: { consoleLogin: 'active', mfaDevice: 'u2f', mfaRequired: true },
  },
  {
    userName: 'passkey_only',
    loginProfile: {},
    passkeys: [{ passkeyId: 'PASSKEY-1', passkeyName: 'laptop', createDate: '1737450279' }],
    expected: { consoleLogin: 'active', mfaDevice: 'passkey' },
  },
  {
    userName: 'newer-kind',
    loginProfile: {},
    mfaDevice: { type: 'RING' },
    expected: { consoleLogin: 'active', mfaDevice: 'other' },
  },
  {
    userName: 'required',
    loginProfile: { mfaBindRequired: true },
    expected: { consoleLogin: 'active', mfaDevice: 'none', mfaRequired: true },
  },
  {
    userName: 'inactive',
    loginProfile: { status: 'Inactive', mfaBindRequired: true },
    expected: { consoleLogin: 'inactive', mfaDevice: 'unknown', mfaRequired: true },
  },
  { userName: 'api-only', expected: { consoleLogin: 'none', mfaDevice: 'unknown', mfaRequired: null } },
  {
    userName: 'frozen',
    status: 'freeze',
    loginProfile: {},
    expected: { consoleLogin: 'active', mfaDevice: 'none', frozen: true },
  },
  {
    userName: READER_NAME,
    policy: readerPolicy(),
    expected: { consoleLogin: 'none' },
  },
];

export const COMPANY: AccountSeed = {
  accountId: ACCOUNT_ID,
  alias: 'example',
  users: KINDS,
  accessKeys: [{ ...READER_KEY, userName: READER_NAME }],
  unboundMfaDevices: ['spare'],
};

/** An account of the reader and these. */
export function accountOf(users: readonly UserSeed[], rest: Partial<AccountSeed> = {}): AccountSeed {
  return { ...COMPANY, unboundMfaDevices: [], users: [...users, reader()], ...rest };
}

export function reader(policy: UserSeed['policy'] = readerPolicy()): UserSeed {
  return { userName: READER_NAME, policy };
}

export const allButReading = (grant: string) =>
  allowPolicy((readerPolicy().Statement[0]?.Action ?? []).filter((action) => action !== grant));

/** Stopped when the test is over. */
export async function startCloud(options: Partial<AlibabaSandboxOptions> = {}): Promise<AlibabaSandbox> {
  const cloud = await startAlibabaSandbox({ accounts: [COMPANY], enforceQuotas: false, ...options });
  onTestFinished(() => cloud.stop());
  return cloud;
}

/** Connections are kept from test to test, as in a process that runs. */
const transport = createTransport(NO_PROXIES);

export const NO_ROLES: AccountsOptions['roles'] = {
  arns: [],
  resourceDirectory: false,
  roleName: null,
  externalId: null,
  excludeAccountIds: [],
};

export function endpointsOf(cloud: AlibabaSandbox): AccountsOptions['endpoints'] {
  const endpoint = { host: new URL(cloud.url).host, protocol: 'http' } as const;
  return {
    ram: endpoint,
    ims: endpoint,
    sts: endpoint,
    resourceDirectory: endpoint,
    actionTrail: endpoint,
  };
}

export function staticKeys(key: { readonly accessKeyId: string; readonly accessKeySecret: string }) {
  return { accessKeyId: key.accessKeyId, accessKeySecret: new Secret(key.accessKeySecret) };
}

/** Everything both factories need, quick enough for a test. */
export function commonOptions(cloud: AlibabaSandbox) {
  return {
    endpoints: endpointsOf(cloud),
    transport,
    maxCallsPerSecond: 10_000,
    clock: quickClock,
    random: Math.random,
    log: { vendorCallFailed: () => undefined, vendorCalled: () => undefined },
  };
}

export function accountsIn(cloud: AlibabaSandbox, options: Partial<AccountsOptions> = {}): Accounts {
  return createAccounts({
    ...commonOptions(cloud),
    reader: staticKeys(READER_KEY),
    roles: NO_ROLES,
    ...options,
  });
}

export const never = new AbortController().signal;

export async function ownReader(accounts: Accounts): Promise<AccountReader> {
  const [own] = (await accounts.list(never)).readers;
  if (own === undefined) throw new Error('The listing has no reader');
  return own;
}

export async function readOwnAccount(accounts: Accounts): Promise<AccountReading> {
  return (await ownReader(accounts)).readAccount({ signal: never });
}

export function factsOf(reading: AccountReading, userName: string): UserFacts {
  const found = reading.users.find(({ user }) => user.userName === userName);
  if (found === undefined) throw new Error(`${userName} was not read`);
  return found.facts;
}

/** How often the cloud was asked for this since its log was last cleared. */
export const asked = (cloud: AlibabaSandbox, action: string) => cloud.requests.count(action);

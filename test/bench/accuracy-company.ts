import {
  type AccountSeed,
  type AlibabaSandbox,
  type AlibabaSandboxOptions,
  startAlibabaSandbox,
} from '../../sandbox/alibaba/index.ts';
import { readerPolicy } from '../../src/alibaba/index.ts';
import { ACCOUNT_ID, IDENTITIES, IDENTITY_KEYS, readerVariables } from './account-access.ts';

type UserSeed = NonNullable<AccountSeed['users']>[number];

interface Kind {
  readonly name: string;
  /** Does a user like this fail the benchmark's rule? */
  readonly fails: boolean;
  readonly seed: Omit<UserSeed, 'userName'>;
}

/** Equally many of each. The first four are the groups in which "required" and "bound" agree or do not. */
export const KINDS: readonly Kind[] = [
  {
    name: 'bound-required',
    fails: false,
    seed: { loginProfile: { mfaBindRequired: true }, mfaDevice: { type: 'VMFA' } },
  },
  { name: 'bound-not-required', fails: false, seed: { loginProfile: {}, mfaDevice: { type: 'VMFA' } } },
  { name: 'required-not-bound', fails: true, seed: { loginProfile: { mfaBindRequired: true } } },
  { name: 'neither', fails: true, seed: { loginProfile: {} } },
  { name: 'security-key', fails: false, seed: { loginProfile: {}, mfaDevice: { type: 'U2F', name: 'key' } } },
  {
    name: 'passkey-only',
    fails: false,
    seed: {
      loginProfile: {},
      passkeys: [{ passkeyId: 'PASSKEY-1', passkeyName: 'laptop', createDate: '1767225600' }],
    },
  },
  // A kind of device that came after this bot was written.
  { name: 'newer-device', fails: false, seed: { loginProfile: {}, mfaDevice: { type: 'RING' } } },
  { name: 'inactive-profile', fails: false, seed: { loginProfile: { status: 'Inactive' } } },
  { name: 'frozen', fails: false, seed: { loginProfile: {}, status: 'freeze' } },
  { name: 'api-only', fails: false, seed: {} },
];

const SSO_ACCOUNT_ID = '1000000000000002';
const SSO_USERS = 20;
const READER_ROLE = 'mfa-bot-reader';

/** Accounts of which is known who fails. */
export interface KnownCompany {
  readonly cloud: AlibabaSandbox;
  /** Users who fail, and users who do not: logon names. */
  readonly failing: ReadonlySet<string>;
  readonly passing: ReadonlySet<string>;
  /** What an operator would write into `.env`. */
  readonly variables: Readonly<Record<string, string>>;
}

/** This many users of every kind, a spare virtual device nobody has, and twenty users who sign in by single sign-on only. */
export async function startKnownCompany(
  size: number,
  options: Pick<AlibabaSandboxOptions, 'seed'> = {},
): Promise<KnownCompany> {
  const people = peopleOfEveryKind(size - IDENTITIES.length);
  const strangers = Array.from({ length: SSO_USERS }, (_, index) => ({
    userName: `sso-${index}`,
    loginProfile: {},
  }));
  const cloud = await startAlibabaSandbox({
    accounts: [mainAccount(people), ssoAccount(strangers)],
    // They count by the real second, in which minutes pass here.
    enforceQuotas: false,
    ...options,
  });
  const logonNames = (users: readonly UserSeed[], domain: string) =>
    users.map(({ userName }) => `${userName}@${domain}.onaliyun.com`);
  return {
    cloud,
    failing: new Set(logonNames(people.filter(isFailing), 'corp')),
    passing: new Set([
      ...logonNames([...people.filter((user) => !isFailing(user)), ...IDENTITIES], 'corp'),
      ...logonNames(strangers, 'corp-sso'),
    ]),
    variables: {
      ...readerVariables(cloud),
      AUDIT_ROLE_ARNS: `acs:ram::${SSO_ACCOUNT_ID}:role/${READER_ROLE}`,
    },
  };
}

function peopleOfEveryKind(howMany: number): readonly UserSeed[] {
  return Array.from({ length: howMany }, (_, index) => {
    const kind = kindAt(index);
    return { userName: `${kind.name}-${index}`, ...kind.seed };
  });
}

function kindAt(index: number): Kind {
  const kind = KINDS[index % KINDS.length];
  if (kind === undefined) throw new Error('There are no kinds');
  return kind;
}

function isFailing({ userName }: UserSeed): boolean {
  return KINDS.some(({ name, fails }) => fails && userName.startsWith(`${name}-`));
}

import { type AccountSeed, type AlibabaSandbox, startAlibabaSandbox } from '../../sandbox/alibaba/index.ts';
import { readerPolicy } from '../../src/alibaba/index.ts';
import { ACCOUNT_ID, IDENTITIES, IDENTITY_KEYS, READER, readerVariables } from './account-access.ts';

type UserSeed = NonNullable<AccountSeed['users']>[number];

interface Kind {
  readonly name: string;
  /** Does a user like this fail the benchmark's rule? */
  readonly fails: boolean;
  readonly seed: Omit<UserSeed, 'userName'>;
}

/** Equally many of each. The first four are the groups in which "required" and "bound" agree or do not. */
const KINDS: readonly Kind[] = [
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
const STRANGERS: readonly UserSeed[] = Array.from({ length: 20 }, (_, index) => ({
  userName: `sso-${index}`,
  loginProfile: {},
}));

/** Accounts of which is known who fails. */
export interface KnownCompany {
  readonly cloud: AlibabaSandbox;
  /** Every user, and whether they fail. */
  readonly truth: readonly KnownUser[];
  /** What an operator would write into `.env`. */
  readonly variables: Readonly<Record<string, string>>;
}

export interface KnownUser {
  readonly userName: string;
  readonly kind: string;
  readonly fails: boolean;
}

/**
 * A main account with this many users of every kind and virtual devices that nobody has, and an account of people who
 * sign in by single sign-on only: none of those fails.
 */
export async function startKnownCompany(size: number): Promise<KnownCompany> {
  const people = peopleOfEveryKind(size - IDENTITIES.length);
  const cloud = await startAlibabaSandbox({
    accounts: [mainAccount(people), ssoAccount()],
    // They count by the real second, in which minutes pass here.
    enforceQuotas: false,
  });
  return {
    cloud,
    truth: [
      ...people,
      ...IDENTITIES.map(({ userName }) => ({ userName, kind: 'api-only', fails: false })),
      ...STRANGERS.map(({ userName }) => ({ userName, kind: 'single-sign-on', fails: false })),
    ],
    variables: {
      ...readerVariables(cloud),
      AUDIT_ROLE_ARNS: `acs:ram::${SSO_ACCOUNT_ID}:role/${READER}`,
    },
  };
}

/** One call in five is refused from now on, as the vendor does it when others use up the quota. */
export function throttleOneInFive({ cloud }: KnownCompany): void {
  cloud.faults.add({ kind: 'throttle', probability: 0.2 });
}

interface Person extends KnownUser {
  readonly seed: Kind['seed'];
}

function peopleOfEveryKind(howMany: number): readonly Person[] {
  const rounds = Math.ceil(howMany / KINDS.length);
  return Array.from({ length: rounds }, (_, round) =>
    KINDS.map(({ name, fails, seed }) => ({ userName: `${name}-${round}`, kind: name, fails, seed })),
  )
    .flat()
    .slice(0, howMany);
}

function mainAccount(people: readonly Person[]): AccountSeed {
  return {
    accountId: ACCOUNT_ID,
    alias: 'corp',
    users: [...people.map(({ userName, seed }) => ({ userName, ...seed })), ...IDENTITIES],
    accessKeys: IDENTITY_KEYS,
    // One of them is called like a user who has none.
    unboundMfaDevices: ['neither-0', 'spare'],
  };
}

function ssoAccount(): AccountSeed {
  return {
    accountId: SSO_ACCOUNT_ID,
    alias: 'corp-sso',
    userSsoEnabled: true,
    users: STRANGERS,
    roles: [
      {
        roleName: READER,
        trustedPrincipals: [`acs:ram::${ACCOUNT_ID}:user/${READER}`],
        policy: readerPolicy(),
      },
    ],
  };
}

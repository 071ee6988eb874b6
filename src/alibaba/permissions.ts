import type { Product } from './endpoints.ts';

/** Whose policy an operation belongs to: reading a watched account, looking into its record, finding more accounts, enforcing. */
export type Identity = 'reader' | 'witness' | 'directory' | 'enforcer';

/** One API operation this bot calls, and what an administrator must grant for it. */
export interface Operation {
  readonly product: Product;
  readonly version: string;
  readonly action: string;
  /** The action in a policy; IMS operations are granted under `ram:`. null = open to every identity. */
  readonly grant: string | null;
  readonly identity: Identity;
  /** `typed` goes through the RAM client, `generic` keeps the fields that its models drop. */
  readonly client: 'generic' | 'typed';
  /** What alone is not known without it: nothing is incomplete for that. */
  readonly optionalFor?: string;
}

const IMS = { product: 'ims', version: '2019-08-15', client: 'generic', identity: 'reader' } as const;
const RAM = { product: 'ram', version: '2015-05-01' } as const;
const RIGHTS = {
  ...RAM,
  client: 'generic',
  identity: 'reader',
  optionalFor: 'who is an administrator',
} as const;
const STS = { product: 'sts', version: '2015-04-01', client: 'generic', identity: 'directory' } as const;

/** Every operation there is: calls take theirs from here and policies are made from it, so neither goes stale. */
export const OPERATIONS = {
  listUsers: { ...IMS, action: 'ListUsers', grant: 'ram:ListUsers' },
  getUser: { ...IMS, action: 'GetUser', grant: 'ram:GetUser' },
  getLoginProfile: { ...IMS, action: 'GetLoginProfile', grant: 'ram:GetLoginProfile' },
  listVirtualMfaDevices: { ...IMS, action: 'ListVirtualMFADevices', grant: 'ram:ListVirtualMFADevices' },
  listPasskeys: { ...IMS, action: 'ListPasskeys', grant: 'ram:ListPasskeys' },
  getSecurityPreference: { ...IMS, action: 'GetSecurityPreference', grant: 'ram:GetSecurityPreference' },
  getUserSsoSettings: { ...IMS, action: 'GetUserSsoSettings', grant: 'ram:GetUserSsoSettings' },
  getDefaultDomain: { ...IMS, action: 'GetDefaultDomain', grant: 'ram:GetDefaultDomain' },
  getAccountSummary: { ...IMS, action: 'GetAccountSummary', grant: 'ram:GetAccountSummary' },
  getAccountMfaInfo: {
    ...IMS,
    action: 'GetAccountMFAInfo',
    grant: 'ram:GetAccountMFAInfo',
    optionalFor: 'whether the account itself has MFA',
  },
  getAccountAlias: {
    ...RAM,
    client: 'generic',
    identity: 'reader',
    action: 'GetAccountAlias',
    grant: 'ram:GetAccountAlias',
  },
  getUserMfaInfo: {
    ...RAM,
    client: 'typed',
    identity: 'reader',
    action: 'GetUserMFAInfo',
    grant: 'ram:GetUserMFAInfo',
  },
  getLoginProfileSetting: {
    ...RAM,
    client: 'typed',
    identity: 'enforcer',
    action: 'GetLoginProfile',
    grant: 'ram:GetLoginProfile',
  },
  updateLoginProfile: {
    ...RAM,
    client: 'typed',
    identity: 'enforcer',
    action: 'UpdateLoginProfile',
    grant: 'ram:UpdateLoginProfile',
  },
  listPoliciesForUser: { ...RIGHTS, action: 'ListPoliciesForUser', grant: 'ram:ListPoliciesForUser' },
  listGroupsForUser: { ...RIGHTS, action: 'ListGroupsForUser', grant: 'ram:ListGroupsForUser' },
  listPoliciesForGroup: { ...RIGHTS, action: 'ListPoliciesForGroup', grant: 'ram:ListPoliciesForGroup' },
  getPolicy: { ...RIGHTS, action: 'GetPolicy', grant: 'ram:GetPolicy' },
  lookupEvents: {
    product: 'actionTrail',
    version: '2020-07-06',
    client: 'generic',
    identity: 'witness',
    action: 'LookupEvents',
    grant: 'actiontrail:LookupEvents',
    optionalFor: 'from where people signed in and bound their devices',
  },
  getCallerIdentity: { ...STS, action: 'GetCallerIdentity', grant: null },
  assumeRole: { ...STS, action: 'AssumeRole', grant: 'sts:AssumeRole' },
  listAccounts: {
    product: 'resourceDirectory',
    version: '2022-04-19',
    client: 'generic',
    identity: 'directory',
    action: 'ListAccounts',
    grant: 'resourcemanager:ListAccounts',
  },
} as const satisfies Record<string, Operation>;

/** The actions one identity needs, sorted. */
export function grantsOf(identity: Identity): readonly string[] {
  const operations: readonly Operation[] = Object.values(OPERATIONS);
  const grants = operations
    .filter((operation) => operation.identity === identity)
    .map((operation) => operation.grant)
    .filter((grant) => grant !== null);
  return [...new Set(grants)].sort();
}

import type { AttachedPolicy, LoginProfileSeed, MfaDevice, Passkey, UserSeed } from './account-seed.ts';
import type { PolicyDocument } from './policy.ts';
import { stableId } from './random.ts';

/** A RAM user as it is now. Assign to the fields between calls; the next answer shows it. */
export interface UserState {
  /** Changed by `AccountState.renameUser`. */
  readonly userName: string;
  readonly userId: string;
  /** Position in every list, and what markers point to; never reused. */
  readonly sequence: number;
  displayName: string;
  email: string | null;
  mobilePhone: string | null;
  comments: string;
  tags: Readonly<Record<string, string>>;
  status: 'active' | 'freeze';
  provisionType: 'Manual' | 'SCIM' | 'CloudSSO';
  createDate: string;
  updateDate: string;
  lastLoginDate: string | null;
  loginProfile: LoginProfileState | null;
  mfaDevice: MfaDevice | null;
  passkeys: readonly Passkey[];
  policy: PolicyDocument | null;
  attachedPolicies: readonly AttachedPolicy[];
}

export interface LoginProfileState {
  status: 'Active' | 'Inactive';
  mfaBindRequired: boolean;
  passwordResetRequired: boolean;
  lastLoginTime: string | null;
  createDate: string;
  updateDate: string;
  /** How often an UpdateLoginProfile carried a password. */
  passwordChanges: number;
}

const DEFAULT_DATE = '2024-03-01T08:00:00Z';

export function createLoginProfile(seed: LoginProfileSeed = {}): LoginProfileState {
  const createDate = seed.createDate ?? DEFAULT_DATE;
  return {
    status: seed.status ?? 'Active',
    mfaBindRequired: seed.mfaBindRequired ?? false,
    passwordResetRequired: seed.passwordResetRequired ?? false,
    lastLoginTime: seed.lastLoginTime ?? null,
    createDate,
    updateDate: createDate,
    passwordChanges: 0,
  };
}

export function createUser(accountId: string, sequence: number, seed: UserSeed): UserState {
  assertCreatable(seed.userName);
  const createDate = seed.createDate ?? DEFAULT_DATE;
  return {
    userName: seed.userName,
    // A user created again under an old name is somebody else, so its id depends on the position as well.
    userId: seed.userId ?? stableId(accountId, seed.userName, String(sequence)),
    sequence,
    displayName: seed.displayName ?? seed.userName,
    email: seed.email ?? null,
    mobilePhone: seed.mobilePhone ?? null,
    comments: seed.comments ?? '',
    tags: seed.tags ?? {},
    status: seed.status ?? 'active',
    provisionType: seed.provisionType ?? 'Manual',
    createDate,
    updateDate: createDate,
    lastLoginDate: seed.lastLoginDate ?? null,
    loginProfile: seed.loginProfile ? createLoginProfile(seed.loginProfile) : null,
    mfaDevice: seed.mfaDevice ?? null,
    passkeys: seed.passkeys ?? [],
    policy: seed.policy ?? null,
    attachedPolicies: seed.attachedPolicies ?? [],
  };
}

function assertCreatable(userName: string): void {
  if (/^[A-Za-z0-9._-]{1,64}$/.test(userName)) return;
  throw new Error(`RAM would not create a user named "${userName}".`);
}

export function mfaSerialNumber(accountId: string, user: UserState, device: MfaDevice): string {
  return `acs:ram::${accountId}:mfa/${device.name ?? user.userName}`;
}

import type { PolicyDocument } from './policy.ts';

/** One Alibaba Cloud account as it stands before the first call. Whatever is left out is plain and harmless. */
export interface AccountSeed {
  readonly accountId: string;
  /** Makes the default domain `<alias>.onaliyun.com`; null = `<accountId>.onaliyun.com`. */
  readonly alias?: string | null;
  /** Only the China site keeps e-mail addresses and mobile numbers of RAM users. Default `intl`. */
  readonly site?: 'intl' | 'cn';
  readonly securityPreference?: Partial<SecurityPreference>;
  readonly userSsoEnabled?: boolean;
  readonly rootMfaEnabled?: boolean;
  readonly users?: readonly UserSeed[];
  readonly accessKeys?: readonly AccessKeySeed[];
  readonly roles?: readonly RoleSeed[];
  /** Names of virtual MFA devices that were created and never bound. */
  readonly unboundMfaDevices?: readonly string[];
  readonly groups?: readonly GroupSeed[];
  readonly events?: readonly TrailEvent[];
  /** Policies of the account's own, by name. */
  readonly customPolicies?: Readonly<Record<string, unknown>>;
}

/** One event of the account's record. */
export interface TrailEvent {
  /** `ConsoleSignin`, `BindMFADevice`, … */
  readonly eventName: string;
  /** ISO 8601 UTC without fractions. */
  readonly eventTime: string;
  /** Whoever did it. */
  readonly userName: string;
  readonly sourceIpAddress?: string;
  /** Of a sign-in, as text: `true` or `false`. */
  readonly mfaChecked?: string;
  /** Of what failed. */
  readonly errorCode?: string;
}

/** A policy attached to somebody, as lists name it. What a user's access keys may do is `UserSeed.policy`. */
export interface AttachedPolicy {
  readonly policyName: string;
  readonly policyType: 'System' | 'Custom';
}

export interface GroupSeed {
  readonly groupName: string;
  readonly userNames: readonly string[];
  readonly policies?: readonly AttachedPolicy[];
}

export interface SecurityPreference {
  mfaOperationForLogin: 'mandatory' | 'independent' | 'adaptive';
  allowUserToManageMfaDevices: boolean;
  allowUserToLoginWithPasskey: boolean;
  allowUserToChangePassword: boolean;
  allowUserToManageAccessKeys: boolean;
  enableSaveMfaTicket: boolean;
  loginSessionDurationHours: number;
  verificationTypes: readonly string[];
  /** 90, 180, 365 or 730. */
  maxIdleDaysForUsers: number;
}

export interface UserSeed {
  /** 1 to 64 letters, digits, periods, hyphens and underscores. */
  readonly userName: string;
  readonly userId?: string;
  readonly displayName?: string;
  readonly email?: string;
  /** `86-13800000000` */
  readonly mobilePhone?: string;
  readonly comments?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly status?: 'active' | 'freeze';
  readonly provisionType?: 'Manual' | 'SCIM' | 'CloudSSO';
  /** Dates are ISO 8601 UTC without fractions. */
  readonly createDate?: string;
  readonly lastLoginDate?: string | null;
  /** null or left out: no console password. */
  readonly loginProfile?: LoginProfileSeed | null;
  readonly mfaDevice?: MfaDevice | null;
  readonly passkeys?: readonly Passkey[];
  /** What the user's access keys may do; null = nothing. */
  readonly policy?: PolicyDocument | null;
  readonly attachedPolicies?: readonly AttachedPolicy[];
}

export interface LoginProfileSeed {
  readonly status?: 'Active' | 'Inactive';
  readonly mfaBindRequired?: boolean;
  readonly passwordResetRequired?: boolean;
  readonly lastLoginTime?: string | null;
  readonly createDate?: string;
}

export interface MfaDevice {
  /** The documented ones are `VMFA` and `U2F`. */
  readonly type: string;
  /** Last part of the serial number; default the user's name. */
  readonly name?: string;
  readonly activateDate?: string;
}

export interface Passkey {
  readonly passkeyId: string;
  readonly passkeyName: string;
  /** Seconds since 1970, as the service sends them: in a string. */
  readonly createDate: string;
  readonly lastUseDate?: string;
}

export interface AccessKeySeed {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** null = the key belongs to the account itself, which may do everything but assume a role. */
  readonly userName: string | null;
  readonly status?: 'Active' | 'Inactive';
}

export interface RoleSeed {
  readonly roleName: string;
  /** `acs:ram::<account>:root` trusts every user and role of that account, `…:user/x` and `…:role/x` just that one. */
  readonly trustedPrincipals: readonly string[];
  readonly externalId?: string | null;
  readonly maxSessionDurationSeconds?: number;
  readonly policy: PolicyDocument;
}

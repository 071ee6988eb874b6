import type { AccountId } from './ram-user.ts';

export const CONSOLE_LOGINS = ['active', 'inactive', 'none', 'unknown'] as const;
export type ConsoleLogin = (typeof CONSOLE_LOGINS)[number];

/** `other` is a kind the vendor added after this was written: it counts as bound. */
export const MFA_DEVICES = ['virtual', 'u2f', 'passkey', 'other', 'none', 'unknown'] as const;
export type MfaDevice = (typeof MFA_DEVICES)[number];
/** A device that is there. */
export type FactorKind = Exclude<MfaDevice, 'none' | 'unknown'>;

export const LOGIN_MFA_MODES = ['mandatory', 'independent', 'adaptive', 'unknown'] as const;
/** The account-wide `MFAOperationForLogin`. */
export type LoginMfaMode = (typeof LOGIN_MFA_MODES)[number];

/** What was read about one user. What could not be read is `unknown` or null, never assumed. */
export interface UserFacts {
  readonly consoleLogin: ConsoleLogin;
  readonly mfaDevice: MfaDevice;
  /** `MFABindRequired` of the login profile. */
  readonly mfaRequired: boolean | null;
  readonly frozen: boolean | null;
  /** The vendor's code of the first read that failed, for people to look up. */
  readonly errorCode: string | null;
}

/** What was read about one account; null and `unknown` are what could not be read. */
export interface AccountFacts {
  readonly accountId: AccountId;
  /** The account alias, `corp` of `corp.onaliyun.com`. */
  readonly alias: string | null;
  /** The default domain, `corp.onaliyun.com`: part of logon names and of the sign-in link. */
  readonly defaultDomain: string | null;
  readonly loginMfaMode: LoginMfaMode;
  readonly ssoEnabled: boolean | null;
  /** May users bind their own device? Where not, the steps we send cannot be followed. */
  readonly mayUsersManageDevices: boolean | null;
  /** The vendor's code where user SSO could not be read. */
  readonly ssoErrorCode: string | null;
}

const VERDICTS = ['compliant', 'noncompliant', 'not_applicable', 'unknown'] as const;
export type Verdict = (typeof VERDICTS)[number];

const FINDING_REASONS = [
  'device_bound',
  'no_device',
  'required_but_not_bound',
  'user_frozen',
  'sso_only',
  'no_console_password',
  'console_login_inactive',
  'could_not_read',
] as const;
export type FindingReason = (typeof FINDING_REASONS)[number];

/** One user's verdict with its reason. */
export interface Finding {
  readonly verdict: Verdict;
  readonly reason: FindingReason;
  readonly mfaDevice: MfaDevice;
  readonly mfaRequired: boolean | null;
  /** The vendor's code, with `could_not_read` only. */
  readonly errorCode: string | null;
}

/**
 * The verdict of CIS Alibaba Cloud Foundation Benchmark 1.4 for one user: a console password needs a bound device.
 * The order matters: what makes the rule not apply is asked first, what could not be read is never taken for a no.
 */
export function assess(user: UserFacts, account: AccountFacts): Finding {
  const finding = (verdict: Verdict, reason: FindingReason, errorCode: string | null = null): Finding => ({
    verdict,
    reason,
    mfaDevice: user.mfaDevice,
    mfaRequired: user.mfaRequired,
    errorCode,
  });
  if (user.frozen === true) return finding('not_applicable', 'user_frozen');
  if (account.ssoEnabled === true) return finding('not_applicable', 'sso_only');
  if (user.consoleLogin === 'none') return finding('not_applicable', 'no_console_password');
  if (user.consoleLogin === 'inactive') return finding('not_applicable', 'console_login_inactive');
  if (user.consoleLogin === 'unknown' || user.frozen === null || account.ssoEnabled === null) {
    return finding('unknown', 'could_not_read', user.errorCode ?? account.ssoErrorCode);
  }
  if (user.mfaDevice === 'unknown') return finding('unknown', 'could_not_read', user.errorCode);
  if (user.mfaDevice !== 'none') return finding('compliant', 'device_bound');
  // Whoever signs in first is led to enrol: with the password alone, that can be a thief.
  if (user.mfaRequired === true || account.loginMfaMode === 'mandatory') {
    return finding('noncompliant', 'required_but_not_bound');
  }
  return finding('noncompliant', 'no_device');
}

export function isSameFinding(one: Finding, other: Finding): boolean {
  return (
    one.verdict === other.verdict &&
    one.reason === other.reason &&
    one.mfaDevice === other.mfaDevice &&
    one.mfaRequired === other.mfaRequired &&
    one.errorCode === other.errorCode
  );
}

/** Bound but not required: counted apart, since the benchmark's console audit asks for *required*. */
export function isBoundNotRequired(
  finding: Pick<Finding, 'verdict' | 'mfaRequired'>,
  loginMfaMode: LoginMfaMode,
): boolean {
  return finding.verdict === 'compliant' && finding.mfaRequired === false && loginMfaMode !== 'mandatory';
}

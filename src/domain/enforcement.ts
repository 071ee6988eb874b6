import type { AccountFacts, Finding } from './finding.ts';

export const ENFORCE_REFUSALS = [
  'no_console_password',
  'console_login_inactive',
  'user_frozen',
  'break_glass',
  'service_account',
  'break_glass_not_found',
  'own_user',
  'sso',
  'already_required',
  'account_mandatory',
  'users_may_not_manage_devices',
  'enforcement_off',
  'user_changed',
  'could_not_read',
  'user_deleted',
  'account_not_served',
  'not_set_by_bot',
  'already_not_required',
] as const;
export type EnforceRefusal = (typeof ENFORCE_REFUSALS)[number];

const ENFORCE_OUTCOMES = ['verified', 'differs', 'failed', 'unknown'] as const;
export type EnforceOutcome = (typeof ENFORCE_OUTCOMES)[number];

/** Make MFA required, or take back that it is. */
export type Direction = 'enforce' | 'unenforce';

/** The login profile as RAM's own GetLoginProfile answers it. */
export interface LoginProfileSetting {
  readonly mfaBindRequired: boolean;
  readonly passwordResetRequired: boolean;
}

/** What the decision whether a user may be enforced is made from; all of it read just now. */
export interface EnforcementFacts {
  readonly finding: Finding;
  readonly account: AccountFacts;
  readonly isBreakGlass: boolean;
  /** A configured break-glass name names nobody in this account. */
  readonly isBreakGlassUncertain: boolean;
  /** The user behind the bot's own keys. */
  readonly isOwnUser: boolean;
}

/** Why `Enable MFA: Required` must not be set for this user; null when it may. */
export function whyNotEnforce(facts: EnforcementFacts): EnforceRefusal | null {
  const { finding, account } = facts;
  if (facts.isOwnUser) return 'own_user';
  if (facts.isBreakGlass) return 'break_glass';
  if (facts.isBreakGlassUncertain) return 'break_glass_not_found';
  const notApplicable = whyNotApplicable(finding);
  if (notApplicable !== null) return notApplicable;
  if (finding.verdict === 'unknown' || finding.mfaRequired === null) return 'could_not_read';
  if (finding.mfaRequired) return 'already_required';
  if (account.loginMfaMode === 'mandatory') return 'account_mandatory';
  // Required, and not allowed to bind a device: that user could never sign in again.
  const hasDevice = finding.verdict === 'compliant';
  if (account.mayUsersManageDevices === false && !hasDevice) return 'users_may_not_manage_devices';
  if (account.mayUsersManageDevices === null && !hasDevice) return 'could_not_read';
  return null;
}

/** Why it must not be undone; `setByBot` = the last change to it in our record was ours and made it required. */
export function whyNotUnenforce(facts: EnforcementFacts, setByBot: boolean): EnforceRefusal | null {
  if (facts.isOwnUser) return 'own_user';
  if (facts.isBreakGlass) return 'break_glass';
  const notApplicable = whyNotApplicable(facts.finding);
  if (notApplicable !== null) return notApplicable;
  if (facts.finding.mfaRequired === null) return 'could_not_read';
  if (!facts.finding.mfaRequired) return 'already_not_required';
  return setByBot ? null : 'not_set_by_bot';
}

function whyNotApplicable({ verdict, reason }: Finding): EnforceRefusal | null {
  if (verdict !== 'not_applicable') return null;
  switch (reason) {
    case 'user_frozen':
      return 'user_frozen';
    case 'sso_only':
      return 'sso';
    case 'console_login_inactive':
      return 'console_login_inactive';
    default:
      return 'no_console_password';
  }
}

/** What needs somebody's eyes must not be what is cut. */
export function doneLast<Item extends { readonly outcome: EnforceOutcome }>(
  results: readonly Item[],
): readonly Item[] {
  const isDone = ({ outcome }: Item) => Number(outcome === 'verified');
  return results.toSorted((one, other) => isDone(one) - isDone(other));
}

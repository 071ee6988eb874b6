import type { LoginMfaMode } from './finding.ts';

/** What holds for an account beside this rule. null: could not be read. */
export interface AccountSettings {
  /** The account's own user has an MFA device. */
  readonly rootMfaEnabled: boolean | null;
  /** After so many days without a sign-in the vendor switches a console login off. */
  readonly maxIdleDaysForUsers: number | null;
  /** Whoever passed MFA once may do without it in that browser for seven days. */
  readonly remembersMfa: boolean | null;
}

/** Shown as information: the rule of this bot is another. */
export interface AccountInformation extends Pick<AccountSettings, 'rootMfaEnabled' | 'maxIdleDaysForUsers'> {
  /** May users bind and remove their own device? */
  readonly mayUsersManageDevices: boolean | null;
}

/** What held for an account when it was audited. */
export interface AccountState extends AccountInformation {
  readonly loginMfaMode: LoginMfaMode;
  readonly ssoEnabled: boolean | null;
}

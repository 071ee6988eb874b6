/** What holds for an account beside this rule. null: could not be read. */
export interface AccountSettings {
  /** The account's own user has an MFA device. */
  readonly rootMfaEnabled: boolean | null;
  /** After so many days without a sign-in the vendor switches a console login off. */
  readonly maxIdleDaysForUsers: number | null;
  /** Whoever passed MFA once may do without it in that browser for seven days. */
  readonly remembersMfa: boolean | null;
}

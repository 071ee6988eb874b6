import type { EpochMs } from './clock.ts';

declare const accountIdBrand: unique symbol;
declare const userIdBrand: unique symbol;
/** Sixteen digits. */
export type AccountId = string & { readonly [accountIdBrand]: true };
/** RAM's stable id of a user; the user name can change, this cannot. */
export type UserId = string & { readonly [userIdBrand]: true };

export const accountId = (value: string) => value as AccountId;
export const userId = (value: string) => value as UserId;

/** What identifies a person's RAM user everywhere: names are reused after deletion, ids are not. */
export interface RamUserKey {
  readonly accountId: AccountId;
  readonly userId: UserId;
}

export interface RamUser extends RamUserKey {
  /** Without the domain: `jane.doe`. */
  readonly userName: string;
  /** With the domain: `jane.doe@corp.onaliyun.com` (the vendor's UserPrincipalName). */
  readonly logonName: string;
  readonly displayName: string;
  /** Typed in by an administrator, unverified; filled on the China site only. */
  readonly email: string | null;
  readonly mobile: string | null;
  readonly tags: Readonly<Record<string, string>>;
  readonly lastSignInAt: EpochMs | null;
}

/** An account as people know it. */
export interface AccountLabel {
  readonly accountId: AccountId;
  readonly alias: string | null;
}

/** A RAM user as people know it. */
export interface UserLabel {
  readonly account: AccountLabel;
  readonly userId: UserId;
  readonly userName: string;
  readonly logonName: string;
  /** Known to be allowed everything. */
  readonly isAdministrator: boolean;
}

import { entityNotExist } from '../api-error.ts';
import type { LoginProfileState, UserState } from '../user-state.ts';
import { vendorDate } from '../vendor-date.ts';

/** What an UpdateLoginProfile changes; null = not given, stays as it is. */
interface LoginProfileChange {
  readonly password: string | null;
  readonly passwordResetRequired: boolean | null;
  readonly mfaBindRequired: boolean | null;
  readonly status: 'Active' | 'Inactive' | null;
  readonly nowMs: number;
}

/** @throws {ApiError} when the user has no login profile; it is never created on the way */
export function updateLoginProfile(user: UserState, change: LoginProfileChange): LoginProfileState {
  const profile = user.loginProfile;
  if (!profile) throw entityNotExist('User.LoginProfile');
  if (change.password !== null) profile.passwordChanges += 1;
  profile.passwordResetRequired = change.passwordResetRequired ?? profile.passwordResetRequired;
  profile.mfaBindRequired = change.mfaBindRequired ?? profile.mfaBindRequired;
  profile.status = change.status ?? profile.status;
  profile.updateDate = vendorDate(change.nowMs);
  return profile;
}

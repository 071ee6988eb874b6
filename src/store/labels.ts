import { isAdministrator } from '../domain/privilege.ts';
import type { AccountLabel, UserLabel } from '../domain/ram-user.ts';
import type { AccountRow } from './accounts.ts';
import type { FollowedUser } from './ram-users.ts';

export function accountLabel({ accountId, alias }: Pick<AccountRow, 'accountId' | 'alias'>): AccountLabel {
  return { accountId, alias };
}

export function userLabel(
  user: Pick<FollowedUser, 'userId' | 'userName' | 'logonName' | 'privilege'>,
  account: Pick<AccountRow, 'accountId' | 'alias'>,
): UserLabel {
  const { userId, userName, logonName } = user;
  const isAdmin = isAdministrator(user);
  return { account: accountLabel(account), userId, userName, logonName, isAdministrator: isAdmin };
}

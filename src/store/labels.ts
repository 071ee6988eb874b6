import { isAdministrator } from '../domain/privilege.ts';
import type { AccountLabel, UserLabel } from '../domain/ram-user.ts';
import type { AccountRow } from './accounts.ts';
import type { RamUserRow } from './ram-users.ts';

export function accountLabel({ accountId, alias }: Pick<AccountRow, 'accountId' | 'alias'>): AccountLabel {
  return { accountId, alias };
}

export function userLabel(
  user: Pick<RamUserRow, 'userId' | 'userName' | 'logonName' | 'privilege'>,
  account: Pick<AccountRow, 'accountId' | 'alias'>,
): UserLabel {
  const { userId, userName, logonName } = user;
  const isAdmin = isAdministrator(user);
  return { account: accountLabel(account), userId, userName, logonName, isAdministrator: isAdmin };
}

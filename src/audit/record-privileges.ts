import type { AccountReading, ReadUser } from '../alibaba/accounts.ts';
import { judgePrivilege } from '../domain/privilege.ts';
import { saveRightsError } from '../store/accounts.ts';
import type { Store } from '../store/database.ts';
import { savePrivilege } from '../store/ram-users.ts';

/** Who of these may do everything, as far as their rights were read. */
export async function recordPrivileges(
  trx: Store,
  { rights }: AccountReading,
  users: readonly ReadUser[],
): Promise<void> {
  for (const { user } of users) {
    const read = rights.get(user.userId);
    if (read !== undefined) await savePrivilege(trx, user, judgePrivilege(read));
  }
}

/** Why somebody is not known to be an administrator or none; an account that was not looked at keeps what is known. */
export async function recordRightsError(
  trx: Store,
  { accountId, rights, users }: AccountReading,
): Promise<void> {
  if (users.length === 0) return;
  const privileges = [...rights.values()].map(judgePrivilege);
  const unknown = privileges.find((privilege) => privilege.kind === 'unknown');
  await saveRightsError(trx, accountId, unknown?.code ?? null);
}

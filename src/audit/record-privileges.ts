import type { AccountReader, AccountReading } from '../alibaba/accounts.ts';
import { assess } from '../domain/finding.ts';
import { judgePrivilege, type Privilege } from '../domain/privilege.ts';
import type { UserId } from '../domain/ram-user.ts';
import { saveRightsError } from '../store/accounts.ts';
import type { Database } from '../store/database.ts';
import { savePrivilege } from '../store/ram-users.ts';
import { chunksOf } from './user-chunks.ts';

/** Who of those that fail the rule may do everything: they matter most. Nobody else's rights are looked at. */
export async function recordPrivileges(
  db: Database,
  looked: { readonly reading: AccountReading; readonly reader: AccountReader; readonly signal: AbortSignal },
): Promise<void> {
  const { reading, reader, signal } = looked;
  const { accountId, facts } = reading;
  const failing = reading.users.filter((one) => assess(one.facts, facts).verdict === 'noncompliant');
  if (failing.length === 0) return;
  const users = failing.map(({ user }) => user);
  const rights = await reader.rights.readRights(users, signal);
  const privileges = new Map([...rights].map(([userId, read]) => [userId, judgePrivilege(read)]));
  await saveRightsError(db, accountId, firstCode(privileges));
  for await (const some of chunksOf(failing)) {
    await db.inTransaction(async (trx) => {
      for (const { user } of some) {
        const privilege = privileges.get(user.userId);
        if (privilege !== undefined) await savePrivilege(trx, user, privilege);
      }
    });
  }
}

function firstCode(privileges: ReadonlyMap<UserId, Privilege>): string | null {
  for (const privilege of privileges.values()) {
    if (privilege.kind === 'unknown') return privilege.code;
  }
  return null;
}

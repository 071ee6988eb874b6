import { type BreakGlassCheck, type BreakGlassName, checkBreakGlass } from '../domain/break-glass.ts';
import { listAccounts } from '../store/accounts.ts';
import type { Store } from '../store/database.ts';
import { listRamUsers } from '../store/ram-users.ts';

/** Holds the configured break-glass names against the users that were read. */
export async function checkBreakGlassNames(
  store: Store,
  names: readonly BreakGlassName[],
): Promise<BreakGlassCheck> {
  const accounts = await listAccounts(store);
  const users = await Promise.all(
    names.length === 0
      ? []
      : accounts.map(async ({ accountId, alias }) =>
          (await listRamUsers(store, accountId)).map(({ userName }) => ({ accountId, userName, alias })),
        ),
  );
  return checkBreakGlass(names, accounts, users.flat());
}

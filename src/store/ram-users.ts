import type { Selectable } from 'kysely';
import type { EpochMs } from '../domain/clock.ts';
import type { AccountId, RamUser, RamUserKey, UserId } from '../domain/ram-user.ts';
import type { Store } from './database.ts';
import type { Flag, RamUserTable } from './schema.ts';

export type RamUserRow = Selectable<RamUserTable>;

/** What is remembered of a user beside what RAM says. */
export interface DeviceMemory {
  readonly hadDevice: Flag;
  readonly unboundSince: EpochMs | null;
}

// SQLite takes 32,766 parameters a statement; 14 columns a row stay well below.
const ROWS_PER_STATEMENT = 500;

export async function saveRamUsers(
  store: Store,
  users: readonly { readonly user: RamUser; readonly memory: DeviceMemory }[],
  now: EpochMs,
): Promise<void> {
  for (let start = 0; start < users.length; start += ROWS_PER_STATEMENT) {
    const rows = users.slice(start, start + ROWS_PER_STATEMENT).map(({ user, memory }) => ({
      accountId: user.accountId,
      userId: user.userId,
      userName: user.userName,
      logonName: user.logonName,
      displayName: user.displayName,
      email: user.email,
      mobile: user.mobile,
      tags: JSON.stringify(user.tags),
      lastSignInAt: user.lastSignInAt,
      firstSeenAt: now,
      lastSeenAt: now,
      deletedAt: null,
      ...memory,
    }));
    await store
      .insertInto('ramUser')
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(['accountId', 'userId']).doUpdateSet((eb) => ({
          userName: eb.ref('excluded.userName'),
          logonName: eb.ref('excluded.logonName'),
          displayName: eb.ref('excluded.displayName'),
          email: eb.ref('excluded.email'),
          mobile: eb.ref('excluded.mobile'),
          tags: eb.ref('excluded.tags'),
          lastSignInAt: eb.ref('excluded.lastSignInAt'),
          lastSeenAt: eb.ref('excluded.lastSeenAt'),
          deletedAt: eb.ref('excluded.deletedAt'),
          hadDevice: eb.ref('excluded.hadDevice'),
          unboundSince: eb.ref('excluded.unboundSince'),
        })),
      )
      .execute();
  }
}

export async function markUserDeleted(store: Store, user: RamUserKey, at: EpochMs): Promise<void> {
  await store
    .updateTable('ramUser')
    .set({ deletedAt: at })
    .where('accountId', '=', user.accountId)
    .where('userId', '=', user.userId)
    .execute();
}

export function listRamUsers(store: Store, accountId: AccountId, userId?: UserId): Promise<RamUserRow[]> {
  return store
    .selectFrom('ramUser')
    .selectAll()
    .where('accountId', '=', accountId)
    .$if(userId !== undefined, (query) => query.where('userId', '=', userId as UserId))
    .where('deletedAt', 'is', null)
    .execute();
}

export function findRamUser(store: Store, user: RamUserKey): Promise<RamUserRow | undefined> {
  return store
    .selectFrom('ramUser')
    .selectAll()
    .where('accountId', '=', user.accountId)
    .where('userId', '=', user.userId)
    .executeTakeFirst();
}

/** Users of any account by user name or logon name, as typed; letters' case does not matter in RAM. */
export function findRamUsersByName(store: Store, name: string): Promise<RamUserRow[]> {
  const lower = name.toLowerCase();
  return store
    .selectFrom('ramUser')
    .selectAll()
    .where('deletedAt', 'is', null)
    .where((eb) =>
      eb.or([eb(eb.fn('lower', ['userName']), '=', lower), eb(eb.fn('lower', ['logonName']), '=', lower)]),
    )
    .orderBy('accountId')
    .limit(50)
    .execute();
}

/** Users whose device was found gone at or before `before`: due for their second look. */
export function listUnboundUsers(store: Store, before: EpochMs): Promise<RamUserRow[]> {
  return store
    .selectFrom('ramUser')
    .selectAll()
    .where('deletedAt', 'is', null)
    .where('unboundSince', '<=', before)
    .execute();
}

export function ramUserOf(row: RamUserRow): RamUser {
  return {
    accountId: row.accountId,
    userId: row.userId,
    userName: row.userName,
    logonName: row.logonName,
    displayName: row.displayName,
    email: row.email,
    mobile: row.mobile,
    tags: JSON.parse(row.tags) as Record<string, string>,
    lastSignInAt: row.lastSignInAt,
  };
}

/** Users whose case is open. */
export function listUsersOfOpenCases(store: Store): Promise<RamUserRow[]> {
  return store
    .selectFrom('ramUser')
    .innerJoin('caseFile', (join) =>
      join
        .onRef('caseFile.accountId', '=', 'ramUser.accountId')
        .onRef('caseFile.userId', '=', 'ramUser.userId'),
    )
    .selectAll('ramUser')
    .where('caseFile.state', '=', 'open')
    .where('ramUser.deletedAt', 'is', null)
    .execute();
}

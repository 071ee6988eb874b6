import { type Selectable, sql } from 'kysely';
import { z } from 'zod';
import type { EpochMs } from '../domain/clock.ts';
import type { ConsoleUse } from '../domain/console-use.ts';
import type { Finding, Verdict } from '../domain/finding.ts';
import type { Privilege } from '../domain/privilege.ts';
import type { AccountId, RamUser, RamUserKey, UserId } from '../domain/ram-user.ts';
import type { Store } from './database.ts';
import { listErased } from './erasures.ts';
import { flag, truth } from './flag.ts';
import { type JsonColumn, jsonColumn } from './json-column.ts';
import type { RamUserTable } from './schema.ts';

/** What is remembered of a user beside the list that RAM gives. */
export interface UserMemory {
  readonly hadDevice: boolean;
  readonly unboundSince: EpochMs | null;
  readonly consoleUse: ConsoleUse;
}

export interface RamUserRow extends RamUser, UserMemory {
  readonly firstSeenAt: EpochMs;
  readonly lastSeenAt: EpochMs;
  readonly deletedAt: EpochMs | null;
  /** Of who failed the rule; null: never asked for. */
  readonly privilege: Privilege | null;
  /** When it was last looked up when and from where the user signed in; null: never. */
  readonly witnessedAt: EpochMs | null;
}

/** What a look at a case needs of its user: of ten thousand, each column that is left out counts. */
const FOLLOWED = [
  'ramUser.accountId',
  'ramUser.userId',
  'userName',
  'logonName',
  'displayName',
  'email',
  'mobile',
  'tags',
  'lastSignInAt',
  'lastConsoleSignInAt',
  'loginProfileSince',
  'privilege',
] as const;

/** Whom a case is about. */
export interface FollowedUser extends RamUser {
  readonly consoleUse: ConsoleUse;
  /** null: never asked for. */
  readonly privilege: Pick<Privilege, 'kind'> | null;
}

export const storedTags: JsonColumn<RamUser['tags']> = jsonColumn(
  'ram_user.tags',
  z.custom<RamUser['tags']>(isTags),
);

/** By hand: a schema would take as long as all the rest of a row. */
function isTags(stored: unknown): boolean {
  return isPlainRecord(stored) && Object.values(stored).every((value) => typeof value === 'string');
}

const isPlainRecord = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function ramUserOf(row: Selectable<RamUserTable>): RamUserRow {
  const { lastConsoleSignInAt, loginProfileSince, privilege, ...rest } = row;
  const { privilegePolicy, privilegeGroup, privilegeCode, ...user } = rest;
  return {
    ...user,
    privilege: privilege === null ? null : privilegeOf(row, privilege),
    tags: storedTags.read(row.tags),
    hadDevice: truth(row.hadDevice),
    consoleUse: { lastSignInAt: lastConsoleSignInAt, profileSince: loginProfileSince },
  };
}

function privilegeOf(row: Selectable<RamUserTable>, kind: Privilege['kind']): Privilege {
  switch (kind) {
    case 'administrator':
      return { kind, policyName: row.privilegePolicy ?? '', groupName: row.privilegeGroup };
    case 'unknown':
      return { kind, code: row.privilegeCode ?? '' };
    case 'ordinary':
      return { kind };
    default:
      return kind satisfies never;
  }
}

// SQLite takes 32,766 parameters a statement; 20 columns a row stay well below.
const ROWS_PER_STATEMENT = 500;

export async function saveRamUsers(
  store: Store,
  users: readonly { readonly user: RamUser; readonly memory: UserMemory }[],
  now: EpochMs,
): Promise<void> {
  const erased = await erasedOf(store, new Set(users.map(({ user }) => user.accountId)));
  for (let start = 0; start < users.length; start += ROWS_PER_STATEMENT) {
    const rows = users.slice(start, start + ROWS_PER_STATEMENT).map(({ user, memory }) => ({
      accountId: user.accountId,
      userId: user.userId,
      userName: user.userName,
      logonName: user.logonName,
      ...personalOf(user, erased.get(user.accountId)),
      lastSignInAt: user.lastSignInAt,
      firstSeenAt: now,
      lastSeenAt: now,
      deletedAt: null,
      hadDevice: flag(memory.hadDevice),
      unboundSince: memory.unboundSince,
      lastConsoleSignInAt: memory.consoleUse.lastSignInAt,
      loginProfileSince: memory.consoleUse.profileSince,
      ...columnsOf(null),
      witnessedAt: null,
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
          lastConsoleSignInAt: eb.ref('excluded.lastConsoleSignInAt'),
          loginProfileSince: eb.ref('excluded.loginProfileSince'),
        })),
      )
      .execute();
  }
}

/** Nothing else is new of these. */
export async function markUsersSeen(
  store: Store,
  accountId: AccountId,
  seen: { readonly userIds: readonly UserId[]; readonly now: EpochMs },
): Promise<void> {
  const { userIds, now } = seen;
  for (let start = 0; start < userIds.length; start += ROWS_PER_STATEMENT) {
    await store
      .updateTable('ramUser')
      .set({ lastSeenAt: now })
      .where('accountId', '=', accountId)
      .where('userId', 'in', userIds.slice(start, start + ROWS_PER_STATEMENT))
      .execute();
  }
}

/** Would `saveRamUsers` change nothing but when the user was seen? Never so of one who was erased: RAM still has what is kept away. */
export function isSavedAs(row: RamUserRow, user: RamUser, memory: UserMemory): boolean {
  return (
    row.deletedAt === null &&
    row.userName === user.userName &&
    row.logonName === user.logonName &&
    row.displayName === user.displayName &&
    row.email === user.email &&
    row.mobile === user.mobile &&
    row.lastSignInAt === user.lastSignInAt &&
    storedTags.write(row.tags) === storedTags.write(user.tags) &&
    row.hadDevice === memory.hadDevice &&
    row.unboundSince === memory.unboundSince &&
    row.consoleUse.lastSignInAt === memory.consoleUse.lastSignInAt &&
    row.consoleUse.profileSince === memory.consoleUse.profileSince
  );
}

async function erasedOf(store: Store, accountIds: ReadonlySet<AccountId>) {
  const erased = new Map<AccountId, ReadonlySet<string>>();
  for (const accountId of accountIds) erased.set(accountId, await listErased(store, accountId));
  return erased;
}

/** RAM still has it; of whom an admin erased it stays away. */
function personalOf(user: RamUser, erased: ReadonlySet<string> | undefined) {
  const { displayName, email, mobile, tags } = user;
  return erased?.has(user.userId)
    ? { displayName: '', email: null, mobile: null, tags: storedTags.write({}) }
    : { displayName, email, mobile, tags: storedTags.write(tags) };
}

function columnsOf(privilege: Privilege | null) {
  return {
    privilege: privilege?.kind ?? null,
    privilegePolicy: privilege?.kind === 'administrator' ? privilege.policyName : null,
    privilegeGroup: privilege?.kind === 'administrator' ? privilege.groupName : null,
    privilegeCode: privilege?.kind === 'unknown' ? privilege.code : null,
  };
}

export async function savePrivilege(store: Store, user: RamUserKey, privilege: Privilege): Promise<void> {
  await store
    .updateTable('ramUser')
    .set(columnsOf(privilege))
    .where('accountId', '=', user.accountId)
    .where('userId', '=', user.userId)
    .execute();
}

export async function markUserDeleted(store: Store, user: RamUserKey, at: EpochMs): Promise<void> {
  await store
    .updateTable('ramUser')
    .set({ deletedAt: at })
    .where('accountId', '=', user.accountId)
    .where('userId', '=', user.userId)
    .execute();
}

export async function listRamUsers(
  store: Store,
  accountId: AccountId,
  userIds?: readonly UserId[],
): Promise<RamUserRow[]> {
  const rows = await store
    .selectFrom('ramUser')
    .selectAll()
    .where('accountId', '=', accountId)
    .$if(userIds !== undefined, (query) => query.where('userId', 'in', userIds ?? []))
    .where('deletedAt', 'is', null)
    .orderBy('userId')
    .execute();
  return rows.map(ramUserOf);
}

/** Users of an account whose present finding is of this verdict, with it. */
export async function listUsersFound(
  store: Store,
  accountId: AccountId,
  verdict: Verdict,
): Promise<readonly { readonly user: RamUserRow; readonly finding: Finding }[]> {
  const rows = await store
    .selectFrom('finding')
    .innerJoin('ramUser', (join) =>
      join
        .onRef('ramUser.accountId', '=', 'finding.accountId')
        .onRef('ramUser.userId', '=', 'finding.userId'),
    )
    .selectAll('ramUser')
    .select([
      'finding.verdict',
      'finding.reason',
      'finding.mfaDevice',
      'finding.mfaRequired',
      'finding.errorCode',
    ])
    .where('finding.accountId', '=', accountId)
    .where('finding.verdict', '=', verdict)
    .where('finding.toAt', 'is', null)
    .where('ramUser.deletedAt', 'is', null)
    .orderBy('ramUser.userId')
    .execute();
  return rows.map(({ verdict, reason, mfaDevice, mfaRequired, errorCode, ...user }) => ({
    user: ramUserOf(user),
    finding: { verdict, reason, mfaDevice, mfaRequired: truth(mfaRequired), errorCode },
  }));
}

/** How many administrators among the users of these accounts whose present finding is of this verdict. */
export async function countAdministratorsFound(
  store: Store,
  accountIds: readonly AccountId[],
  verdict: Verdict,
): Promise<number> {
  const row = await store
    .selectFrom('ramUser')
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .where('accountId', 'in', accountIds)
    .where('deletedAt', 'is', null)
    // As the index has it, which is chosen for these very words.
    .where('privilege', '=', sql.lit('administrator' as const))
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('finding')
          .select('finding.userId')
          .whereRef('finding.accountId', '=', 'ramUser.accountId')
          .whereRef('finding.userId', '=', 'ramUser.userId')
          .where('finding.verdict', '=', verdict)
          .where('finding.toAt', 'is', null),
      ),
    )
    .executeTakeFirstOrThrow();
  return Number(row.total);
}

export async function findRamUser(store: Store, user: RamUserKey): Promise<RamUserRow | undefined> {
  const row = await store
    .selectFrom('ramUser')
    .selectAll()
    .where('accountId', '=', user.accountId)
    .where('userId', '=', user.userId)
    .executeTakeFirst();
  return row && ramUserOf(row);
}

/** In more accounts than this nobody chooses from a list. */
const NAMESAKES_MAX = 50;

/** Users of any account by user name or logon name, as typed; letters' case does not matter in RAM. */
export async function findRamUsersByName(store: Store, name: string): Promise<RamUserRow[]> {
  const lower = name.toLowerCase();
  const rows = await store
    .selectFrom('ramUser')
    .selectAll()
    .where('deletedAt', 'is', null)
    .where((eb) =>
      eb.or([eb(eb.fn('lower', ['userName']), '=', lower), eb(eb.fn('lower', ['logonName']), '=', lower)]),
    )
    .limit(NAMESAKES_MAX)
    .execute();
  // Sorted here: for an order the database would read all users rather than the two indexes of names.
  return rows.map(ramUserOf).sort((one, other) => (one.accountId < other.accountId ? -1 : 1));
}

/** There was a device once, and since then there is none. */
export async function noteDeviceGone(
  store: Store,
  { accountId, userId }: RamUserKey,
  unboundSince: EpochMs,
): Promise<void> {
  await store
    .updateTable('ramUser')
    .set({ hadDevice: flag(true), unboundSince })
    .where('accountId', '=', accountId)
    .where('userId', '=', userId)
    .execute();
}

/** Users whose device was found gone at or before `before`: due for their second look. */
export async function listUnboundUsers(store: Store, before: EpochMs): Promise<RamUserRow[]> {
  const rows = await store
    .selectFrom('ramUser')
    .selectAll()
    .where('deletedAt', 'is', null)
    .where('unboundSince', '<=', before)
    .execute();
  return rows.map(ramUserOf);
}

/** The users these cases are about, but for those who are deleted. */
export async function listUsersOfCases(store: Store, caseIds: readonly number[]): Promise<FollowedUser[]> {
  const rows = await store
    .selectFrom('ramUser')
    .innerJoin('caseFile', (join) =>
      join
        .onRef('caseFile.accountId', '=', 'ramUser.accountId')
        .onRef('caseFile.userId', '=', 'ramUser.userId'),
    )
    .select(FOLLOWED)
    .where('caseFile.caseId', 'in', caseIds)
    .where('ramUser.deletedAt', 'is', null)
    .execute();
  return rows.map(({ lastConsoleSignInAt, loginProfileSince, privilege, tags, ...user }) => ({
    ...user,
    tags: storedTags.read(tags),
    consoleUse: { lastSignInAt: lastConsoleSignInAt, profileSince: loginProfileSince },
    privilege: privilege === null ? null : { kind: privilege },
  }));
}

import { accountId, type RamUserKey, userId } from '../../src/domain/ram-user.ts';
import { saveAccountFacts } from '../../src/store/accounts.ts';
import { type CaseRow, insertCase } from '../../src/store/cases.ts';
import { type Database, openDatabase, type Store } from '../../src/store/database.ts';
import type { DatabasePlace } from '../../src/store/database-place.ts';
import { planNotice } from '../../src/store/notices.ts';
import { saveRamUsers } from '../../src/store/ram-users.ts';

export const NOW = Date.parse('2026-03-02T09:00:00Z');
export const ACCOUNT = accountId('1000000000000001');
export const JANE = keyOf('jane.doe');

export function keyOf(userName: string): RamUserKey {
  return { accountId: ACCOUNT, userId: userId(`id-of-${userName}`) };
}

/** A real database with one account. */
export async function databaseWithAccount(place: DatabasePlace): Promise<Database> {
  const db = await openDatabase(place);
  const facts = {
    accountId: ACCOUNT,
    alias: 'corp',
    defaultDomain: 'corp.onaliyun.com',
    loginMfaMode: 'independent',
    ssoEnabled: false,
    mayUsersManageDevices: true,
    ssoErrorCode: null,
  } as const;
  await saveAccountFacts(db, facts, NOW);
  return db;
}

export async function addUser(db: Store, userName: string): Promise<RamUserKey> {
  await addUsers(db, [userName]);
  return keyOf(userName);
}

export async function addUsers(db: Store, userNames: readonly string[]): Promise<void> {
  const users = userNames.map((userName) => ({
    ...keyOf(userName),
    userName,
    logonName: `${userName}@corp.onaliyun.com`,
    displayName: userName,
    email: null,
    mobile: null,
    tags: {},
    lastSignInAt: null,
  }));
  const memory = {
    hadDevice: false,
    unboundSince: null,
    consoleUse: { lastSignInAt: null, profileSince: null },
  };
  await saveRamUsers(
    db,
    users.map((user) => ({ user, memory })),
    NOW,
  );
}

/** `user-0`, `user-1`, … */
export const namesOf = (count: number) => Array.from({ length: count }, (_, index) => `user-${index}`);

/** A user, the open case, and its first notice, planned; answers the notice's key. */
export async function addPlannedNotice(
  db: Database,
  userName: string,
): Promise<{ readonly file: CaseRow; readonly noticeKey: string }> {
  const key = await addUser(db, userName);
  const file = await insertCase(db, key, { regressed: false, at: NOW });
  const notice = { ...key, caseId: file.caseId, step: 'first', audience: 'person', occurrence: 1 } as const;
  await planNotice(db, { ...notice, dueAt: NOW, plannedAt: NOW });
  return { file, noticeKey: `${key.accountId}/${key.userId}/${file.caseId}/first/person/1` };
}

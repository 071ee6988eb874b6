import type { Selectable } from 'kysely';
import type { AccountSettings } from '../domain/account-settings.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { AccountFacts } from '../domain/finding.ts';
import type { AccountId } from '../domain/ram-user.ts';
import type { Store } from './database.ts';
import { flag, truth } from './flag.ts';
import type { AccountTable } from './schema.ts';

type Flags = 'ssoEnabled' | 'mayUsersManageDevices' | 'watched';
type Settings = keyof AccountSettings;

export interface AccountRow extends Omit<Selectable<AccountTable>, Flags | Settings> {
  readonly ssoEnabled: boolean | null;
  readonly mayUsersManageDevices: boolean | null;
  readonly watched: boolean;
  readonly settings: AccountSettings;
}

function accountOf(row: Selectable<AccountTable>): AccountRow {
  const { rootMfaEnabled, maxIdleDaysForUsers, remembersMfa, ...rest } = row;
  return {
    ...rest,
    ssoEnabled: truth(row.ssoEnabled),
    mayUsersManageDevices: truth(row.mayUsersManageDevices),
    watched: truth(row.watched),
    settings: {
      rootMfaEnabled: truth(rootMfaEnabled),
      maxIdleDaysForUsers,
      remembersMfa: truth(remembersMfa),
    },
  };
}

/** Remembers what was read of the account. What could not be read this time keeps its last value where it is a name. */
export async function saveAccountFacts(store: Store, facts: AccountFacts, now: EpochMs): Promise<void> {
  const settings = {
    loginMfaMode: facts.loginMfaMode,
    ssoEnabled: flag(facts.ssoEnabled),
    mayUsersManageDevices: flag(facts.mayUsersManageDevices),
    factsAt: now,
  };
  const names = {
    ...(facts.alias === null ? {} : { alias: facts.alias }),
    ...(facts.defaultDomain === null ? {} : { defaultDomain: facts.defaultDomain }),
  };
  await store
    .insertInto('account')
    .values({
      accountId: facts.accountId,
      alias: facts.alias,
      defaultDomain: facts.defaultDomain,
      firstSeenAt: now,
      lastCompleteAt: null,
      rightsErrorCode: null,
      rootMfaEnabled: null,
      maxIdleDaysForUsers: null,
      remembersMfa: null,
      witnessAnsweredAt: null,
      witnessFailingSince: null,
      watched: 1,
      ...settings,
    })
    .onConflict((conflict) => conflict.column('accountId').doUpdateSet({ ...settings, ...names }))
    .execute();
}

export async function markAccountComplete(store: Store, accountId: AccountId, at: EpochMs): Promise<void> {
  await store.updateTable('account').set({ lastCompleteAt: at }).where('accountId', '=', accountId).execute();
}

/** What could not be read this time is not known any more: it may have changed. */
export async function saveAccountSettings(
  store: Store,
  accountId: AccountId,
  { rootMfaEnabled, maxIdleDaysForUsers, remembersMfa }: AccountSettings,
): Promise<void> {
  await store
    .updateTable('account')
    .set({ rootMfaEnabled: flag(rootMfaEnabled), maxIdleDaysForUsers, remembersMfa: flag(remembersMfa) })
    .where('accountId', '=', accountId)
    .execute();
}

/** Why it is not known of everybody whether they are an administrator; null: it is. */
export async function saveRightsError(
  store: Store,
  accountId: AccountId,
  rightsErrorCode: string | null,
): Promise<void> {
  await store.updateTable('account').set({ rightsErrorCode }).where('accountId', '=', accountId).execute();
}

/** The accounts of the latest listing are the watched ones, and only they. */
export async function setWatchedAccounts(store: Store, accountIds: readonly AccountId[]): Promise<void> {
  const set = (watched: boolean) => store.updateTable('account').set({ watched: flag(watched) });
  await set(false).where('accountId', 'not in', accountIds).execute();
  await set(true).where('accountId', 'in', accountIds).execute();
}

/** The watched ones. */
export async function listAccounts(store: Store): Promise<AccountRow[]> {
  const rows = await store
    .selectFrom('account')
    .selectAll()
    .where('watched', '=', 1)
    .orderBy('accountId')
    .execute();
  return rows.map(accountOf);
}

export async function findAccount(store: Store, accountId: AccountId): Promise<AccountRow | undefined> {
  const row = await store
    .selectFrom('account')
    .selectAll()
    .where('accountId', '=', accountId)
    .executeTakeFirst();
  return row && accountOf(row);
}

import type { Insertable, Selectable, Updateable } from 'kysely';
import type { CaseCloseReason } from '../domain/case.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { NoticeStep } from '../domain/notice.ts';
import type { AccountId, RamUserKey, UserId } from '../domain/ram-user.ts';
import type { Store } from './database.ts';
import { flag, truth } from './flag.ts';
import type { CaseTable } from './schema.ts';

export interface CaseRow extends Omit<Selectable<CaseTable>, 'regressed'> {
  readonly regressed: boolean;
}

function caseOf(row: Selectable<CaseTable>): CaseRow {
  return { ...row, regressed: truth(row.regressed) };
}

/** All cases of some users of an account, oldest first. */
export async function listCases(
  store: Store,
  accountId: AccountId,
  userIds: readonly UserId[],
): Promise<CaseRow[]> {
  const rows = await store
    .selectFrom('caseFile')
    .selectAll()
    .where('accountId', '=', accountId)
    .where('userId', 'in', userIds)
    .orderBy('caseId')
    .execute();
  return rows.map(caseOf);
}

/** The cases being followed up, in the order they were opened; of those opened at once, account by account. */
export async function listOpenCases(store: Store): Promise<CaseRow[]> {
  const rows = await openCases(store).selectAll().execute();
  return rows.map(caseOf);
}

/** In the order of `listOpenCases`. */
export async function listOpenCaseIds(store: Store): Promise<number[]> {
  const rows = await openCases(store).select('caseId').execute();
  return rows.map(({ caseId }) => caseId);
}

function openCases(store: Store) {
  return store
    .selectFrom('caseFile')
    .where('state', '=', 'open')
    .orderBy('openedAt')
    .orderBy('accountId')
    .orderBy('caseId');
}

/** Those of some cases that are still open, in the order of `listOpenCases`. */
export async function listStillOpen(store: Store, caseIds: readonly number[]): Promise<CaseRow[]> {
  // Asked for the state as well, the database would go through all open cases for these few.
  const rows = await store
    .selectFrom('caseFile')
    .selectAll()
    .where('caseId', 'in', caseIds)
    .orderBy('openedAt')
    .orderBy('accountId')
    .orderBy('caseId')
    .execute();
  return rows.filter(({ state }) => state === 'open').map(caseOf);
}

/** Whoever of an account is followed up. */
export async function listFollowedUserIds(store: Store, accountId: AccountId): Promise<UserId[]> {
  const rows = await store
    .selectFrom('caseFile')
    .select('userId')
    .where('accountId', '=', accountId)
    .where('state', '!=', 'closed')
    .execute();
  return rows.map(({ userId }) => userId);
}

export function listCasesOfUser(store: Store, user: RamUserKey): Promise<CaseRow[]> {
  return listCases(store, user.accountId, [user.userId]);
}

export async function findCase(store: Store, caseId: number): Promise<CaseRow | undefined> {
  const row = await store.selectFrom('caseFile').selectAll().where('caseId', '=', caseId).executeTakeFirst();
  return row && caseOf(row);
}

export async function insertCase(
  store: Store,
  user: RamUserKey,
  opening: { readonly regressed: boolean; readonly at: EpochMs },
): Promise<CaseRow> {
  const values: Insertable<CaseTable> = {
    accountId: user.accountId,
    userId: user.userId,
    state: 'open',
    regressed: flag(opening.regressed),
    openedAt: opening.at,
    toldAt: null,
    toldChat: null,
    toldMemberId: null,
    toldZone: null,
    deadlineAt: null,
    shiftDays: 0,
    unreadableSince: null,
    closedAt: null,
    closeReason: null,
    closeShownAt: null,
  };
  return caseOf(await store.insertInto('caseFile').values(values).returningAll().executeTakeFirstOrThrow());
}

export async function updateCase(store: Store, caseId: number, change: Updateable<CaseTable>): Promise<void> {
  await store.updateTable('caseFile').set(change).where('caseId', '=', caseId).execute();
}

/** Closed cases whose person was told and whose last message does not yet say that it is over. */
export async function listCasesClosedSilently(store: Store): Promise<CaseRow[]> {
  const rows = await store
    .selectFrom('caseFile')
    .selectAll()
    .where('state', '=', 'closed')
    .where('toldAt', 'is not', null)
    .where('closeShownAt', 'is', null)
    .execute();
  return rows.map(caseOf);
}

/** Closed since then, told, and not because somebody enrolled: they may come back. */
export async function listCasesClosedSince(store: Store, since: EpochMs): Promise<CaseRow[]> {
  const rows = await store
    .selectFrom('caseFile')
    .selectAll()
    .where('state', '=', 'closed')
    .where('toldAt', 'is not', null)
    .where('closedAt', '>=', since)
    .where('closeReason', '!=', 'enrolled')
    .execute();
  return rows.map(caseOf);
}

export async function countCasesClosed(
  store: Store,
  reason: CaseCloseReason,
  since: EpochMs,
): Promise<number> {
  const row = await store
    .selectFrom('caseFile')
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .where('state', '=', 'closed')
    .where('closeReason', '=', reason)
    .where('closedAt', '>=', since)
    .executeTakeFirstOrThrow();
  return Number(row.total);
}

/** Open cases by the highest step that was sent to the person; `none` where nothing was. */
export async function countOpenCasesByStep(
  store: Store,
): Promise<readonly { readonly step: NoticeStep | 'none'; readonly total: number }[]> {
  const rows = await store
    .selectFrom('caseFile')
    .leftJoin('notice', (join) =>
      // Case by case: of all that was ever sent, these are few.
      join.on(({ eb, selectFrom }) =>
        eb(
          'notice.noticeKey',
          '=',
          selectFrom('notice as sent')
            .select('sent.noticeKey')
            .whereRef('sent.caseId', '=', 'caseFile.caseId')
            .where('sent.state', '=', 'sent')
            .where('sent.audience', '!=', 'manager')
            .orderBy('sent.claimedAt', 'desc')
            .limit(1),
        ),
      ),
    )
    .select(({ fn }) => ['notice.step', fn.countAll<number>().as('total')])
    .where('caseFile.state', '=', 'open')
    .groupBy('notice.step')
    .execute();
  return rows.map(({ step, total }) => ({ step: step ?? 'none', total: Number(total) }));
}

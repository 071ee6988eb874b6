import type { Selectable } from 'kysely';
import type { Absence } from '../domain/absence.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { MemberKey } from '../domain/contact.ts';
import type { RamUserKey } from '../domain/ram-user.ts';
import type { Store } from './database.ts';
import type { AbsenceTable } from './schema.ts';

export type AbsenceRow = Selectable<AbsenceTable>;

export function listActiveAbsences(store: Store): Promise<AbsenceRow[]> {
  return store.selectFrom('absence').selectAll().where('state', '=', 'active').orderBy('absenceId').execute();
}

/** All there were, the oldest first. */
export function listAbsencesOfUser(store: Store, { accountId, userId }: RamUserKey): Promise<AbsenceRow[]> {
  return store
    .selectFrom('absence')
    .selectAll()
    .where('accountId', '=', accountId)
    .where('userId', '=', userId)
    .orderBy('absenceId')
    .execute();
}

/** What an admin has said of a user. */
export async function awayByAdmin(store: Store, user: RamUserKey): Promise<AbsenceRow | null> {
  const all = await listAbsencesOfUser(store, user);
  return all.find(({ kind, state }) => kind === 'admin' && state === 'active') ?? null;
}

/** Of the users of some cases. */
export function listAbsencesOfCases(store: Store, caseIds: readonly number[]): Promise<AbsenceRow[]> {
  return store
    .selectFrom('caseFile')
    .innerJoin('absence', (join) =>
      join
        .onRef('absence.accountId', '=', 'caseFile.accountId')
        .onRef('absence.userId', '=', 'caseFile.userId'),
    )
    .selectAll('absence')
    .where('caseFile.caseId', 'in', caseIds)
    .orderBy('absence.absenceId')
    .execute();
}

export async function insertAbsence(
  store: Store,
  user: RamUserKey,
  absence: Omit<Absence, 'state' | 'endedAt'>,
): Promise<void> {
  const { accountId, userId } = user;
  // An admin's word is about all who share the user.
  const silentSince = absence.kind === 'admin' ? absence.since : null;
  const values = { ...absence, accountId, userId, silentSince, state: 'active' as const, endedAt: null };
  await store.insertInto('absence').values(values).execute();
}

/** One that has not ended meanwhile. */
export async function moveAbsence(store: Store, absenceId: number, untilAt: EpochMs): Promise<void> {
  await store
    .updateTable('absence')
    .set({ untilAt })
    .where('absenceId', '=', absenceId)
    .where('state', '=', 'active')
    .execute();
}

/** From when on nobody is written to by the words of all, or that somebody is again. */
export async function setSilentSince(
  store: Store,
  absences: readonly AbsenceRow[],
  silentSince: EpochMs | null,
): Promise<void> {
  for (const { absenceId } of absences)
    await store.updateTable('absence').set({ silentSince }).where('absenceId', '=', absenceId).execute();
}

/** What somebody took back is over once their status is gone. */
export async function forgetUndone(
  store: Store,
  { accountId, userId }: RamUserKey,
  by: MemberKey,
): Promise<void> {
  await store
    .updateTable('absence')
    .set({ state: 'over' })
    .where('accountId', '=', accountId)
    .where('userId', '=', userId)
    .where('chat', '=', by.chat)
    .where('memberId', '=', by.memberId)
    .where('state', '=', 'undone')
    .execute();
}

/** False when it had ended before. */
export async function endAbsence(
  store: Store,
  absenceId: number,
  end: { readonly state: 'undone' | 'over'; readonly at: EpochMs },
): Promise<boolean> {
  const result = await store
    .updateTable('absence')
    .set({ state: end.state, endedAt: end.at })
    .where('absenceId', '=', absenceId)
    .where('state', '=', 'active')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

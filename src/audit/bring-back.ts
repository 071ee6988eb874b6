import { taggedOf } from '../contacts/resolve-contact.ts';
import { countsFrom, isOfAnother, isOfMoved } from '../domain/absence.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { ZonedPolicy } from '../domain/ladder.ts';
import type { RamUser } from '../domain/ram-user.ts';
import { type AbsenceRow, endAbsence, listAbsencesOfUser, setSilentSince } from '../store/absences.ts';
import { type Actor, recordActivity } from '../store/activity.ts';
import { findContactRecord } from '../store/contact-records.ts';
import type { Store } from '../store/database.ts';
import { giveBackDaysOf } from './lasting-silence.ts';

/** A tag that names somebody else than before has not taken the leave of those along: whoever it names now is there. */
export async function endAbsencesOfMoved(
  trx: Store,
  user: RamUser,
  since: {
    readonly before: Pick<RamUser, 'tags'>;
    readonly now: EpochMs;
    readonly policy: ZonedPolicy;
  },
): Promise<void> {
  const { before, now, policy } = since;
  const moved = { before: taggedOf(before), now: taggedOf(user) };
  const absences = (await listAbsencesOfUser(trx, user)).filter((one) => isOfMoved(one, moved));
  if (absences.length === 0) return;
  const { people, owners } = await findContactRecord(trx, user);
  // Where an admin has said who it is, no tag is asked.
  if (people !== null || owners.length > 0) return;
  for (const one of absences) await bringBack(trx, one, { state: 'over', at: now, now, actor: null, policy });
}

/** What was due moves by the days of the absence. */
export async function bringBack(
  trx: Store,
  absence: AbsenceRow,
  end: {
    readonly state: 'undone' | 'over';
    /** When it ended; noticed now. */
    readonly at: EpochMs;
    readonly now: EpochMs;
    /** null: its day has come, or the status is gone. */
    readonly actor: Actor | null;
    readonly policy: ZonedPolicy;
  },
): Promise<void> {
  const { state, at, now, actor, policy } = end;
  if (!(await endAbsence(trx, absence.absenceId, { state, at }))) return;
  const { accountId, userId } = absence;
  const kind = actor === null ? 'away_over' : 'away_undone';
  await recordActivity(trx, now, [{ kind, actor, accountId, userId }]);
  const all = await listAbsencesOfUser(trx, absence);
  const silentSince = all.find(({ absenceId }) => absenceId === absence.absenceId)?.silentSince ?? null;
  await othersAreAlone(trx, absence, all);
  if (silentSince === null) return;
  const since = countsFrom({ ...absence, since: silentSince }, all);
  await giveBackDaysOf(trx, absence, { since, endedAt: at, policy });
}

/** Once somebody is back, those who share the user and are still away keep nobody silent. */
async function othersAreAlone(trx: Store, back: AbsenceRow, all: readonly AbsenceRow[]): Promise<void> {
  const active = all.filter(({ state, kind }) => state === 'active' && kind !== 'admin');
  if (back.kind === 'admin' || active.some((one) => !isOfAnother(one, back))) return;
  await setSilentSince(trx, active, null);
}

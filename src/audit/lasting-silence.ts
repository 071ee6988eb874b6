import type { EpochMs } from '../domain/clock.ts';
import { afterSilence, dueAfterSilence, pauseDays, type ZonedPolicy } from '../domain/ladder.ts';
import type { RamUserKey } from '../domain/ram-user.ts';
import { listActiveAbsences } from '../store/absences.ts';
import { type CaseRow, listCasesOfUser, updateCase } from '../store/cases.ts';
import { keyOf, listOpenDisputes } from '../store/contact-records.ts';
import type { Store } from '../store/database.ts';
import { listCurrentHolds, listReleasedUsers } from '../store/holds.ts';
import { listNoticesOfCase, postponeNotice } from '../store/notices.ts';
import { findCurrentPause } from '../store/pauses.ts';

/**
 * Since when a pause, a hold, an absence or "this is not me" that still lasts silences somebody; Infinity: nothing does. Its days
 * are given back when it ends, so whatever else ends meanwhile gives back only those before: no day counts twice.
 */
export async function loadLastingSilence(store: Store): Promise<(user: RamUserKey) => EpochMs> {
  const pausedSince = (await findCurrentPause(store))?.since ?? Number.POSITIVE_INFINITY;
  const heldSince = new Map((await listCurrentHolds(store)).map((hold) => [hold.accountId, hold.since]));
  const released = await listReleasedUsers(store);
  const disputedSince = new Map((await listOpenDisputes(store)).map((one) => [keyOf(one), one.since]));
  const absences = Map.groupBy(await listActiveAbsences(store), keyOf);
  return (user) => {
    const key = keyOf(user);
    const since = released.has(key) ? undefined : heldSince.get(user.accountId);
    const awaySince = (absences.get(key) ?? []).map((one) => one.silentSince);
    const lasting = [pausedSince, since, disputedSince.get(key), ...awaySince];
    return Math.min(...lasting.map((at) => at ?? Number.POSITIVE_INFINITY));
  };
}

/** What kept somebody from being written to, and has ended. */
interface EndedSilence {
  readonly since: EpochMs;
  readonly endedAt: EpochMs;
  /** Since when something that still lasts silences the same person. */
  readonly lastingSince: EpochMs;
}

/** What was due to who had been told moves by its length; of a case that was closed meanwhile, by the days before. */
export async function giveBackDays(
  trx: Store,
  file: CaseRow,
  { silence, policy }: { readonly silence: EndedSilence; readonly policy: ZonedPolicy },
): Promise<void> {
  if (file.toldAt === null) return;
  const { since, endedAt, lastingSince } = silence;
  const fromMs = Math.max(since, file.toldAt);
  const toMs = Math.min(endedAt, file.closedAt ?? endedAt, lastingSince);
  const place = { zone: file.toldZone ?? policy.timeZone, policy };
  await updateCase(trx, file.caseId, afterSilence(file, { fromMs, toMs }, place));
  const days = pauseDays(fromMs, toMs);
  if (days === 0) return;
  // What is said once more has an instant of its own: the ladder's follow from what was promised.
  for (const notice of await listNoticesOfCase(trx, file.caseId)) {
    if (notice.againBecause !== null)
      await postponeNotice(trx, notice.noticeKey, dueAfterSilence(notice.dueAt, days, place));
  }
}

/** The same for one user, also where the case was closed meanwhile and may come back. */
export async function giveBackDaysOf(
  trx: Store,
  user: RamUserKey,
  {
    since,
    endedAt,
    policy,
  }: {
    readonly since: EpochMs;
    readonly endedAt: EpochMs;
    readonly policy: ZonedPolicy;
  },
): Promise<void> {
  const lastingSince = (await loadLastingSilence(trx))(user);
  // Of less than nothing nothing is given back.
  if (Math.min(endedAt, lastingSince) <= since) return;
  for (const file of await listCasesOfUser(trx, user)) {
    const mayComeBack = file.closedAt !== null && file.closedAt >= since && file.closeReason !== 'enrolled';
    if (file.state === 'closed' && !mayComeBack) continue;
    await giveBackDays(trx, file, { silence: { since, endedAt, lastingSince }, policy });
  }
}

import { bringBack } from '../audit/bring-back.ts';
import { giveBackDaysOf } from '../audit/lasting-silence.ts';
import { awayBy } from '../domain/absence.ts';
import type { Clock, EpochMs } from '../domain/clock.ts';
import type { MemberKey } from '../domain/contact.ts';
import type { RamUserKey } from '../domain/ram-user.ts';
import { listAbsencesOfUser, listActiveAbsences, setSilentSince } from '../store/absences.ts';
import type { Database, Store } from '../store/database.ts';
import type { OutreachPolicy } from './outlook.ts';

interface EndDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly policy: OutreachPolicy;
}

/** Whose day has come is followed up again, with the days that passed given back. */
export async function endAbsences({ db, clock, policy }: EndDeps): Promise<void> {
  const now = clock.now();
  const over = (await listActiveAbsences(db)).filter(({ untilAt }) => untilAt <= now);
  // Those who share a user count as away until the first of them is back.
  for (const absence of over.toSorted((a, b) => a.untilAt - b.untilAt)) {
    const end = { state: 'over', at: absence.untilAt, now, actor: null, policy } as const;
    await db.inTransaction((trx) => bringBack(trx, absence, end));
  }
}

/** Days count for nobody from when the last of those who share a user goes until the first is back, or somebody joins them. */
export async function settleSilence(
  trx: Store,
  user: RamUserKey,
  so: { readonly people: readonly MemberKey[]; readonly now: EpochMs; readonly policy: OutreachPolicy },
): Promise<void> {
  const { people, now, policy } = so;
  const all = await listAbsencesOfUser(trx, user);
  const active = all.filter(({ state, kind }) => state === 'active' && kind !== 'admin');
  // Who cannot be looked up now changes nothing.
  if (people.length === 0 || active.length === 0) return;
  const silent = active.filter(({ silentSince }) => silentSince !== null);
  if (awayBy(active, people) !== null) {
    const others = active.filter(({ silentSince }) => silentSince === null);
    return setSilentSince(trx, others, now);
  }
  if (silent.length === 0) return;
  await setSilentSince(trx, silent, null);
  const since = Math.min(...silent.map((one) => one.silentSince ?? now));
  await giveBackDaysOf(trx, user, { since, endedAt: now, policy });
}

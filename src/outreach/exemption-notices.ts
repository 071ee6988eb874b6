import type { EpochMs } from '../domain/clock.ts';
import { expiring, expiryToldFrom, occurrenceOf } from '../domain/exemption.ts';
import { NO_CASE } from '../domain/notice.ts';
import { listCasesOfUser } from '../store/cases.ts';
import { audienceOf, keyOf } from '../store/contact-records.ts';
import type { Store } from '../store/database.ts';
import { type ExemptionRow, listExemptionsInState, listExemptionsOfUser } from '../store/exemptions.ts';
import { listNoticesOfCase, planNotice } from '../store/notices.ts';

/** Whoever is followed up hears before an exemption ends that it does. Asked again, nothing is planned twice. */
export async function planExpiryNotices(store: Store, now: EpochMs): Promise<void> {
  for (const exemption of expiringAmong(await listExemptionsInState(store, ['active']), now)) {
    const file = (await listCasesOfUser(store, exemption)).find(({ state }) => state === 'open');
    if (file === undefined) continue;
    await plan(store, exemption, {
      ...{ step: 'exemption_expiring', caseId: file.caseId },
      ...{ dueAt: expiryToldFrom(exemption), plannedAt: now },
    });
  }
}

/** The person of a lost phone hears of it with or without a case: it may still be bound. */
export async function planLostPhoneNotice(store: Store, exemption: ExemptionRow): Promise<void> {
  const { requestedAt: at } = exemption;
  const caseId = (await listCasesOfUser(store, exemption)).at(-1)?.caseId ?? NO_CASE;
  await plan(store, exemption, { step: 'lost_phone', caseId, dueAt: at, plannedAt: at });
}

/** Of those that last, which end within a week: at most one for each user. */
export function expiringAmong(active: readonly ExemptionRow[], now: EpochMs): readonly ExemptionRow[] {
  return [...Map.groupBy(active, keyOf).values()].flatMap((granted) => expiring(granted, now) ?? []);
}

async function plan(
  store: Store,
  exemption: ExemptionRow,
  notice: Pick<Parameters<typeof planNotice>[1], 'step' | 'caseId' | 'dueAt' | 'plannedAt'>,
): Promise<void> {
  const { accountId, userId } = exemption;
  const occurrence = occurrenceOf(exemption, await listExemptionsOfUser(store, exemption));
  // Whoever is behind the user by then is told by what was planned: an owner who came meanwhile is not told twice.
  const isPlanned = (await listNoticesOfCase(store, notice.caseId)).some(
    (one) => one.userId === userId && one.step === notice.step && one.occurrence === occurrence,
  );
  if (isPlanned) return;
  const audience = await audienceOf(store, exemption);
  await planNotice(store, { ...notice, accountId, userId, occurrence, audience });
}

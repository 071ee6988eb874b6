import { loadLastingSilence } from '../audit/lasting-silence.ts';
import type { Clock, EpochMs } from '../domain/clock.ts';
import { afterExemption } from '../domain/ladder.ts';
import { recordActivity } from '../store/activity.ts';
import { listCasesOfUser, updateCase } from '../store/cases.ts';
import type { Database, Store } from '../store/database.ts';
import {
  type ExemptionRow,
  endExemption,
  listExemptionsInState,
  listExemptionsOfUser,
} from '../store/exemptions.ts';
import { countNoticesOfStep, listAudiencesTold, planNotice } from '../store/notices.ts';
import { planExpiryNotices } from './exemption-notices.ts';
import type { OutreachPolicy } from './outlook.ts';

interface EndDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly policy: OutreachPolicy;
}

/** What has come to its day: requests nobody decided, and exemptions, whose people are warned first and followed up again. */
export async function endExemptions(deps: EndDeps): Promise<void> {
  const now = deps.clock.now();
  for (const request of await listExemptionsInState(deps.db, ['requested'])) {
    if (request.lapsesAt <= now) await endExemption(deps.db, request, { state: 'lapsed', at: now });
  }
  for (const exemption of await listExemptionsInState(deps.db, ['active'])) {
    if (exemption.untilAt > now) continue;
    const { accountId, userId } = exemption;
    await deps.db.inTransaction(async (trx) => {
      if (!(await endExemption(trx, exemption, { state: 'over', at: now }))) return;
      await recordActivity(trx, now, [{ kind: 'exemption_over', accountId, userId }]);
      await resumeAfterExemption(trx, exemption, { policy: deps.policy, now });
    });
  }
  await planExpiryNotices(deps.db, now);
}

/** Who had been told goes on with a warning and seven days; who had not hears the first message. */
export async function resumeAfterExemption(
  trx: Store,
  user: Pick<ExemptionRow, 'accountId' | 'userId'>,
  rule: { readonly policy: OutreachPolicy; readonly now: EpochMs },
): Promise<void> {
  const { policy, now } = rule;
  const others = await listExemptionsOfUser(trx, user);
  const file = (await listCasesOfUser(trx, user)).find(({ state }) => state === 'open');
  if (others.some(({ state }) => state === 'active') || file === undefined || file.toldAt === null) return;
  const { accountId, userId, caseId } = file;
  const zone = file.toldZone ?? policy.timeZone;
  const silentSince = (await loadLastingSilence(trx))(user);
  // A silence that lasts gives back its own days when it ends: those days are not the exemption's to give.
  const from = Math.max(Math.min(now, silentSince), file.toldAt);
  const { warnAt, deadlineAt } = afterExemption(file.deadlineAt, { zone, policy, now: from });
  // Whose user it was before this clock began is not followed up any more.
  for (const audience of await listAudiencesTold(trx, caseId, file.toldAt)) {
    const notice = { accountId, userId, caseId, step: 'warning', audience } as const;
    const occurrence = (await countNoticesOfStep(trx, notice)) + 1;
    const when = { dueAt: warnAt, plannedAt: now, againBecause: 'exemption_ended' } as const;
    await planNotice(trx, { ...notice, occurrence, ...when });
  }
  await updateCase(trx, caseId, { deadlineAt });
}

import type { EpochMs } from '../domain/clock.ts';
import { WITNESS_REACH_MS } from '../domain/witness.ts';
import { forgetActivityBefore } from './activity-chain.ts';
import type { Database } from './database.ts';

/** Forgets what was over before `before`. Open cases, current findings and what is not settled stay whatever their age. */
export async function forgetBefore(db: Database, before: EpochMs, now: EpochMs): Promise<void> {
  await db.inTransaction(async (trx) => {
    await trx.deleteFrom('finding').where('toAt', '<', before).execute();
    const oldRuns = trx.selectFrom('accountRun').select('runId').where('endedAt', '<', before);
    await trx.deleteFrom('unseenUser').where('runId', 'in', oldRuns).execute();
    await trx.deleteFrom('accountRun').where('endedAt', '<', before).execute();
    await trx
      .deleteFrom('auditRun')
      .where('endedAt', '<', before)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('accountRun').select('runId').whereRef('accountRun.runId', '=', 'auditRun.runId'),
          ),
        ),
      )
      .execute();
    const oldCases = trx
      .selectFrom('caseFile')
      .select('caseId')
      .where('state', '=', 'closed')
      .where('closedAt', '<', before);
    await trx.deleteFrom('notice').where('caseId', 'in', oldCases).where('settledAt', '<', before).execute();
    await trx
      .deleteFrom('caseFile')
      .where('state', '=', 'closed')
      .where('closedAt', '<', before)
      .where(({ not, exists, selectFrom }) =>
        not(exists(selectFrom('notice').select('caseId').whereRef('notice.caseId', '=', 'caseFile.caseId'))),
      )
      .execute();
    await trx.deleteFrom('exemption').where('endedAt', '<', before).execute();
    await trx.deleteFrom('absence').where('endedAt', '<', before).execute();
    await trx.deleteFrom('alarm').where('endedAt', '<', before).execute();
    await trx.deleteFrom('recipientRefusal').where('lastAt', '<', before).execute();
    await trx.deleteFrom('digestAccount').where('builtAt', '<', before).execute();
    await trx.deleteFrom('post').where('settledAt', '<', before).execute();
    await trx.deleteFrom('confirmation').where('expiresAt', '<', before).execute();
    await trx.deleteFrom('jobRun').where('scheduledAt', '<', before).execute();
    await trx.deleteFrom('homePage').where('openedAt', '<', before).execute();
    await trx.deleteFrom('seenRequest').where('at', '<', before).execute();
    await forgetActivityBefore(trx, before, now);
    await trx.deleteFrom('notNeeded').where('at', '<', before).execute();
    // From where people signed in is kept no longer than the vendor itself would tell.
    const reach = Math.max(before, now - WITNESS_REACH_MS);
    await trx.deleteFrom('witnessed').where('at', '<', reach).execute();
    await trx
      .deleteFrom('post')
      .where('kind', '=', 'unfamiliar_sign_in')
      .where('plannedAt', '<', reach)
      .execute();
  });
}

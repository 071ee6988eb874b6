import type { EpochMs } from '../domain/clock.ts';
import type { Database } from './database.ts';

/** Forgets what was over before `before`. Open cases, current findings and what is not settled stay whatever their age. */
export async function forgetBefore(db: Database, before: EpochMs): Promise<void> {
  await db.inTransaction(async (trx) => {
    await trx.deleteFrom('finding').where('toAt', '<', before).execute();
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
    await trx.deleteFrom('alarm').where('endedAt', '<', before).execute();
    await trx.deleteFrom('recipientRefusal').where('lastAt', '<', before).execute();
    await trx.deleteFrom('digestAccount').where('builtAt', '<', before).execute();
    await trx.deleteFrom('post').where('settledAt', '<', before).execute();
    await trx.deleteFrom('confirmation').where('expiresAt', '<', before).execute();
    await trx.deleteFrom('jobRun').where('scheduledAt', '<', before).execute();
    await trx.deleteFrom('seenRequest').where('at', '<', before).execute();
    await trx.deleteFrom('activity').where('at', '<', before).execute();
  });
}

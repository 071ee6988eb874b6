import type { EpochMs } from '../domain/clock.ts';
import type { Store } from './database.ts';

/** The latest scheduled instant up to `now` that a job has served, or null: of one in the future the clock was wrong. */
export async function findLastScheduled(store: Store, job: string, now: EpochMs): Promise<EpochMs | null> {
  const row = await store
    .selectFrom('jobRun')
    .select('scheduledAt')
    .where('job', '=', job)
    .where('endedAt', 'is not', null)
    .where('scheduledAt', '<=', now)
    .orderBy('scheduledAt', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.scheduledAt ?? null;
}

/** When the run of one scheduled instant began; null when it has not yet. */
export async function findStartOf(store: Store, job: string, scheduledAt: EpochMs): Promise<EpochMs | null> {
  const row = await store
    .selectFrom('jobRun')
    .select('startedAt')
    .where('job', '=', job)
    .where('scheduledAt', '=', scheduledAt)
    .executeTakeFirst();
  return row?.startedAt ?? null;
}

/** Notes the start; a run that a crash cut short is begun again under the same instant. */
export async function beginJobRun(
  store: Store,
  job: string,
  run: { scheduledAt: EpochMs; startedAt: EpochMs },
): Promise<void> {
  await store
    .insertInto('jobRun')
    .values({ job, ...run, endedAt: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function endJobRun(
  store: Store,
  job: string,
  run: { scheduledAt: EpochMs; endedAt: EpochMs },
): Promise<void> {
  await store
    .updateTable('jobRun')
    .set({ endedAt: run.endedAt })
    .where('job', '=', job)
    .where('scheduledAt', '=', run.scheduledAt)
    .execute();
}

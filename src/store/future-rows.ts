import type { EpochMs } from '../domain/clock.ts';
import type { Store } from './database.ts';

export interface FutureRows {
  /** `job_run`, as in the database. */
  readonly table: string;
  readonly rows: number;
  readonly latest: EpochMs;
}

/** What was written down while the clock was ahead: it counts as not there until its time has come. */
export async function listFutureRows(store: Store, now: EpochMs): Promise<readonly FutureRows[]> {
  const found = await Promise.all([
    future(
      'audit_run',
      store
        .selectFrom('auditRun')
        .select(({ fn }) => [fn.countAll<number>().as('rows'), fn.max('startedAt').as('latest')])
        .where('startedAt', '>', now)
        .executeTakeFirst(),
    ),
    future(
      'job_run',
      store
        .selectFrom('jobRun')
        .select(({ fn }) => [fn.countAll<number>().as('rows'), fn.max('scheduledAt').as('latest')])
        .where('scheduledAt', '>', now)
        .executeTakeFirst(),
    ),
    future(
      'notice',
      store
        .selectFrom('notice')
        .select(({ fn }) => [fn.countAll<number>().as('rows'), fn.max('claimedAt').as('latest')])
        .where('claimedAt', '>', now)
        .executeTakeFirst(),
    ),
    future(
      'post',
      store
        .selectFrom('post')
        .select(({ fn }) => [fn.countAll<number>().as('rows'), fn.max('plannedAt').as('latest')])
        .where('plannedAt', '>', now)
        .executeTakeFirst(),
    ),
  ]);
  return found.flat();
}

async function future(
  table: string,
  asked: Promise<{ rows: number; latest: EpochMs | null } | undefined>,
): Promise<readonly FutureRows[]> {
  const found = await asked;
  return found === undefined || found.latest === null
    ? []
    : [{ table, rows: Number(found.rows), latest: found.latest }];
}

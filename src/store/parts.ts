import type { EpochMs } from '../domain/clock.ts';
import type { Alarm, AspectRecord } from '../domain/part.ts';
import type { Store } from './database.ts';
import { flag, truth } from './flag.ts';

export async function listAspects(store: Store): Promise<readonly AspectRecord[]> {
  const rows = await store.selectFrom('partState').selectAll().execute();
  return rows.map((row) => ({ ...row, isPermanent: truth(row.isPermanent) }));
}

export async function saveAspect(store: Store, record: AspectRecord): Promise<void> {
  const { part, aspect, isPermanent, ...seen } = record;
  const state = { ...seen, isPermanent: flag(isPermanent) };
  await store
    .insertInto('partState')
    .values({ part, aspect, ...state })
    .onConflict((conflict) => conflict.columns(['part', 'aspect']).doUpdateSet(state))
    .execute();
}

/** The latest of each part. */
export async function listLatestAlarms(store: Store): Promise<readonly Alarm[]> {
  return store
    .selectFrom('alarm')
    .selectAll()
    .where(({ eb, ref, selectFrom }) =>
      eb(
        'alarm.raisedAt',
        '=',
        selectFrom('alarm as other')
          .select(({ fn }) => fn.max('other.raisedAt').as('raisedAt'))
          .whereRef('other.part', '=', ref('alarm.part')),
      ),
    )
    .orderBy('alarm.part')
    .execute();
}

export async function raiseAlarm(store: Store, alarm: Omit<Alarm, 'endedAt'>): Promise<void> {
  await store
    .insertInto('alarm')
    .values({ ...alarm, endedAt: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function endAlarm(
  store: Store,
  alarm: Pick<Alarm, 'part' | 'raisedAt'>,
  at: EpochMs,
): Promise<void> {
  await store
    .updateTable('alarm')
    .set({ endedAt: at })
    .where('part', '=', alarm.part)
    .where('raisedAt', '=', alarm.raisedAt)
    .execute();
}

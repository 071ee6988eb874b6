import { sql } from 'kysely';
import type { ChatName } from '../domain/chats.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { Meter } from '../domain/quota.ts';
import type { Store } from './database.ts';
import { mayPass } from './database-error.ts';

/** False when this request was taken before. */
export async function takeRequestOnce(
  store: Store,
  request: { readonly chat: ChatName; readonly requestId: string; readonly at: EpochMs },
): Promise<boolean> {
  const result = await store
    .insertInto('seenRequest')
    .values(request)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

interface MeterOfMonth {
  readonly chat: ChatName;
  /** `YYYY-MM` */
  readonly month: string;
  readonly meter: Meter;
}

interface Use extends MeterOfMonth {
  readonly used: number;
  /** Nothing was used, since nothing is left. */
  readonly refusedWith: string | null;
}

/** Whatever was used is used whether or not the database takes it now: what it does not take is counted with the next use. */
export function createUseCounter(store: Store): (use: Use) => Promise<void> {
  const uncounted = new Map<string, Use>();
  const keep = (key: string, earlier: Use, later: Use | undefined) =>
    uncounted.set(key, later === undefined ? earlier : { ...later, used: earlier.used + later.used });
  return async (use) => {
    const newest = `${use.chat} ${use.month} ${use.meter}`;
    keep(newest, uncounted.get(newest) ?? { ...use, used: 0 }, use);
    for (const [key, one] of [...uncounted]) {
      uncounted.delete(key);
      try {
        await countUse(store, one);
      } catch (error) {
        keep(key, one, uncounted.get(key));
        if (!mayPass(error)) throw error;
        return;
      }
    }
  };
}

async function countUse(store: Store, { used, refusedWith, ...meter }: Use): Promise<void> {
  await store
    .insertInto('monthUse')
    .values({ ...meter, used, refusedWith })
    .onConflict((conflict) =>
      conflict
        .columns(['chat', 'month', 'meter'])
        .doUpdateSet({ used: sql`month_use.used + ${used}`, refusedWith }),
    )
    .execute();
}

export async function usedOfMonth(
  store: Store,
  { chat, month, meter }: MeterOfMonth,
): Promise<{ readonly used: number; readonly refusedWith: string | null }> {
  const row = await store
    .selectFrom('monthUse')
    .select(['used', 'refusedWith'])
    .where('chat', '=', chat)
    .where('month', '=', month)
    .where('meter', '=', meter)
    .executeTakeFirst();
  return row ?? { used: 0, refusedWith: null };
}

import { sql } from 'kysely';
import type { ChatName } from '../domain/chats.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { Meter } from '../domain/quota.ts';
import type { Store } from './database.ts';
import { mayPass } from './database-error.ts';

interface Request {
  readonly chat: ChatName;
  readonly requestId: string;
  readonly at: EpochMs;
}

const REMEMBERED_HERE_MAX = 1000;

/**
 * False when this request was taken before. What the database does not take now, this process alone remembers: whoever asks is
 * answered all the same, if only that it did not work.
 */
export function createRequestMemory(store: Store): (request: Request) => Promise<boolean> {
  const takenHere = new Set<string>();
  return async (request) => {
    const { requestId } = request;
    if (takenHere.has(requestId)) return false;
    try {
      return await takeRequestOnce(store, request);
    } catch (error) {
      if (!mayPass(error)) throw error;
      takenHere.add(requestId);
      const [oldest] = takenHere;
      if (takenHere.size > REMEMBERED_HERE_MAX && oldest !== undefined) takenHere.delete(oldest);
      return true;
    }
  };
}

async function takeRequestOnce(store: Store, request: Request): Promise<boolean> {
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

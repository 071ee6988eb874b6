import { sql } from 'kysely';
import type { ChatName } from '../domain/chats.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { Meter } from '../domain/quota.ts';
import type { Store } from './database.ts';

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

/** `refusedWith`: nothing was used, since nothing is left. */
export async function countUse(
  store: Store,
  { refusedWith, ...meter }: MeterOfMonth & { readonly refusedWith: string | null },
): Promise<void> {
  const used = refusedWith === null ? 1 : 0;
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

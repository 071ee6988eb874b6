import { sql } from 'kysely';
import type { ChatName } from '../domain/chats.ts';
import type { EpochMs } from '../domain/clock.ts';
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

/** `month` is `YYYY-MM`. */
export async function countMeteredCall(store: Store, chat: ChatName, month: string): Promise<void> {
  await store
    .insertInto('meteredCall')
    .values({ chat, month, calls: 1 })
    .onConflict((conflict) =>
      conflict.columns(['chat', 'month']).doUpdateSet({ calls: sql`metered_call.calls + 1` }),
    )
    .execute();
}

export async function meteredCalls(store: Store, chat: ChatName, month: string): Promise<number> {
  const row = await store
    .selectFrom('meteredCall')
    .select('calls')
    .where('chat', '=', chat)
    .where('month', '=', month)
    .executeTakeFirst();
  return row?.calls ?? 0;
}

import { type Selectable, sql } from 'kysely';
import type { ChatName } from '../domain/chats.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { Store } from './database.ts';
import type { Schema } from './schema.ts';

export type RecipientRefusal = Selectable<Schema['recipientRefusal']>;

interface Recipient {
  readonly chat: ChatName;
  readonly memberId: string;
}

export async function listRecipientRefusals(store: Store): Promise<readonly RecipientRefusal[]> {
  return store.selectFrom('recipientRefusal').selectAll().orderBy('since').execute();
}

/** How often in a row this person was refused already. */
export async function countRefusals(store: Store, { chat, memberId }: Recipient): Promise<number> {
  const row = await store
    .selectFrom('recipientRefusal')
    .select('refusals')
    .where('chat', '=', chat)
    .where('memberId', '=', memberId)
    .executeTakeFirst();
  return row?.refusals ?? 0;
}

/** One more refusal in a row. */
export async function noteRefusal(
  store: Store,
  refusal: Recipient & { readonly code: string; readonly at: EpochMs; readonly retryAt: EpochMs },
): Promise<void> {
  const { chat, memberId, code, at, retryAt } = refusal;
  await store
    .insertInto('recipientRefusal')
    .values({ chat, memberId, code, since: at, lastAt: at, refusals: 1, retryAt, toldAt: null })
    .onConflict((conflict) =>
      conflict
        .columns(['chat', 'memberId'])
        .doUpdateSet({ code, lastAt: at, retryAt, refusals: sql`recipient_refusal.refusals + 1` }),
    )
    .execute();
}

/** Reached, or refused for good: there is nothing to wait for. */
export async function forgetRefusal(store: Store, { chat, memberId }: Recipient): Promise<void> {
  await store
    .deleteFrom('recipientRefusal')
    .where('chat', '=', chat)
    .where('memberId', '=', memberId)
    .execute();
}

export async function markRefusalTold(
  store: Store,
  { chat, memberId }: Recipient,
  at: EpochMs,
): Promise<void> {
  await store
    .updateTable('recipientRefusal')
    .set({ toldAt: at })
    .where('chat', '=', chat)
    .where('memberId', '=', memberId)
    .execute();
}

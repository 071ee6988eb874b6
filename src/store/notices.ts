import type { Selectable } from 'kysely';
import type { ChatName } from '../domain/chats.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { Language } from '../domain/message.ts';
import { type CancelReason, type NoticeIdentity, type NoticeState, noticeKey } from '../domain/notice.ts';
import type { Database, Store } from './database.ts';
import type { NoticeTable } from './schema.ts';

export type NoticeRow = Selectable<NoticeTable>;

/** Plans a notice once: under a key that exists already, nothing changes. */
export async function planNotice(
  store: Store,
  notice: NoticeIdentity & { readonly dueAt: EpochMs; readonly plannedAt: EpochMs },
): Promise<void> {
  const { accountId, userId, caseId, step, audience, occurrence, dueAt, plannedAt } = notice;
  await store
    .insertInto('notice')
    .values({
      noticeKey: noticeKey(notice),
      accountId,
      userId,
      caseId,
      step,
      audience,
      occurrence,
      dueAt,
      plannedAt,
      state: 'planned',
      chat: null,
      recipient: null,
      language: null,
      retryAt: null,
      deliveryId: null,
      claimedBy: null,
      claimedAt: null,
      settledAt: null,
      conversationId: null,
      messageId: null,
      deadlineAt: null,
      zone: null,
      outcomeCode: null,
      cancelReason: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export function findNotice(store: Store, key: string): Promise<NoticeRow | undefined> {
  return store.selectFrom('notice').selectAll().where('noticeKey', '=', key).executeTakeFirst();
}

export function listNoticesOfCase(store: Store, caseId: number): Promise<NoticeRow[]> {
  return store
    .selectFrom('notice')
    .selectAll()
    .where('caseId', '=', caseId)
    .orderBy('plannedAt')
    .orderBy('dueAt')
    .orderBy('noticeKey')
    .execute();
}

/** Every notice of the cases being followed up, in the order of planning. */
export function listNoticesOfOpenCases(store: Store): Promise<NoticeRow[]> {
  return store
    .selectFrom('notice')
    .innerJoin('caseFile', 'caseFile.caseId', 'notice.caseId')
    .selectAll('notice')
    .where('caseFile.state', '=', 'open')
    .orderBy('notice.plannedAt')
    .orderBy('notice.dueAt')
    .orderBy('notice.noticeKey')
    .execute();
}

export function listNoticesInState(store: Store, state: NoticeState): Promise<NoticeRow[]> {
  return store
    .selectFrom('notice')
    .selectAll()
    .where('state', '=', state)
    .orderBy('plannedAt')
    .orderBy('dueAt')
    .orderBy('noticeKey')
    .execute();
}

export interface Claim {
  readonly deliveryId: string;
  readonly claimedBy: string;
  readonly claimedAt: EpochMs;
  readonly chat: ChatName;
  readonly recipient: string;
  readonly language: Language;
}

/** planned → sending, for all of one message or for none. False when another took one of them, or it was cancelled. */
export async function claimNotices(
  db: Database,
  notices: readonly { readonly key: string; readonly deadlineAt: EpochMs | null; readonly zone: string }[],
  claim: Claim,
): Promise<boolean> {
  return db
    .inTransaction(async (trx) => {
      for (const { key, deadlineAt, zone } of inOneOrder(notices)) {
        const result = await trx
          .updateTable('notice')
          .set({ state: 'sending', ...claim, deadlineAt, zone, outcomeCode: null })
          .where('noticeKey', '=', key)
          .where('state', '=', 'planned')
          .executeTakeFirst();
        if (result.numUpdatedRows === 0n) throw new ClaimLostError();
      }
      return true;
    })
    .catch((error: unknown) => {
      if (error instanceof ClaimLostError) return false;
      throw error;
    });
}

/** Two processes that take the same rows in different orders wait for each other. */
function inOneOrder<T extends { readonly key: string }>(notices: readonly T[]): readonly T[] {
  return notices.toSorted((one, other) => (one.key < other.key ? -1 : 1));
}

class ClaimLostError extends Error {
  override readonly name = 'ClaimLostError';
}

export interface Settlement {
  readonly state: 'sent' | 'failed' | 'unknown' | 'planned';
  readonly at: EpochMs;
  readonly code?: string | null;
  readonly reference?: { readonly conversationId: string; readonly messageId: string } | null;
  /** With `planned`: not again before this instant. */
  readonly retryAt?: EpochMs | null;
}

/** sending → what came of it. */
export async function settleNotice(store: Store, key: string, settlement: Settlement): Promise<void> {
  await store
    .updateTable('notice')
    .set({
      state: settlement.state,
      settledAt: settlement.state === 'planned' ? null : settlement.at,
      outcomeCode: settlement.code ?? null,
      conversationId: settlement.reference?.conversationId ?? null,
      messageId: settlement.reference?.messageId ?? null,
      retryAt: settlement.retryAt ?? null,
    })
    .where('noticeKey', '=', key)
    .where('state', '=', 'sending')
    .execute();
}

/** planned or failed → cancelled. */
export async function cancelNotice(
  store: Store,
  key: string,
  cancel: { readonly reason: CancelReason; readonly at: EpochMs },
): Promise<boolean> {
  const result = await store
    .updateTable('notice')
    .set({ state: 'cancelled', cancelReason: cancel.reason, settledAt: cancel.at })
    .where('noticeKey', '=', key)
    .where('state', 'in', ['planned', 'failed'])
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

export async function cancelPlannedOfCase(
  store: Store,
  caseId: number,
  cancel: { readonly reason: CancelReason; readonly at: EpochMs },
): Promise<void> {
  await store
    .updateTable('notice')
    .set({ state: 'cancelled', cancelReason: cancel.reason, settledAt: cancel.at })
    .where('caseId', '=', caseId)
    .where('state', 'in', ['planned', 'failed'])
    .where('step', 'not in', ['thanks', 'enforced'])
    .execute();
}

/** failed → planned: the contact changed, or can be reached again. */
export async function replanFailedNotice(store: Store, key: string, at: EpochMs): Promise<void> {
  await store
    .updateTable('notice')
    .set({ state: 'planned', plannedAt: at, settledAt: null, outcomeCode: null, retryAt: null })
    .where('noticeKey', '=', key)
    .where('state', '=', 'failed')
    .execute();
}

/** First messages whose sending began in [from, to): they count against the day's limit. */
export async function countFirstNotices(store: Store, from: EpochMs, to: EpochMs): Promise<number> {
  const row = await store
    .selectFrom('notice')
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .where('step', 'in', ['first', 'regressed'])
    .where('state', 'in', ['sending', 'sent', 'unknown'])
    .where('claimedAt', '>=', from)
    .where('claimedAt', '<', to)
    .executeTakeFirstOrThrow();
  return Number(row.total);
}

/** The notices that one message carried. */
export function listNoticesOfDelivery(store: Store, deliveryId: string): Promise<NoticeRow[]> {
  return store.selectFrom('notice').selectAll().where('deliveryId', '=', deliveryId).execute();
}

/** Notices of cases still followed up. */
export async function countNoticesInState(store: Store, state: NoticeState): Promise<number> {
  return (await countLivingNotices(store)).find((one) => one.state === state)?.total ?? 0;
}

/** Notices of cases still followed up, by state. */
export async function countLivingNotices(
  store: Store,
): Promise<readonly { readonly state: NoticeState; readonly total: number }[]> {
  const rows = await store
    .selectFrom('notice')
    .innerJoin('caseFile', 'caseFile.caseId', 'notice.caseId')
    .select(({ fn }) => ['notice.state', fn.countAll<number>().as('total')])
    .where('caseFile.state', '<>', 'closed')
    .groupBy('notice.state')
    .execute();
  return rows.map(({ state, total }) => ({ state, total: Number(total) }));
}

export async function countNoticesOfStep(
  store: Store,
  key: Pick<NoticeIdentity, 'accountId' | 'userId' | 'caseId' | 'step' | 'audience'>,
): Promise<number> {
  const row = await store
    .selectFrom('notice')
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .where('accountId', '=', key.accountId)
    .where('userId', '=', key.userId)
    .where('caseId', '=', key.caseId)
    .where('step', '=', key.step)
    .where('audience', '=', key.audience)
    .executeTakeFirstOrThrow();
  return Number(row.total);
}

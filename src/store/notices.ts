import type { Selectable } from 'kysely';
import type { ChatName } from '../domain/chats.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { MemberKey } from '../domain/contact.ts';
import type { Language } from '../domain/message.ts';
import {
  type AgainReason,
  type CancelReason,
  isPersonal,
  LADDER_STEPS,
  type NoticeIdentity,
  type NoticeState,
  noticeKey,
  type PersonalAudience,
} from '../domain/notice.ts';
import type { RamUserKey } from '../domain/ram-user.ts';
import type { Database, Store } from './database.ts';
import type { NoticeTable } from './schema.ts';

export type NoticeRow = Selectable<NoticeTable>;

/** What tells who was told, and who could not be; of ten thousand cases, each column that is left out counts. */
const OUTCOME = [
  ...['caseId', 'step', 'audience', 'state', 'chat', 'recipient'],
  ...['claimedAt', 'settledAt', 'clockSince'],
] as const;
export type NoticeOutcome = Pick<NoticeRow, (typeof OUTCOME)[number]>;

/** What tells what is to be said next as well. */
const SAID = [
  ...OUTCOME,
  ...['occurrence', 'dueAt', 'plannedAt', 'retryAt', 'deliveryId', 'outcomeCode'],
  ...['cancelReason', 'againBecause'],
] as const;
export type SaidNotice = Pick<NoticeRow, (typeof SAID)[number]>;

/** Plans a notice once: under a key that exists already, nothing changes, and it answers false. */
export async function planNotice(
  store: Store,
  notice: NoticeIdentity & {
    readonly dueAt: EpochMs;
    readonly plannedAt: EpochMs;
    readonly againBecause?: AgainReason;
  },
): Promise<boolean> {
  const { accountId, userId, caseId, step, audience, occurrence, dueAt, plannedAt } = notice;
  const { numInsertedOrUpdatedRows: inserted = 0n } = await store
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
      againBecause: notice.againBecause ?? null,
      clockSince: null,
      completedAt: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return inserted > 0n;
}

export function findNotice(store: Store, key: string): Promise<NoticeRow | undefined> {
  return store.selectFrom('notice').selectAll().where('noticeKey', '=', key).executeTakeFirst();
}

/** In the order of planning. */
export function listNoticesOfCase(store: Store, caseId: number): Promise<NoticeRow[]> {
  return noticesOf(store, [caseId]).selectAll().execute();
}

/** In the order of planning. */
export function listNoticesOfCases(store: Store, caseIds: readonly number[]): Promise<SaidNotice[]> {
  return noticesOf(store, caseIds).select(SAID).execute();
}

/** In the order of planning. */
export function listOutcomesOfCases(store: Store, caseIds: readonly number[]): Promise<NoticeOutcome[]> {
  return noticesOf(store, caseIds).select(OUTCOME).execute();
}

function noticesOf(store: Store, caseIds: readonly number[]) {
  return store
    .selectFrom('notice')
    .where('caseId', 'in', caseIds)
    .orderBy('plannedAt')
    .orderBy('dueAt')
    .orderBy('noticeKey');
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

/** A notice on its way, with what its message tells. */
export interface SentNotice {
  readonly key: string;
  readonly deadlineAt: EpochMs | null;
  /** In which the deadline is told. */
  readonly zone: string;
  /** Since when the case has a clock already; null: this message would start it. */
  readonly clockSince: EpochMs | null;
  readonly againBecause?: AgainReason | null;
}

/** planned → sending, for all of one message or for none. False when another took one of them, or it was cancelled. */
export async function claimNotices(
  db: Database,
  notices: readonly SentNotice[],
  claim: Claim,
): Promise<boolean> {
  return db
    .inTransaction(async (trx) => {
      for (const { key, deadlineAt, zone, clockSince } of inOneOrder(notices)) {
        const result = await trx
          .updateTable('notice')
          .set({ state: 'sending', ...claim, deadlineAt, zone, clockSince, outcomeCode: null })
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
  /** Of the claim it ends: one that another process has made since is that process's to end. */
  readonly claimedAt: EpochMs;
  readonly at: EpochMs;
  readonly code?: string | null;
  readonly reference?: { readonly conversationId: string; readonly messageId: string } | null;
  /** With `planned`: not again before this instant. */
  readonly retryAt?: EpochMs | null;
}

/** In a row of a notice or a post. */
export function settledValues({ state, at, code = null, reference = null, retryAt = null }: Settlement) {
  return {
    state,
    settledAt: state === 'planned' ? null : at,
    outcomeCode: code,
    conversationId: reference?.conversationId ?? null,
    messageId: reference?.messageId ?? null,
    retryAt,
  };
}

/** sending → what came of it. False where that claim had been ended by somebody else. */
export async function settleNotice(store: Store, key: string, settlement: Settlement): Promise<boolean> {
  const result = await store
    .updateTable('notice')
    .set(settledValues(settlement))
    .where('noticeKey', '=', key)
    .where('state', '=', 'sending')
    .where('claimedAt', '=', settlement.claimedAt)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
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

/** Of what is still to be said. */
export async function postponeNotice(store: Store, key: string, dueAt: EpochMs): Promise<void> {
  await store
    .updateTable('notice')
    .set({ dueAt })
    .where('noticeKey', '=', key)
    .where('state', '=', 'planned')
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
    .where('againBecause', 'is', null)
    .where('state', 'in', ['sending', 'sent', 'unknown'])
    .where('claimedAt', '>=', from)
    .where('claimedAt', '<', to)
    .executeTakeFirstOrThrow();
  return Number(row.total);
}

/** Was this member written to about the user, as far as is known? What a manager heard does not count. */
export async function wasWrittenTo(store: Store, user: RamUserKey, member: MemberKey): Promise<boolean> {
  const row = await store
    .selectFrom('notice')
    .innerJoin('caseFile', 'caseFile.caseId', 'notice.caseId')
    .select('noticeKey')
    .where('caseFile.accountId', '=', user.accountId)
    .where('caseFile.userId', '=', user.userId)
    .where('notice.audience', '!=', 'manager')
    .where('notice.state', 'in', ['sent', 'unknown'])
    .where('notice.chat', '=', member.chat)
    .where('notice.recipient', '=', member.memberId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The notices that one message carried. */
export function listNoticesOfDelivery(store: Store, deliveryId: string): Promise<NoticeRow[]> {
  return store.selectFrom('notice').selectAll().where('deliveryId', '=', deliveryId).execute();
}

/** Notices of cases still followed up. */
export async function countNoticesInState(store: Store, state: NoticeState): Promise<number> {
  const row = await store
    .selectFrom('notice')
    .innerJoin('caseFile', 'caseFile.caseId', 'notice.caseId')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .where('notice.state', '=', state)
    .where('caseFile.state', '=', 'open')
    .executeTakeFirstOrThrow();
  return Number(row.total);
}

/** Notices of cases still followed up, by state. */
export async function countLivingNotices(
  store: Store,
): Promise<readonly { readonly state: NoticeState; readonly total: number }[]> {
  const rows = await store
    .selectFrom('notice')
    .innerJoin('caseFile', 'caseFile.caseId', 'notice.caseId')
    .select(({ fn }) => ['notice.state', fn.countAll<number>().as('total')])
    .where('caseFile.state', '=', 'open')
    .groupBy('notice.state')
    .execute();
  return rows.map(({ state, total }) => ({ state, total: Number(total) }));
}

/** Who was told about a case by its steps, at whatever time or since then. */
export async function listAudiencesTold(
  store: Store,
  caseId: number,
  since: EpochMs = 0,
): Promise<PersonalAudience[]> {
  const rows = await store
    .selectFrom('notice')
    .select('audience')
    .distinct()
    .where('caseId', '=', caseId)
    .where('state', '=', 'sent')
    .where('step', 'in', [...LADDER_STEPS, 'regressed'])
    .where('settledAt', '>=', since)
    .orderBy('audience')
    .execute();
  return rows.map(({ audience }) => audience).filter(isPersonal);
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

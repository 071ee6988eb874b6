import type { MessageReference, Messenger, Person } from '../chat/chat.ts';
import type { DeliveryError } from '../chat/delivery-error.ts';
import type { Clock, EpochMs } from '../domain/clock.ts';
import type { ChatName } from '../domain/message.ts';
import type { Log } from '../log.ts';
import { recordActivity } from '../store/activity.ts';
import { findCase, updateCase } from '../store/cases.ts';
import type { Database, Store } from '../store/database.ts';
import {
  findNotice,
  listNoticesInState,
  type NoticeRow,
  planNotice,
  settleNotice,
} from '../store/notices.ts';

export interface SettleDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly messengers: ReadonlyMap<ChatName, Messenger>;
}

/** A notice on its way, with what its message tells. */
export interface SentNotice {
  readonly key: string;
  readonly deadlineAt: EpochMs | null;
  /** In which the deadline is told. */
  readonly zone: string;
}

interface Attempt {
  readonly person: Pick<Person, 'chat' | 'memberId'>;
  readonly notices: readonly SentNotice[];
  readonly deliveryId: string;
  readonly claimedAt: EpochMs;
}

type SendResult =
  | { readonly kind: 'sent'; readonly reference: MessageReference }
  | {
      readonly kind: 'not_confirmed';
      readonly error: DeliveryError;
      readonly messenger: Messenger;
      readonly signal: AbortSignal;
    };

const RETRY_UNAVAILABLE_MS = 5 * 60_000;
/** How long a conversation that cannot be read is asked again before the outcome stays unknown. */
const RECONCILE_FOR_MS = 24 * 60 * 60_000;

/** Writes down what came of a sending; an ambiguous one is looked for in the conversation first. */
export async function settleDelivery(deps: SettleDeps, attempt: Attempt, result: SendResult): Promise<void> {
  if (result.kind === 'sent') return recordSent(deps, attempt, result.reference);
  const { error } = result;
  switch (error.reason) {
    case 'recipient':
    case 'message_rejected':
    case 'channel':
      return recordNotSent(deps, attempt, 'failed', error.code);
    case 'ambiguous':
      return reconcile(deps, attempt, { messenger: result.messenger, signal: result.signal });
    case 'rate_limited':
    case 'postponed':
    case 'configuration':
    case 'unavailable':
      return putBack(deps, attempt, error);
    default:
      return error.reason satisfies never;
  }
}

/** Sends that a crash or an unreadable conversation left open. Before anything else is sent. */
export async function settleInterrupted(deps: SettleDeps, signal: AbortSignal): Promise<void> {
  const byDelivery = new Map<string, NoticeRow[]>();
  for (const notice of await listNoticesInState(deps.db, 'sending')) {
    const id = notice.deliveryId ?? notice.noticeKey;
    byDelivery.set(id, [...(byDelivery.get(id) ?? []), notice]);
  }
  for (const [deliveryId, notices] of byDelivery) {
    if (signal.aborted) return;
    const [first] = notices;
    if (first === undefined || first.chat === null || first.recipient === null || first.claimedAt === null)
      continue;
    const attempt: Attempt = {
      person: { chat: first.chat, memberId: first.recipient },
      notices: notices.map((one) => ({
        key: one.noticeKey,
        deadlineAt: one.deadlineAt,
        zone: one.zone ?? 'UTC',
      })),
      deliveryId,
      claimedAt: first.claimedAt,
    };
    const messenger = deps.messengers.get(first.chat);
    if (messenger !== undefined) await reconcile(deps, attempt, { messenger, signal });
  }
}

async function reconcile(
  deps: SettleDeps,
  attempt: Attempt,
  by: { readonly messenger: Messenger; readonly signal: AbortSignal },
): Promise<void> {
  const { deliveryId, claimedAt: attemptedAt, person } = attempt;
  const evidence = await by.messenger.findDelivered(person.memberId, { deliveryId, attemptedAt }, by.signal);
  switch (evidence.kind) {
    case 'delivered':
      return recordSent(deps, attempt, evidence.reference);
    case 'absent':
      return settleAll(deps, attempt, { state: 'planned', code: 'absent' });
    case 'cannot_ask':
      return recordNotSent(deps, attempt, 'unknown', 'cannot_ask');
    case 'unreadable':
      // Left in `sending`: the next run asks again.
      if (deps.clock.now() - attempt.claimedAt < RECONCILE_FOR_MS) return;
      return recordNotSent(deps, attempt, 'unknown', evidence.code);
    default:
      return evidence satisfies never;
  }
}

/** sent: and the first one that is starts the person's clock. */
async function recordSent(deps: SettleDeps, attempt: Attempt, reference: MessageReference): Promise<void> {
  const now = deps.clock.now();
  await deps.db.transaction().execute(async (trx) => {
    for (const sent of attempt.notices) {
      await settleNotice(trx, sent.key, { state: 'sent', at: now, reference });
      await tellCase(trx, attempt, sent);
    }
  });
  for (const { key } of attempt.notices)
    deps.log.noticeSettled({ noticeKey: key, state: 'sent', code: null });
}

async function tellCase(trx: Store, attempt: Attempt, sent: SentNotice): Promise<void> {
  const notice = await findNotice(trx, sent.key);
  if (notice === undefined) return;
  const { accountId, userId, step, audience } = notice;
  await recordActivity(trx, attempt.claimedAt, [
    {
      kind: 'notice_sent',
      accountId,
      userId,
      detail: audience === 'person' ? step : `${step} (${audience})`,
    },
  ]);
  if (audience !== 'person') return;
  if (step === 'warning') await planManagerNotice(trx, notice, attempt.claimedAt);
  const file = await findCase(trx, notice.caseId);
  if (file === undefined || sent.deadlineAt === null) return;
  const { chat, memberId } = attempt.person;
  const isTold = file.toldAt !== null && file.toldChat === chat && file.toldMemberId === memberId;
  await updateCase(trx, file.caseId, {
    deadlineAt: sent.deadlineAt,
    toldZone: sent.zone,
    ...(isTold ? {} : { toldAt: attempt.claimedAt, toldChat: chat, toldMemberId: memberId, shiftDays: 0 }),
  });
}

/** Whether there is a manager, and who, is looked up when it is sent. */
async function planManagerNotice(trx: Store, warning: NoticeRow, at: EpochMs): Promise<void> {
  const { accountId, userId, caseId, step, occurrence } = warning;
  await planNotice(trx, {
    accountId,
    userId,
    caseId,
    step,
    occurrence,
    audience: 'manager',
    dueAt: at,
    plannedAt: at,
  });
}

async function recordNotSent(
  deps: SettleDeps,
  attempt: Attempt,
  state: 'failed' | 'unknown',
  code: string,
): Promise<void> {
  await settleAll(deps, attempt, { state, code });
  const kind = state === 'failed' ? 'notice_failed' : 'notice_unknown';
  for (const { key } of attempt.notices) {
    const notice = await findNotice(deps.db, key);
    if (notice === undefined) continue;
    const { accountId, userId, step } = notice;
    await recordActivity(deps.db, deps.clock.now(), [
      { kind, accountId, userId, detail: `${step}: ${code}` },
    ]);
  }
}

function putBack(deps: SettleDeps, attempt: Attempt, error: DeliveryError): Promise<void> {
  const waitMs = error.retryAfterMs ?? (error.reason === 'unavailable' ? RETRY_UNAVAILABLE_MS : 0);
  const retryAt = waitMs === 0 ? null : deps.clock.now() + waitMs;
  return settleAll(deps, attempt, { state: 'planned', code: error.code, retryAt });
}

async function settleAll(
  deps: SettleDeps,
  attempt: Attempt,
  settlement: {
    readonly state: 'failed' | 'unknown' | 'planned';
    readonly code: string;
    readonly retryAt?: EpochMs | null;
  },
): Promise<void> {
  const at = deps.clock.now();
  for (const { key } of attempt.notices) {
    await settleNotice(deps.db, key, { ...settlement, at });
    deps.log.noticeSettled({ noticeKey: key, state: settlement.state, code: settlement.code });
  }
}

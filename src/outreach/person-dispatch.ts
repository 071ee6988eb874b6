import type { MessageReference, Person } from '../chat/chat.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { Log } from '../log.ts';
import { recordActivity } from '../store/activity.ts';
import { findCase, updateCase } from '../store/cases.ts';
import type { Store } from '../store/database.ts';
import {
  findNotice,
  listNoticesInState,
  type NoticeRow,
  planNotice,
  settleNotice,
} from '../store/notices.ts';
import { type CarryOutDeps, type Dispatch, type Outcome, settleInterrupted } from './carry-out.ts';

export interface SettleDeps extends CarryOutDeps {
  readonly log: Log;
}

/** A notice on its way, with what its message tells. */
export interface SentNotice {
  readonly key: string;
  readonly deadlineAt: EpochMs | null;
  /** In which the deadline is told. */
  readonly zone: string;
}

/** One message to one person, claimed: the notices it carries. */
export interface Attempt {
  readonly person: Pick<Person, 'chat' | 'memberId'>;
  readonly notices: readonly SentNotice[];
  readonly deliveryId: string;
  readonly claimedAt: EpochMs;
}

/** What one person is told: its notices share the outcome, and the first one that is sent starts the person's clock. */
export function personDispatch(deps: SettleDeps, attempt: Attempt): Dispatch {
  const { person, deliveryId, claimedAt } = attempt;
  return { ...person, deliveryId, claimedAt, settle: (outcome) => settle(deps, attempt, outcome) };
}

function settle(deps: SettleDeps, attempt: Attempt, outcome: Outcome): Promise<void> {
  switch (outcome.kind) {
    case 'sent':
      return recordSent(deps, attempt, outcome.reference);
    case 'failed':
    case 'unknown':
      return recordNotSent(deps, attempt, outcome);
    case 'again':
      return settleAll(deps, attempt, { ...outcome, state: 'planned' });
    default:
      return outcome satisfies never;
  }
}

/** Sends that a crash or an unreadable conversation left open. Before anything else is sent. */
export async function settleInterruptedNotices(deps: SettleDeps, signal: AbortSignal): Promise<void> {
  const open = Map.groupBy(
    await listNoticesInState(deps.db, 'sending'),
    (notice) => notice.deliveryId ?? notice.noticeKey,
  );
  for (const [deliveryId, notices] of open) {
    if (signal.aborted) return;
    const [first] = notices;
    if (first === undefined || first.chat === null || first.recipient === null || first.claimedAt === null)
      continue;
    const attempt: Attempt = {
      person: { chat: first.chat, memberId: first.recipient },
      notices: notices.map(({ noticeKey: key, deadlineAt, zone }) => ({
        key,
        deadlineAt,
        zone: zone ?? 'UTC',
      })),
      deliveryId,
      claimedAt: first.claimedAt,
    };
    await settleInterrupted(deps, personDispatch(deps, attempt), signal);
  }
}

async function recordSent(deps: SettleDeps, attempt: Attempt, reference: MessageReference): Promise<void> {
  const now = deps.clock.now();
  await deps.db.inTransaction(async (trx) => {
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
  // A clock that was ahead when somebody was told does not keep the present one from starting theirs.
  const wasTold = file.toldAt !== null && file.toldAt <= attempt.claimedAt;
  const isTold = wasTold && file.toldChat === chat && file.toldMemberId === memberId;
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
  { kind: state, code }: Extract<Outcome, { kind: 'failed' | 'unknown' }>,
): Promise<void> {
  await settleAll(deps, attempt, { state, code });
  for (const { key } of attempt.notices) {
    const notice = await findNotice(deps.db, key);
    if (notice === undefined) continue;
    const { accountId, userId, step } = notice;
    const activity = { kind: `notice_${state}`, accountId, userId, detail: `${step}: ${code}` } as const;
    await recordActivity(deps.db, deps.clock.now(), [activity]);
  }
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
  const { state, code, retryAt = null } = settlement;
  const at = deps.clock.now();
  for (const { key } of attempt.notices) {
    await settleNotice(deps.db, key, { state, code, retryAt, at });
    deps.log.noticeSettled({ noticeKey: key, state, code });
  }
}

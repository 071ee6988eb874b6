import type { MessageReference, Person } from '../chat/chat.ts';
import { clockAfter } from '../domain/addressee.ts';
import type { EpochMs } from '../domain/clock.ts';
import { isPersonal } from '../domain/notice.ts';
import type { Log } from '../log.ts';
import { recordActivity } from '../store/activity.ts';
import { findCase, updateCase } from '../store/cases.ts';
import type { Store } from '../store/database.ts';
import {
  findNotice,
  listNoticesInState,
  type NoticeRow,
  planNotice,
  type SentNotice,
  settleNotice,
} from '../store/notices.ts';
import type { CarryOutDeps, Dispatch, Outcome } from './carry-out.ts';

export interface SettleDeps extends CarryOutDeps {
  readonly log: Log;
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

/** Sends that a crash or an unreadable conversation left open. Asked for when nothing is being sent. */
export async function listInterruptedNotices(deps: SettleDeps): Promise<readonly Dispatch[]> {
  const open = Map.groupBy(
    await listNoticesInState(deps.db, 'sending'),
    (notice) => notice.deliveryId ?? notice.noticeKey,
  );
  return [...open].flatMap(([deliveryId, notices]) => {
    const [first] = notices;
    if (first === undefined || first.chat === null || first.recipient === null || first.claimedAt === null)
      return [];
    const attempt: Attempt = {
      person: { chat: first.chat, memberId: first.recipient },
      notices: notices.map(({ noticeKey: key, deadlineAt, zone, clockSince }) => {
        return { key, deadlineAt, zone: zone ?? 'UTC', clockSince };
      }),
      deliveryId,
      claimedAt: first.claimedAt,
    };
    return [personDispatch(deps, attempt)];
  });
}

async function recordSent(deps: SettleDeps, attempt: Attempt, reference: MessageReference): Promise<void> {
  const now = deps.clock.now();
  await deps.db.inTransaction(async (trx) => {
    for (const sent of attempt.notices) {
      const settlement = { state: 'sent', claimedAt: attempt.claimedAt, at: now, reference } as const;
      if (await settleNotice(trx, sent.key, settlement)) await tellCase(trx, attempt, sent);
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
      detail: audience === 'manager' || audience === 'owner' ? `${step} (${audience})` : step,
    },
  ]);
  if (!isPersonal(audience)) return;
  const isAskedFor = notice.againBecause === 'snoozed' || notice.againBecause === 'reminded';
  // A service account's owner has no manager who would know of it.
  if (step === 'warning' && !isAskedFor && audience !== 'owner')
    await planManagerNotice(trx, notice, attempt.claimedAt);
  const file = await findCase(trx, notice.caseId);
  const { deadlineAt } = sent;
  if (file === undefined || deadlineAt === null) return;
  await updateCase(trx, file.caseId, clockAfter(file, { ...attempt, ...sent, deadlineAt }));
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
  await settleAll(deps, attempt, { state, code, activity: `notice_${state}` });
}

async function settleAll(
  deps: SettleDeps,
  attempt: Attempt,
  settlement: {
    readonly state: 'failed' | 'unknown' | 'planned';
    readonly code: string;
    readonly retryAt?: EpochMs | null;
    readonly activity?: 'notice_failed' | 'notice_unknown';
  },
): Promise<void> {
  const { state, code, retryAt = null, activity } = settlement;
  const at = deps.clock.now();
  await deps.db.inTransaction(async (trx) => {
    for (const { key } of attempt.notices) {
      const isOurs = await settleNotice(trx, key, { state, claimedAt: attempt.claimedAt, code, retryAt, at });
      const notice = activity === undefined || !isOurs ? undefined : await findNotice(trx, key);
      if (notice === undefined || activity === undefined) continue;
      const { accountId, userId, step } = notice;
      await recordActivity(trx, at, [{ kind: activity, accountId, userId, detail: `${step}: ${code}` }]);
    }
  });
  for (const { key } of attempt.notices) deps.log.noticeSettled({ noticeKey: key, state, code });
}

import type { RamUserKey } from './ram-user.ts';

/** The steps of the ladder, lowest first. */
export const LADDER_STEPS = ['first', 'reminder', 'warning', 'deadline', 'overdue'] as const;
export type LadderStep = (typeof LADDER_STEPS)[number];

const NOTICE_STEPS = [...LADDER_STEPS, 'regressed', 'thanks', 'enforced'] as const;
export type NoticeStep = (typeof NOTICE_STEPS)[number];

const AUDIENCES = ['person', 'manager'] as const;
export type Audience = (typeof AUDIENCES)[number];

/** One thing to be said to one recipient once. */
export interface NoticeIdentity extends RamUserKey {
  readonly caseId: number;
  readonly step: NoticeStep;
  readonly audience: Audience;
  /** 1, then counted up where a step is said again (overdue every week, first to a new contact). */
  readonly occurrence: number;
}

/** `account/UserId/case/step/audience/occurrence` */
export function noticeKey(notice: NoticeIdentity): string {
  const { accountId, userId, caseId, step, audience, occurrence } = notice;
  return [accountId, userId, caseId, step, audience, occurrence].join('/');
}

const NOTICE_STATES = ['planned', 'sending', 'sent', 'failed', 'unknown', 'cancelled'] as const;
export type NoticeState = (typeof NOTICE_STATES)[number];

/** `no_recipient`: a manager nobody knows. */
const CANCEL_REASONS = ['no_longer_true', 'superseded', 'no_recipient'] as const;
export type CancelReason = (typeof CANCEL_REASONS)[number];

/** Why a due notice is not sent now; the first that applies, in this order. */
export const HELD_REASONS = [
  'messaging_off',
  'paused',
  'account_held',
  'could_not_read',
  'no_chat_credentials',
  'unmapped',
  'ambiguous',
  'unreachable',
  'refused',
  'chat_failing',
  'daily_limit',
  'outside_hours',
] as const;
export type HeldReason = (typeof HELD_REASONS)[number];

import type { RamUserKey } from './ram-user.ts';

/** The steps of the ladder, lowest first. */
export const LADDER_STEPS = ['first', 'reminder', 'warning', 'deadline', 'overdue'] as const;
export type LadderStep = (typeof LADDER_STEPS)[number];

const NOTICE_STEPS = [
  ...LADDER_STEPS,
  'regressed',
  'thanks',
  'enforced',
  'exemption_expiring',
  'lost_phone',
] as const;
export type NoticeStep = (typeof NOTICE_STEPS)[number];

export function isNoticeStep(text: string): text is NoticeStep {
  return NOTICE_STEPS.some((step) => step === text);
}

/** Outside a case, users have the case number 0. */
export const NO_CASE = 0;

/** The person, or who stands in that place: the owner of a service account, a further one of those who share a user. */
export type PersonalAudience = 'person' | 'owner' | `person:${string}`;
export type Audience = PersonalAudience | 'manager';

export function isPersonal(audience: Audience): audience is PersonalAudience {
  return audience !== 'manager';
}

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

/** What that key names. */
export function identityOf(key: string): NoticeIdentity {
  const [accountId = '', userId = '', caseId, step, ...audience] = key.split('/');
  const occurrence = audience.pop();
  return {
    accountId: accountId as NoticeIdentity['accountId'],
    userId: userId as NoticeIdentity['userId'],
    caseId: Number(caseId),
    step: step as NoticeStep,
    audience: audience.join('/') as Audience,
    occurrence: Number(occurrence),
  };
}

const NOTICE_STATES = ['planned', 'sending', 'sent', 'failed', 'unknown', 'cancelled'] as const;
export type NoticeState = (typeof NOTICE_STATES)[number];

/** `no_recipient`: a manager nobody knows, or somebody who is not behind the user any more. */
const CANCEL_REASONS = ['no_longer_true', 'superseded', 'no_recipient'] as const;
export type CancelReason = (typeof CANCEL_REASONS)[number];

/** Why a step is said once more, apart from the ladder: somebody asked for it, or was not to hear anything until now. */
const AGAIN_REASONS = ['snoozed', 'reminded', 'exemption_ended'] as const;
export type AgainReason = (typeof AGAIN_REASONS)[number];

/** Why a due notice is not sent now; the first that applies, in this order. */
export const HELD_REASONS = [
  'messaging_off',
  'paused',
  'account_held',
  'exempt',
  'disputed',
  'away',
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

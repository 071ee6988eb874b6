import type { ContactLine } from './contact.ts';
import type { PersonStep } from './ladder.ts';
import { HELD_REASONS, type HeldReason } from './notice.ts';

/** Everything that can keep a due step from being sent, as it stands at one moment. */
export interface Circumstances {
  readonly isMessagingOff: boolean;
  readonly isPaused: boolean;
  /** The account is held, and this user was not released by name. */
  readonly isAccountHeld: boolean;
  readonly isExempt: boolean;
  /** The person said "this is not me", and no admin has settled it. */
  readonly isDisputed: boolean;
  /** By their own word or status, or an admin's. */
  readonly isAway: boolean;
  /** The user, or who the user is in chat, could not be read. */
  readonly isUnreadable: boolean;
  readonly contact: ContactLine['kind'];
  /** The last try at this very person failed for good, today. */
  readonly isUndeliverable: boolean;
  /** The chat refused this person not long ago, or refuses everybody. */
  readonly isRefused: boolean;
  readonly isChatFailing: boolean;
  readonly isWorkingTime: boolean;
}

/**
 * Why a due step is not sent: the first that applies, in the order of the list; null when it may go out. Asked when work is
 * planned, and again seconds before it is sent. The day's limit of first messages is asked apart, since it depends on others.
 */
export function whyHeld(now: Circumstances): HeldReason | null {
  return HELD_REASONS.find((reason) => applies(reason, now)) ?? null;
}

/** While one of these lasts nothing counts against a person: what was promised moves by it, or gets a day of its own. */
const SILENCES = [
  'paused',
  'account_held',
  'exempt',
  'disputed',
  'away',
] as const satisfies readonly HeldReason[];
export type Silence = (typeof SILENCES)[number];

/** What lasts, of everything that can keep a step from being sent. */
export type LastingCircumstances = Pick<
  Circumstances,
  'isPaused' | 'isAccountHeld' | 'isExempt' | 'isDisputed' | 'isAway'
>;

/** Why nothing is said about a case, whether anything is due or not; null: nothing keeps silent about it. */
export function whySilent(now: LastingCircumstances): Silence | null {
  return SILENCES.find((reason) => lasts(reason, now)) ?? null;
}

function lasts(reason: Silence, now: LastingCircumstances): boolean {
  switch (reason) {
    case 'paused':
      return now.isPaused;
    case 'account_held':
      return now.isAccountHeld;
    case 'exempt':
      return now.isExempt;
    case 'disputed':
      return now.isDisputed;
    case 'away':
      return now.isAway;
    default:
      return reason satisfies never;
  }
}

function applies(reason: HeldReason, now: Circumstances): boolean {
  switch (reason) {
    case 'messaging_off':
      return now.isMessagingOff;
    case 'paused':
    case 'account_held':
    case 'exempt':
    case 'disputed':
    case 'away':
      return lasts(reason, now);
    case 'could_not_read':
      return now.isUnreadable;
    case 'no_chat_credentials':
    case 'unmapped':
    case 'ambiguous':
      return now.contact === reason;
    case 'unreachable':
      return now.contact === reason || now.isUndeliverable;
    case 'refused':
      return now.isRefused;
    case 'chat_failing':
      return now.isChatFailing;
    case 'outside_hours':
      return !now.isWorkingTime;
    case 'daily_limit':
      return false;
    default:
      return reason satisfies never;
  }
}

/** One due step, and what holds it back already. */
interface DueStep {
  readonly step: PersonStep;
  readonly heldBecause: HeldReason | null;
}

/**
 * Which first messages go beyond the day's limit, in the order given. Only what would really go out uses up the number:
 * who waits for the morning counts, who is held for another reason does not.
 */
export function overDailyLimit<Due extends DueStep>(
  due: readonly Due[],
  leftToday: number,
): ReadonlySet<Due> {
  const opening = due.filter(
    ({ step, heldBecause }) =>
      (step === 'first' || step === 'regressed') && (heldBecause === null || heldBecause === 'outside_hours'),
  );
  return new Set(opening.slice(leftToday));
}

import type { EpochMs } from './clock.ts';

/** Why a chat did not confirm that something was said; providers classify, this file says what follows. */
export const DELIVERY_FAILURES = [
  /** Permanent for this person: does not exist, is deactivated, cannot be written to. */
  'recipient',
  /** Not sent: this person is refused, and that may pass. Others are not affected. */
  'refused',
  /** Not sent; nothing else goes through either before the time the vendor named. */
  'rate_limited',
  /** Not sent to this person now; again after the time the vendor named. Others are not affected. */
  'postponed',
  /** Not sent, and nothing else will be either until an administrator acts: token, scope, quota. */
  'configuration',
  /** Not sent to this channel until an administrator acts: missing, archived, or the bot is not in it. */
  'channel',
  /** May have been sent: time-out, 5xx, connection lost after the request left. */
  'ambiguous',
  /** Not sent: the vendor could not be reached at all. */
  'unavailable',
  /** Not sent: the vendor refuses the message itself. Our defect. */
  'message_rejected',
] as const;
export type DeliveryFailure = (typeof DELIVERY_FAILURES)[number];

/** What follows when a message, a post or an edit was not confirmed; the same wherever it is sent from. */
export interface Aftermath {
  /** Of what was to be said: over, said again later, or looked for first, since it may have arrived. */
  readonly outcome: 'failed' | 'again' | 'look_for_it';
  /** Not again before this, where the vendor names no time; null: at the next opportunity. */
  readonly waitMs: number | null;
  /** Each further refusal doubles the wait, up to a day: whoever is refused does not use up the others' time. */
  readonly isWaitGrowing: boolean;
  /** Of what else this chat was to be told in this run. `waits` is for a short time the vendor names. */
  readonly restOfRun: 'goes_on' | 'waits' | 'stops';
  /** The same notice may be said in the other chat: only where it surely was not said here, and never will be. */
  readonly mayUseOtherChat: boolean;
  /**
   * As what admins hear of it: somebody who cannot be reached, a channel that is closed to the bot, a chat that stopped
   * working (at once), or one that did so if nothing gets through for a while; null: it is nobody's concern.
   */
  readonly reportedAs: 'unreachable_person' | 'closed_channel' | 'stopped_chat' | 'silent_chat' | null;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const OVER: Aftermath = {
  outcome: 'failed',
  waitMs: null,
  isWaitGrowing: false,
  restOfRun: 'goes_on',
  mayUseOtherChat: false,
  reportedAs: 'unreachable_person',
};

const AGAIN: Aftermath = { ...OVER, outcome: 'again' };

const AFTERMATHS: Readonly<Record<DeliveryFailure, Aftermath>> = {
  recipient: { ...OVER, mayUseOtherChat: true },
  message_rejected: OVER,
  refused: { ...AGAIN, waitMs: 15 * MINUTE_MS, isWaitGrowing: true },
  postponed: { ...AGAIN, waitMs: 15 * MINUTE_MS, reportedAs: null },
  channel: { ...AGAIN, waitMs: HOUR_MS, reportedAs: 'closed_channel' },
  rate_limited: { ...AGAIN, waitMs: MINUTE_MS, restOfRun: 'waits', reportedAs: 'silent_chat' },
  unavailable: { ...AGAIN, waitMs: 5 * MINUTE_MS, restOfRun: 'stops', reportedAs: 'silent_chat' },
  configuration: { ...AGAIN, restOfRun: 'stops', reportedAs: 'stopped_chat' },
  ambiguous: {
    ...AGAIN,
    outcome: 'look_for_it',
    waitMs: 15 * MINUTE_MS,
    isWaitGrowing: true,
    reportedAs: 'silent_chat',
  },
};

export function aftermathOf(failure: DeliveryFailure): Aftermath {
  return AFTERMATHS[failure];
}

/** Waited for within a run up to this long; what the vendor wants to take longer is left for the next run. */
export const PATIENCE_MS = MINUTE_MS;

/** Is it too early for the next try? No wait is longer than a day: one that is, was set by a clock that was ahead. */
export function mustWait(retryAt: EpochMs | null, now: EpochMs): boolean {
  return retryAt !== null && retryAt > now && retryAt - now <= DAY_MS;
}

/** Milliseconds until the next try; null: at the next opportunity. `triesBefore` = unconfirmed ones in a row before this one. */
export function waitAfter(
  failure: { readonly reason: DeliveryFailure; readonly retryAfterMs: number | null },
  triesBefore: number,
): number | null {
  const { waitMs, isWaitGrowing } = aftermathOf(failure.reason);
  if (failure.retryAfterMs !== null) return Math.min(failure.retryAfterMs, HOUR_MS);
  if (waitMs === null || !isWaitGrowing) return waitMs;
  return Math.min(waitMs * 2 ** triesBefore, DAY_MS);
}

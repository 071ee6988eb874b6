import type { EpochMs } from './clock.ts';
import type { Finding } from './finding.ts';

const CASE_CLOSE_REASONS = [
  'enrolled',
  'console_removed',
  'console_inactive',
  'sso',
  'frozen',
  'deleted',
] as const;
export type CaseCloseReason = (typeof CASE_CLOSE_REASONS)[number];

/** Enough of a user's past to decide what today's finding does to the case. */
export interface CaseHistory {
  readonly open: { readonly unreadableSince: EpochMs | null } | null;
  /** The latest closed case. */
  readonly lastClosed: { readonly reason: CaseCloseReason; readonly at: EpochMs } | null;
  /** A device was read as bound at the last readable look at this user. */
  readonly hadDevice: boolean;
  /** When the device was first found gone; null = not gone. */
  readonly unboundSince: EpochMs | null;
}

export type CaseChange =
  | { readonly kind: 'open'; readonly regressed: boolean }
  | { readonly kind: 'resume' }
  | { readonly kind: 'close'; readonly reason: CaseCloseReason }
  | { readonly kind: 'became_unreadable' }
  | { readonly kind: 'became_readable' }
  /** The device is gone since just now: changing a phone looks the same, so a second look decides in 24 hours. */
  | { readonly kind: 'unbound' }
  | { readonly kind: 'none' };

const DAY_MS = 24 * 60 * 60 * 1000;
export const UNBOUND_GRACE_MS = DAY_MS;
const RESUME_WITHIN_MS = 30 * DAY_MS;

/** What one fully or partly read finding means for the user's case. */
export function decideCase(finding: Finding, history: CaseHistory, now: EpochMs): CaseChange {
  switch (finding.verdict) {
    case 'unknown':
      return history.open !== null && history.open.unreadableSince === null
        ? { kind: 'became_unreadable' }
        : { kind: 'none' };
    case 'compliant':
      return history.open === null ? { kind: 'none' } : { kind: 'close', reason: 'enrolled' };
    case 'not_applicable':
      return history.open === null ? { kind: 'none' } : { kind: 'close', reason: closeReason(finding) };
    case 'noncompliant':
      return decideNoncompliant(history, now);
    default:
      return finding.verdict satisfies never;
  }
}

function decideNoncompliant(history: CaseHistory, now: EpochMs): CaseChange {
  if (history.open !== null) {
    return history.open.unreadableSince === null ? { kind: 'none' } : { kind: 'became_readable' };
  }
  if (history.hadDevice) {
    if (history.unboundSince === null) return { kind: 'unbound' };
    return now - history.unboundSince >= UNBOUND_GRACE_MS
      ? { kind: 'open', regressed: true }
      : { kind: 'none' };
  }
  const { lastClosed } = history;
  const resumes =
    lastClosed !== null && lastClosed.reason !== 'enrolled' && now - lastClosed.at <= RESUME_WITHIN_MS;
  return resumes ? { kind: 'resume' } : { kind: 'open', regressed: false };
}

function closeReason(finding: Finding): CaseCloseReason {
  switch (finding.reason) {
    case 'user_frozen':
      return 'frozen';
    case 'sso_only':
      return 'sso';
    case 'console_login_inactive':
      return 'console_inactive';
    default:
      return 'console_removed';
  }
}

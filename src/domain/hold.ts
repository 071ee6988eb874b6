import type { Finding, FindingReason } from './finding.ts';

const HOLD_REASONS = ['first_seen', 'mass_change'] as const;
export type HoldReason = (typeof HOLD_REASONS)[number];

/** Why `/mfa start` releases nothing. */
const START_REFUSALS = [
  'security_contact_missing',
  'nothing_held',
  'pilot_during_pause',
  'pilot_nobody_held',
  'never_complete',
] as const;
export type StartRefusal = (typeof START_REFUSALS)[number];

/** What one complete run did, or would do, to the cases of an account. */
export interface RunChanges {
  readonly opened: number;
  readonly resumed: number;
  /** Closed because a device was read as bound: good news, never a reason to hold. */
  readonly closedEnrolled: number;
  /** Closed for another reason read from the user. */
  readonly closedOtherwise: number;
  /** Users of open cases who are missing from the list. */
  readonly absent: number;
}

const CHANGES_ALWAYS_ALLOWED = 20;
const SHARE_OF_USERS = 0.1;

/** A change this large is more likely a mistake (a wrong role, a policy, an empty list) than news about people. */
export function isMassChange(changes: RunChanges, userCount: number): boolean {
  const changed = changes.opened + changes.resumed + changes.closedOtherwise + changes.absent;
  return changed > Math.max(CHANGES_ALWAYS_ALLOWED, SHARE_OF_USERS * userCount);
}

/** How many of an account's users had to be read, and of how many something could be. */
export interface ReadingTally {
  readonly needed: number;
  readonly read: number;
}

export function tallyReading(findings: readonly Pick<Finding, 'verdict' | 'reason'>[]): ReadingTally {
  const needed = findings.filter(({ reason }) => !DECIDED_UNREAD.has(reason));
  return { needed: needed.length, read: needed.filter(({ verdict }) => verdict !== 'unknown').length };
}

/** Decided by the list and by the account's settings: nothing about the user had to be read. */
const DECIDED_UNREAD: ReadonlySet<FindingReason> = new Set(['user_frozen', 'sso_only']);

/** An account is complete when its list is and, where users had to be read, one could be. */
export function isAccountComplete(listComplete: boolean, { needed, read }: ReadingTally): boolean {
  return listComplete && (needed === 0 || read > 0);
}

import type { FindingReason } from '../finding.ts';

/** Somebody who has to bind a device. */
export interface Enrollee {
  readonly logonName: string;
  /** The vendor's own page, for this account. */
  readonly signInUrl: string;
  readonly reason: FindingReason;
}

/**
 * Does the page for enabling MFA open by itself after sign-in? Where MFA is required it does.
 * https://www.alibabacloud.com/help/doc-detail/116399.htm
 */
export function pageOpensByItself(enrollees: readonly Pick<Enrollee, 'reason'>[]): 'yes' | 'no' | 'some' {
  const required = enrollees.filter(({ reason }) => reason === 'required_but_not_bound').length;
  if (required === 0) return 'no';
  return required === enrollees.length ? 'yes' : 'some';
}

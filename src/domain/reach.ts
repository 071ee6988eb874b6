import type { EpochMs } from './clock.ts';
import type { ContactLine } from './contact.ts';
import type { Audience, NoticeState } from './notice.ts';
import { localDate } from './work-calendar.ts';

/** What became of one try to tell somebody. */
export interface Try {
  readonly audience: Audience;
  readonly state: NoticeState;
  readonly recipient: string | null;
  readonly settledAt: EpochMs | null;
}

/** The contact of a RAM user as far as reaching it goes. */
export interface Reached {
  readonly kind: ContactLine['kind'];
  readonly memberId: string | null;
}

/** Nobody to write to, or the last try at this very person failed for good. */
export function isUnreachable(contact: Reached, tries: readonly Try[]): boolean {
  if (contact.kind !== 'found') return contact.kind === 'unreachable';
  const last = tries.findLast((one) => one.audience === 'person');
  return last?.state === 'failed' && last.recipient === contact.memberId;
}

/** The last try at this very person failed for good, today: looked at again tomorrow. */
export function isUndeliverableToday(
  contact: Reached,
  tries: readonly Try[],
  { zone, now }: { readonly zone: string; readonly now: EpochMs },
): boolean {
  if (contact.kind !== 'found') return false;
  const failed = tries.findLast((one) => one.state === 'failed' && one.audience === 'person');
  return (
    failed !== undefined && failed.recipient === contact.memberId && isToday(failed.settledAt, { zone, now })
  );
}

export function isToday(
  at: EpochMs | null,
  { zone, now }: { readonly zone: string; readonly now: EpochMs },
): boolean {
  return at !== null && localDate(at, zone) === localDate(now, zone);
}

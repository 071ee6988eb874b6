import type { EpochMs } from './clock.ts';
import type { ContactLine } from './contact.ts';
import { type Audience, isPersonal, type NoticeState } from './notice.ts';
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
  const last = tries.findLast((one) => isPersonal(one.audience));
  return last?.state === 'failed' && last.recipient === contact.memberId;
}

/** The last try at this very person failed for good, today: looked at again tomorrow. */
export function isUndeliverableToday(
  contact: Reached,
  tries: readonly Try[],
  { zone, now }: { readonly zone: string; readonly now: EpochMs },
): boolean {
  if (contact.kind !== 'found') return false;
  const failed = tries.findLast((one) => one.state === 'failed' && isPersonal(one.audience));
  return (
    failed !== undefined && failed.recipient === contact.memberId && isToday(failed.settledAt, { zone, now })
  );
}

const DAY_MS = 24 * 60 * 60_000;
const NEWS_FOR_MS = 30 * DAY_MS;

/** What could not be delivered is tried anew for a month; then nobody waits for it any more. */
export function isNews({ dueAt }: { readonly dueAt: EpochMs }, now: EpochMs): boolean {
  return now - dueAt <= NEWS_FOR_MS;
}

/** Is what failed for good tried anew? To somebody else at once, to the same person on a later day. */
export function isTriedAnew(
  failed: Pick<Try, 'recipient' | 'settledAt'>,
  memberId: string,
  today: { readonly zone: string; readonly now: EpochMs },
): boolean {
  return failed.recipient !== memberId || !isToday(failed.settledAt, today);
}

export function isToday(
  at: EpochMs | null,
  { zone, now }: { readonly zone: string; readonly now: EpochMs },
): boolean {
  return at !== null && localDate(at, zone) === localDate(now, zone);
}

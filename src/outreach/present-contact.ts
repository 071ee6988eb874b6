import { isDeepStrictEqual } from 'node:util';
import {
  type Contact,
  type ContactRules,
  type ContactSubject,
  resolveContact,
  rulesWithin,
} from '../contacts/resolve-contact.ts';
import type { EpochMs } from '../domain/clock.ts';
import { isPersonal } from '../domain/notice.ts';
import { isToday } from '../domain/reach.ts';
import type { NoticeOutcome } from '../store/notices.ts';

/**
 * Who is written to about a case: the contact by its rules, unless the case has led to the other chat. It does so where the
 * preferred chat has said for good that there is no such person; and it stays where the last message went, for who knows the
 * person there must not hear it all once more here.
 */
export async function presentContact(
  {
    contactRules,
    policy,
  }: { readonly contactRules: ContactRules; readonly policy: { readonly timeZone: string } },
  about: ContactSubject & { readonly notices: readonly NoticeOutcome[]; readonly now: EpochMs },
  signal: AbortSignal,
): Promise<Contact> {
  const { notices, now } = about;
  const contact = await resolveContact(about, contactRules, signal);
  const last = notices.findLast((one) => isPersonal(one.audience) && OUTCOMES.has(one.state));
  if (contact.kind !== 'found' || contactRules.directories.size < 2 || last === undefined) return contact;
  // Those who share a user are named in one chat, and one of them who is not there leaves the others.
  if (contact.further.length > 0) return contact;
  const { chat, memberId } = contact.person;
  const isHere = last.chat === chat;
  if (isHere && (last.state !== 'failed' || last.recipient !== memberId)) return contact;
  const others = [...contactRules.directories.keys()].filter((name) => name !== chat);
  const other = await resolveContact(about, rulesWithin(contactRules, others), signal);
  if (other.kind !== 'found') return contact;
  if (isHere) return other;
  // Failed there as well: both are tried again tomorrow.
  const stays = last.state !== 'failed' || isToday(last.settledAt, { zone: policy.timeZone, now });
  return stays && other.person.memberId === last.recipient ? other : contact;
}

/** By what is known of the user, and what was said of its person, it is still the same people. */
export function isSameSubject(one: ContactSubject, other: ContactSubject): boolean {
  return isDeepStrictEqual(traits(one), traits(other));
}

function traits({ user, record }: ContactSubject) {
  const { userName, email, mobile, tags } = user;
  return { userName, email, mobile, tags, record };
}

/** What became of a message that left, or was tried. */
const OUTCOMES: ReadonlySet<string> = new Set(['sending', 'sent', 'unknown', 'failed']);

import { type Contact, type ContactRules, resolveContact } from '../contacts/resolve-contact.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { RamUser } from '../domain/ram-user.ts';
import { isToday } from '../domain/reach.ts';
import type { NoticeRow } from '../store/notices.ts';

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
  about: { readonly user: RamUser; readonly notices: readonly NoticeRow[]; readonly now: EpochMs },
  signal: AbortSignal,
): Promise<Contact> {
  const { user, notices, now } = about;
  const contact = await resolveContact(user, contactRules, signal);
  const last = notices.findLast((one) => one.audience === 'person' && OUTCOMES.has(one.state));
  if (contact.kind !== 'found' || contactRules.directories.size < 2 || last === undefined) return contact;
  const { chat, memberId } = contact.person;
  const isHere = last.chat === chat;
  if (isHere && (last.state !== 'failed' || last.recipient !== memberId)) return contact;
  const others = new Map([...contactRules.directories].filter(([name]) => name !== chat));
  const other = await resolveContact(user, { ...contactRules, directories: others }, signal);
  if (other.kind !== 'found') return contact;
  if (isHere) return other;
  // Failed there as well: both are tried again tomorrow.
  const stays = last.state !== 'failed' || isToday(last.settledAt, { zone: policy.timeZone, now });
  return stays && other.person.memberId === last.recipient ? other : contact;
}

/** What became of a message that left, or was tried. */
const OUTCOMES: ReadonlySet<string> = new Set(['sending', 'sent', 'unknown', 'failed']);

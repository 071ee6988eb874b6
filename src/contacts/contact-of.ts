import type { RamUser } from '../domain/ram-user.ts';
import { findContactRecord } from '../store/contact-records.ts';
import type { Store } from '../store/database.ts';
import { type Contact, type ContactRules, resolveContact } from './resolve-contact.ts';

/** Who one RAM user is in chat, with what was said of it here. */
export async function contactOf(
  { db, contactRules }: { readonly db: Store; readonly contactRules: ContactRules },
  user: RamUser,
  signal: AbortSignal,
): Promise<Contact> {
  const record = await findContactRecord(db, user);
  return resolveContact({ user, record }, contactRules, signal);
}

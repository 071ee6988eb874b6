import { type MemberKey, NOTHING_SAID } from '../domain/contact.ts';
import { listAccounts } from '../store/accounts.ts';
import { keyOf, listContactRecords } from '../store/contact-records.ts';
import type { Database } from '../store/database.ts';
import { listRamUsers } from '../store/ram-users.ts';
import {
  type ContactRules,
  type ContactSubject,
  peopleBehind,
  resolveContact,
  rulesWithin,
} from './resolve-contact.ts';

export interface Subject {
  readonly members: readonly MemberKey[];
  /** A chat could not be asked: it may be somebody else's as well. */
  readonly isUnread: boolean;
}

/** Whose RAM user it is, in every chat that knows. */
export async function membersOf(
  subject: ContactSubject,
  rules: ContactRules,
  signal: AbortSignal,
): Promise<Subject> {
  const members: MemberKey[] = [];
  let isUnread = false;
  for (const chat of rules.directories.keys()) {
    const contact = await resolveContact(subject, rulesWithin(rules, [chat]), signal);
    members.push(...peopleBehind(contact).map(({ memberId }) => ({ chat, memberId })));
    if (contact.kind === 'unreadable') isUnread = true;
  }
  return { members, isUnread };
}

/** By these an admin in two chats is one; in a single chat nobody has to be asked. */
export async function contactsOfEverybody(
  { db, contactRules }: { readonly db: Database; readonly contactRules: ContactRules },
  signal: AbortSignal,
): Promise<readonly (readonly MemberKey[])[]> {
  if (contactRules.directories.size < 2) return [];
  const contacts: (readonly MemberKey[])[] = [];
  for (const { accountId } of await listAccounts(db)) {
    const records = await listContactRecords(db, accountId);
    for (const user of await listRamUsers(db, accountId)) {
      const record = records.get(keyOf(user)) ?? NOTHING_SAID;
      contacts.push((await membersOf({ user, record }, contactRules, signal)).members);
    }
  }
  return contacts;
}

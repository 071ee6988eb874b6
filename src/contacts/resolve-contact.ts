import type { PeopleDirectory, Person, PersonLookup } from '../chat/chat.ts';
import { CHAT_NAMES, CHATS, type ChatName } from '../domain/chats.ts';
import type { ContactLine, ContactWay } from '../domain/contact.ts';
import type { RamUser } from '../domain/ram-user.ts';

/** Who a RAM user is in chat. Only `found` is ever written to. */
export type Contact =
  | { readonly kind: 'found'; readonly person: Person; readonly via: ContactWay }
  | { readonly kind: 'unmapped' }
  /** More than one person answers to what RAM says: nobody is messaged. */
  | { readonly kind: 'ambiguous'; readonly memberIds: readonly string[] }
  /** Named by a tag, but the chat knows nobody by that id, or a deactivated member. */
  | {
      readonly kind: 'unreachable';
      readonly chat: ChatName;
      readonly memberId: string;
      readonly via: ContactWay;
    }
  /** The chat that would know is not configured. */
  | {
      readonly kind: 'no_chat_credentials';
      readonly chat: ChatName | null;
      readonly memberId: string | null;
      readonly via: ContactWay | null;
    }
  | { readonly kind: 'unreadable'; readonly chat: ChatName; readonly code: string };

export interface ContactRules {
  /** The chats that are configured, with who finds people there. */
  readonly directories: ReadonlyMap<ChatName, PeopleDirectory>;
  /** Where somebody found in several chats is messaged. */
  readonly preferredChat: ChatName;
  /** `corp.example`: RAM user `jane.doe` is looked up as `jane.doe@corp.example`. */
  readonly emailDomains: readonly string[];
}

/** Asks the sources in order of how sure they are: tag, RAM's e-mail, RAM's mobile, user name with the company's domains. */
export async function resolveContact(
  user: RamUser,
  rules: ContactRules,
  signal: AbortSignal,
): Promise<Contact> {
  const tagged = await byTag(user, rules, signal);
  if (tagged !== null) return tagged;
  if (rules.directories.size === 0)
    return { kind: 'no_chat_credentials', chat: null, memberId: null, via: null };
  const { email, mobile } = user;
  const lookups: readonly [ContactWay, (directory: PeopleDirectory) => Promise<readonly PersonLookup[]>][] = [
    ['email', async (directory) => (email === null ? [] : [await directory.byEmail(email, signal)])],
    ['mobile', async (directory) => (mobile === null ? [] : [await directory.byMobile(mobile, signal)])],
    [
      'email_domain',
      (directory) =>
        Promise.all(
          addresses(user.userName, rules.emailDomains).map((address) => directory.byEmail(address, signal)),
        ),
    ],
  ];
  for (const [via, look] of lookups) {
    for (const chat of chatsInOrder(rules.preferredChat)) {
      const directory = rules.directories.get(chat);
      const contact = directory === undefined ? null : combine(await look(directory), chat, via);
      if (contact !== null) return contact;
    }
  }
  return { kind: 'unmapped' };
}

/** A tag is an administrator's word: where it names nobody, no other source is asked to guess. */
async function byTag(user: RamUser, rules: ContactRules, signal: AbortSignal): Promise<Contact | null> {
  let dead: Contact | null = null;
  for (const chat of chatsInOrder(rules.preferredChat)) {
    const memberId = user.tags[CHATS[chat].tag]?.trim();
    if (!memberId) continue;
    const via = { tagIn: chat };
    const directory = rules.directories.get(chat);
    if (directory === undefined) {
      dead ??= { kind: 'no_chat_credentials', chat, memberId, via };
      continue;
    }
    const found = combine([await directory.byMemberId(memberId, signal)], chat, via);
    if (found !== null) return found;
    dead = { kind: 'unreachable', chat, memberId, via };
  }
  return dead;
}

function combine(lookups: readonly PersonLookup[], chat: ChatName, via: ContactWay): Contact | null {
  const unreadable = lookups.find((lookup) => lookup.kind === 'unreadable');
  if (unreadable !== undefined) return { kind: 'unreadable', chat, code: unreadable.code };
  const people = new Map<string, Person>();
  const others: string[] = [];
  for (const lookup of lookups) {
    if (lookup.kind === 'found') people.set(lookup.person.memberId, lookup.person);
    if (lookup.kind === 'ambiguous') others.push(...lookup.memberIds);
  }
  const [person, ...more] = [...people.values()];
  if (others.length > 0 || more.length > 0) {
    return { kind: 'ambiguous', memberIds: [...new Set([...people.keys(), ...others])] };
  }
  return person === undefined ? null : { kind: 'found', person, via };
}

function addresses(userName: string, domains: readonly string[]): readonly string[] {
  if (domains.length === 0) return [];
  return userName.includes('@') ? [userName] : domains.map((domain) => `${userName}@${domain}`);
}

function chatsInOrder(preferred: ChatName): readonly ChatName[] {
  return [preferred, ...CHAT_NAMES.filter((chat) => chat !== preferred)];
}

export function contactLine(contact: Contact): ContactLine {
  switch (contact.kind) {
    case 'found':
      return { kind: 'found', memberId: contact.person.memberId, via: contact.via };
    case 'unreachable':
    case 'no_chat_credentials':
      return { kind: contact.kind, memberId: contact.memberId, via: contact.via };
    case 'unmapped':
    case 'ambiguous':
    case 'unreadable':
      return { kind: contact.kind, memberId: null, via: null };
    default:
      return contact satisfies never;
  }
}

import type { PeopleDirectory, Person, PersonLookup } from '../chat/chat.ts';
import { CHAT_NAMES, CHATS, type ChatName } from '../domain/chats.ts';
import {
  type ContactLine,
  type ContactRecord,
  type ContactWay,
  isSameMember,
  type MemberKey,
  OWN,
  type Standing,
  type Told,
  type UnreachableBecause,
} from '../domain/contact.ts';
import { LANGUAGES } from '../domain/message.ts';
import type { RamUser } from '../domain/ram-user.ts';
import { isZone } from '../domain/work-calendar.ts';

/** Who a RAM user is in chat. Only `found` is ever written to. */
export type Contact =
  | {
      readonly kind: 'found';
      readonly person: Person;
      readonly via: ContactWay;
      /** Others who share the RAM user, in the same chat. */
      readonly further: readonly Person[];
    }
  | {
      readonly kind: 'unmapped';
      /** By order of an admin. */
      readonly isErased?: true;
    }
  /** More than one person answers to what RAM says: nobody is messaged. */
  | { readonly kind: 'ambiguous'; readonly memberIds: readonly string[] }
  /** Somebody is named, and cannot be written to. */
  | {
      readonly kind: 'unreachable';
      readonly chat: ChatName;
      readonly memberId: string;
      readonly via: ContactWay;
      readonly because: UnreachableBecause;
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

/** A RAM user as RAM knows it, and what was said of it here. */
export interface ContactSubject {
  readonly user: Pick<RamUser, 'userName' | 'email' | 'mobile' | 'tags'>;
  readonly record: ContactRecord;
}

/** Asks the sources in order of how sure they are: link, tag, RAM's e-mail, RAM's mobile, user name with the company's domains. */
export async function resolveContact(
  subject: ContactSubject,
  rules: ContactRules,
  signal: AbortSignal,
): Promise<Contact> {
  if (subject.record.isErased) return { kind: 'unmapped', isErased: true };
  const named = (await byLink(subject, rules, signal)) ?? (await byTag(subject, rules, signal));
  if (named !== null) return corrected(named, subject.user);
  if (rules.directories.size === 0)
    return { kind: 'no_chat_credentials', chat: null, memberId: null, via: null };
  return corrected(await byRule(subject, rules, signal), subject.user);
}

/** Hours and words by the RAM user's tags, where they name a zone or language there is. */
function corrected(contact: Contact, { tags }: Pick<RamUser, 'tags'>): Contact {
  if (contact.kind !== 'found') return contact;
  const zone = tags['mfa-timezone']?.trim() ?? '';
  const language = LANGUAGES.find((one) => one === tags['mfa-language']?.trim().toLowerCase());
  const person = {
    ...contact.person,
    ...(isZone(zone) ? { timeZone: zone } : {}),
    ...(language === undefined ? {} : { language }),
  };
  return { ...contact, person };
}

async function byLink(
  { record: { owners, people } }: ContactSubject,
  rules: ContactRules,
  signal: AbortSignal,
): Promise<Contact | null> {
  if (owners.length > 0) return byName({ members: owners, viaIn: () => 'owner' }, rules, signal);
  if (people === null) return null;
  return (await byName({ members: people, viaIn: () => 'link' }, rules, signal)) ?? { kind: 'unmapped' };
}

/** Of a user whose contact could not be looked up: whoever is named for it is at least nobody else. */
export function mayBeBehind({ user, record }: ContactSubject, member: MemberKey): boolean {
  const { owners, people } = record;
  const named = owners.length > 0 ? owners : (people ?? taggedOf(user));
  return named.length === 0 || named.some((one) => isSameMember(one, member));
}

/** Whom the tags of a RAM user name, in each chat. */
export function taggedOf({ tags }: Pick<RamUser, 'tags'>): readonly MemberKey[] {
  return CHAT_NAMES.flatMap((chat) =>
    words(tags[CHATS[chat].tag] ?? '').map((memberId) => ({ chat, memberId })),
  );
}

/** A tag is an administrator's word: where it names nobody, no other source is asked to guess. */
async function byTag(
  { user, record }: ContactSubject,
  rules: ContactRules,
  signal: AbortSignal,
): Promise<Contact | null> {
  const tagged = taggedOf(user);
  if (tagged.length === 0) return null;
  const members = tagged.filter((member) => !isDenied(record, member));
  return (
    (await byName({ members, viaIn: (chat) => ({ tagIn: chat }) }, rules, signal)) ?? { kind: 'unmapped' }
  );
}

const words = (text: string) => text.split(/\s+/u).filter((word) => word !== '');

function isDenied({ denied }: ContactRecord, member: MemberKey): boolean {
  return denied.some((one) => isSameMember(one, member));
}

/** In the preferred chat, where anybody named there is found. null: nobody is named. */
async function byName(
  named: {
    readonly members: readonly MemberKey[];
    readonly viaIn: (chat: ChatName) => ContactWay;
  },
  rules: ContactRules,
  signal: AbortSignal,
): Promise<Contact | null> {
  let dead: Contact | null = null;
  for (const chat of chatsInOrder(rules.preferredChat)) {
    const ids = [
      ...new Set(named.members.filter((one) => one.chat === chat).map(({ memberId }) => memberId)),
    ];
    const [memberId] = ids;
    if (memberId === undefined) continue;
    const via = named.viaIn(chat);
    const directory = rules.directories.get(chat);
    if (directory === undefined) {
      dead ??= { kind: 'no_chat_credentials', chat, memberId, via };
      continue;
    }
    const lookups = await Promise.all(ids.map((id) => directory.byMemberId(id, signal)));
    const contact = everyone(lookups, chat, via);
    if (contact !== null) return contact;
    dead = absentOf(lookups, chat, via) ?? {
      kind: 'unreachable',
      chat,
      memberId,
      via,
      because: 'person_unknown',
    };
  }
  return dead;
}

/** All who are named and found; null: none is. */
function everyone(lookups: readonly PersonLookup[], chat: ChatName, via: ContactWay): Contact | null {
  const unreadable = lookups.find((lookup) => lookup.kind === 'unreadable');
  if (unreadable !== undefined) return { kind: 'unreadable', chat, code: unreadable.code };
  const [person, ...further] = peopleOf(lookups);
  return person === undefined ? null : { kind: 'found', person, via, further };
}

function peopleOf(lookups: readonly PersonLookup[]): readonly Person[] {
  const found = lookups.flatMap((lookup) => (lookup.kind === 'found' ? [lookup.person] : []));
  return [...new Map(found.map((person) => [person.memberId, person])).values()];
}

type Look = (directory: PeopleDirectory) => Promise<readonly PersonLookup[]>;

/** By what RAM has of the user, and by the user's name. */
async function byRule(
  { user, record }: ContactSubject,
  rules: ContactRules,
  signal: AbortSignal,
): Promise<Contact> {
  const { email, mobile } = user;
  const lookups: readonly [ContactWay, Look][] = [
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
  let absent: Contact | null = null;
  for (const [via, look] of lookups) {
    for (const chat of chatsInOrder(rules.preferredChat)) {
      const directory = rules.directories.get(chat);
      if (directory === undefined) continue;
      const contact = onlyOne(await look(directory), { chat, via, record });
      // Who is not there any more, or not yet, may be found in another way.
      if (contact?.kind === 'unreachable') absent ??= contact;
      else if (contact !== null) return contact;
    }
  }
  return absent ?? { kind: 'unmapped' };
}

/** Whoever answers to it and has not said "this is not me"; null: nobody does. */
function onlyOne(
  lookups: readonly PersonLookup[],
  by: { readonly chat: ChatName; readonly via: ContactWay; readonly record: ContactRecord },
): Contact | null {
  const { chat, via, record } = by;
  const unreadable = lookups.find((lookup) => lookup.kind === 'unreadable');
  if (unreadable !== undefined) return { kind: 'unreadable', chat, code: unreadable.code };
  const people = peopleOf(lookups).filter((person) => !isDenied(record, person));
  const others = lookups
    .flatMap((lookup) => (lookup.kind === 'ambiguous' ? lookup.memberIds : []))
    .filter((memberId) => !isDenied(record, { chat, memberId }));
  const [person, ...more] = people;
  if (others.length > 0 || more.length > 0) {
    const memberIds = [...new Set([...people.map(({ memberId }) => memberId), ...others])];
    return { kind: 'ambiguous', memberIds };
  }
  if (person !== undefined) return { kind: 'found', person, via, further: [] };
  const denied = (lookup: PersonLookup) =>
    'memberId' in lookup && isDenied(record, { chat, memberId: lookup.memberId });
  return absentOf(
    lookups.filter((lookup) => !denied(lookup)),
    chat,
    via,
  );
}

/** Somebody who is not there any more, or not yet; null: nobody is. */
function absentOf(lookups: readonly PersonLookup[], chat: ChatName, via: ContactWay): Contact | null {
  for (const lookup of lookups) {
    if (lookup.kind !== 'deactivated' && lookup.kind !== 'not_joined') continue;
    const because = lookup.kind === 'deactivated' ? 'person_gone' : 'person_not_joined';
    return { kind: 'unreachable', chat, memberId: lookup.memberId, via, because };
  }
  return null;
}

function addresses(userName: string, domains: readonly string[]): readonly string[] {
  if (domains.length === 0) return [];
  return userName.includes('@') ? [userName] : domains.map((domain) => `${userName}@${domain}`);
}

export function chatsInOrder(preferred: ChatName): readonly ChatName[] {
  return [preferred, ...CHAT_NAMES.filter((chat) => chat !== preferred)];
}

/** The same asked in one chat alone. */
export function rulesWithin(rules: ContactRules, chats: readonly ChatName[]): ContactRules {
  const directories = new Map([...rules.directories].filter(([chat]) => chats.includes(chat)));
  return { ...rules, directories };
}

/** Whoever is written to: one, or all who share the user. */
export function peopleBehind(contact: Contact): readonly Person[] {
  return contact.kind === 'found' ? [contact.person, ...contact.further] : [];
}

/** What one of them is to the RAM user. */
export function standingOf(contact: Contact, person: MemberKey): Standing {
  if (contact.kind === 'found' && contact.via === 'owner') return { kind: 'owner' };
  const others = peopleBehind(contact).filter((one) => !isSameMember(one, person));
  return others.length === 0
    ? OWN
    : { kind: 'shared', withNames: others.map(({ displayName }) => displayName) };
}

export function isContact(contact: Contact, member: MemberKey): boolean {
  return peopleBehind(contact).some((person) => isSameMember(person, member));
}

export function toldOf(contact: Contact): Told {
  if (contact.kind === 'unreadable') return { kind: 'not_known' };
  if (contact.kind !== 'found') return { kind: 'nobody' };
  const displayNames = peopleBehind(contact).map(({ displayName }) => displayName);
  return { kind: 'somebody', displayNames, via: contact.via };
}

export function contactLine(contact: Contact): ContactLine {
  switch (contact.kind) {
    case 'found': {
      const { kind, person, further, via } = contact;
      const furtherIds = further.map(({ memberId }) => memberId);
      return { kind, memberId: person.memberId, furtherIds, via, because: null };
    }
    case 'unreachable': {
      const { kind, chat, memberId, via, because: meaning } = contact;
      return { kind, memberId, via, because: { chat, code: null, meaning } };
    }
    case 'no_chat_credentials':
      return { kind: contact.kind, memberId: contact.memberId, via: contact.via, because: null };
    case 'unmapped':
      return { kind: contact.isErased ? 'erased' : 'unmapped', memberId: null, via: null, because: null };
    case 'ambiguous':
    case 'unreadable':
      return { kind: contact.kind, memberId: null, via: null, because: null };
    default:
      return contact satisfies never;
  }
}

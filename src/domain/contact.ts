import type { ChatName } from './chats.ts';
import type { EpochMs } from './clock.ts';
import type { ChatCode, CodeMeaning } from './code-meaning.ts';

/** Somebody in a chat, by the chat's own id. */
export interface MemberKey {
  readonly chat: ChatName;
  readonly memberId: string;
}

export function isSameMember(one: MemberKey, other: MemberKey): boolean {
  return one.chat === other.chat && one.memberId === other.memberId;
}

/**
 * One person in two chats: named together for some RAM user, whose contact in each chat is given. Of one chat, only the same
 * member: people who share a RAM user are several.
 */
export function isSamePerson(
  one: MemberKey,
  other: MemberKey,
  contacts: readonly (readonly MemberKey[])[],
): boolean {
  if (isSameMember(one, other)) return true;
  if (one.chat === other.chat) return false;
  const names = (contact: readonly MemberKey[], key: MemberKey) =>
    contact.some((member) => isSameMember(member, key));
  return contacts.some((contact) => names(contact, one) && names(contact, other));
}

/** What admins and people have said about who is behind a RAM user. It belongs to the UserId: recreated names inherit nothing. */
export interface ContactRecord {
  /** Named by an admin, each in some chat; empty: said to be nobody; null: nothing was said. */
  readonly people: readonly MemberKey[] | null;
  readonly managers: readonly MemberKey[];
  /** Who looks after a service account, and stands in the person's place. */
  readonly owners: readonly MemberKey[];
  /** Who said "this is not me": never matched by a rule again. */
  readonly denied: readonly MemberKey[];
  /** Somebody said so and no admin has settled it yet. */
  readonly dispute: { readonly by: MemberKey; readonly since: EpochMs } | null;
  /** The person was erased: nobody is looked up until an admin says anew who it is. */
  readonly isErased: boolean;
}

export const NOTHING_SAID: ContactRecord = {
  people: null,
  managers: [],
  owners: [],
  denied: [],
  dispute: null,
  isErased: false,
};

/** How the person behind a RAM user was found; `tagIn`: by the tag of that chat. */
const CONTACT_WAYS = ['link', 'owner', 'email', 'mobile', 'email_domain'] as const;
export type ContactWay = (typeof CONTACT_WAYS)[number] | { readonly tagIn: ChatName };

/**
 * Why somebody who is named cannot be written to: nobody has this id, the person was deactivated, or has been invited and not
 * joined yet.
 */
export type UnreachableBecause = Extract<CodeMeaning, 'person_unknown' | 'person_gone' | 'person_not_joined'>;

/** Who would be written to about a RAM user, and by which rule they were found. */
export type Told =
  | { readonly kind: 'somebody'; readonly displayNames: readonly string[]; readonly via: ContactWay }
  | { readonly kind: 'nobody' }
  /** The chat that would know did not answer. */
  | { readonly kind: 'not_known' };

/** Who a RAM user is in chat, as it is shown to admins. */
export interface ContactLine {
  readonly kind:
    | 'found'
    | 'unmapped'
    | 'erased'
    | 'ambiguous'
    | 'unreachable'
    | 'no_chat_credentials'
    | 'unreadable';
  readonly memberId: string | null;
  /** Of the others who share the user. */
  readonly furtherIds?: readonly string[];
  readonly via: ContactWay | null;
  /** Of `unreachable` alone. */
  readonly because: ChatCode | null;
}

/** What the reader is to the RAM user: the person, one of those who share it, or who looks after a service account. */
export type Standing =
  | { readonly kind: 'own' }
  | { readonly kind: 'shared'; readonly withNames: readonly string[] }
  | { readonly kind: 'owner' };

export const OWN: Standing = { kind: 'own' };

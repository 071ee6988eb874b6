import { plain } from '../../domain/message.ts';
import type { Person, PersonLookup } from '../chat.ts';
import { isJsonObject } from '../transport/json.ts';

/** What is read of somebody in the directory. https://open.dingtalk.com/document/development/query-user-details */
export interface Member {
  readonly userId: string;
  readonly name: string;
  /** Invited and never signed in, they would not read a message. */
  readonly isActive: boolean;
  /** null: DingTalk does not know. */
  readonly managerUserId: string | null;
  /** Empty without the permission for the field. */
  readonly addresses: readonly string[];
}

/** null: no member. Which fields there are depends on permissions. */
export function memberOf(value: unknown): Member | null {
  if (!isJsonObject(value)) return null;
  const field = (name: string): string | null => {
    const content = value[name];
    return typeof content === 'string' && content.trim() !== '' ? content.trim() : null;
  };
  const userId = field('userid');
  if (userId === null) return null;
  return {
    userId,
    name: field('name') ?? userId,
    isActive: value.active !== false,
    managerUserId: field('manager_userid'),
    addresses: [field('email'), field('org_email')].filter((address) => address !== null),
  };
}

/** DingTalk tells neither time zones nor languages. */
export function personOf({ userId, name }: Pick<Member, 'userId' | 'name'>): Person {
  return { chat: 'dingtalk', memberId: userId, displayName: plain(name), timeZone: null, language: null };
}

/** Whoever has left is in no list, so nobody is deactivated. */
export function lookupOf(member: Member): PersonLookup {
  return member.isActive
    ? { kind: 'found', person: personOf(member) }
    : { kind: 'not_joined', memberId: member.userId };
}

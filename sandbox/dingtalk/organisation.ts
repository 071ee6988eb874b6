import type { Random } from '../random.ts';
import type { SandboxMessage } from './message.ts';
import { randomBase64 } from './random-ids.ts';

/** Somebody the organisation knows. */
export interface Member {
  readonly userId: string;
  readonly name: string;
  /** `1xxxxxxxxxx`, or `+cc-number` outside mainland China. */
  readonly mobile: string | null;
  readonly email: string | null;
  /** The mailbox the organisation gave out. */
  readonly orgEmail?: string;
  readonly managerUserId: string | null;
  readonly departmentIds: readonly number[];
  /** false: invited, and never signed in to DingTalk; true. */
  readonly active?: boolean;
  /** Of the organisation in DingTalk; false. */
  readonly isAdmin?: boolean;
  /** false: outside the range the app was given (`50002`); true. */
  readonly isVisible?: boolean;
  /** true: of another organisation; in groups, and in no directory; false. */
  readonly isOutside?: boolean;
}

export interface Department {
  readonly id: number;
  readonly name: string;
  /** null: the root, whose id is 1. */
  readonly parentId: number | null;
}

export interface Group {
  readonly openConversationId: string;
  readonly title: string;
  /** userIds, without the robot. */
  readonly members: readonly string[];
  botIsMember: boolean;
  isDisbanded?: boolean;
}

/** What becomes of a message to one recipient. */
export type RecipientOutcome =
  | 'delivered'
  | 'invalid'
  | 'flowControlled'
  | 'filtered'
  /** The whole call is refused with `send.forbidden`. */
  | 'forbidden';

interface App {
  readonly clientId: string;
  clientSecret: string;
  readonly robotCode: string;
  readonly robotName: string;
  /** Encrypted, as messages carry it. */
  readonly chatbotUserId: string;
  scopes: readonly string[];
  /** false: messages tell neither `senderStaffId` nor `isAdmin`. */
  isPublished: boolean;
}

/** One successful send to people. */
interface DirectSend {
  readonly sentAt: number;
  /** userIds that got it. */
  readonly recipients: readonly string[];
  readonly readBy: Set<string>;
}

/** Everything the fake organisation remembers. */
export interface Organisation {
  readonly corpId: string;
  readonly app: App;
  /** userId → member; who left is gone from it. */
  readonly members: Map<string, Member>;
  readonly departments: ReadonlyMap<number, Department>;
  readonly groups: ReadonlyMap<string, Group>;
  /** userId → conversation with the robot. */
  readonly directConversations: Map<string, string>;
  /** Conversation id → what was said there, oldest first. */
  readonly messages: Map<string, SandboxMessage[]>;
  /** processQueryKey → send. */
  readonly directSends: Map<string, DirectSend>;
  /** media_id → what was uploaded. */
  readonly media: Map<string, File>;
  /** userId → what becomes of messages to it; not in here: delivered. */
  readonly recipientOutcomes: Map<string, RecipientOutcome>;
  readonly now: () => number;
  readonly random: Random;
}

/** The conversation between this person and the robot, begun if need be. */
export function directConversation(organisation: Organisation, userId: string): string {
  const existing = organisation.directConversations.get(userId);
  if (existing !== undefined) return existing;
  const id = randomBase64(organisation.random, 'cid');
  organisation.directConversations.set(userId, id);
  return id;
}

/** The colleague the app may look up and write to; null for everybody else. */
export function findColleague(organisation: Organisation, userId: string): Member | null {
  const member = organisation.members.get(userId);
  return member === undefined || member.isOutside === true ? null : member;
}

export function addMessage(organisation: Organisation, message: SandboxMessage): void {
  const said = organisation.messages.get(message.conversationId);
  if (said === undefined) organisation.messages.set(message.conversationId, [message]);
  else said.push(message);
}

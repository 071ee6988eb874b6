import type { Random } from '../random.ts';
import type { Block, SandboxMessage } from './message.ts';
import { randomId } from './random-id.ts';

/** As its owner set it. */
export interface Status {
  readonly text: string;
  /** `:palm_tree:` */
  readonly emoji: string;
  /** null: it stays. */
  readonly expiresAt: number | null;
}

/** Somebody in the workspace. */
export interface Member {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  /** null: the profile has none. */
  readonly email: string | null;
  /** IANA zone. */
  tz: string;
  /** As Slack writes it: `en-US`, `zh-CN`. */
  locale: string;
  /** Deactivated. */
  deleted?: boolean;
  readonly isBot?: boolean;
  /** Invited, and never signed in. */
  isInvited?: boolean;
  /** false: nobody has confirmed the address in the profile; true. */
  isEmailConfirmed?: boolean;
  /** What stands beside the name; none. */
  status?: Status | null;
  /** A guest. */
  readonly isRestricted?: boolean;
  /** false: a person the app may not see (`user_not_visible`). */
  readonly isVisible?: boolean;
  /** What a rule of the workspace refuses the app's messages to this person with: `access_denied`. */
  refusedWith?: string | null;
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly isPrivate: boolean;
  /** Member ids, without the bot. */
  members: string[];
  botIsMember: boolean;
  isArchived?: boolean;
}

export interface Usergroup {
  readonly id: string;
  readonly handle: string;
  members: string[];
}

interface Team {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
}

/** The installed app and its bot user. */
interface InstalledApp {
  readonly appId: string;
  readonly botId: string;
  readonly botUserId: string;
  readonly botName: string;
}

/** https://docs.slack.dev/surfaces/app-home */
export interface HomeView {
  readonly id: string;
  readonly hash: string;
  readonly blocks: readonly Block[];
}

/** Everything the fake workspace remembers. */
export interface Workspace {
  readonly team: Team;
  readonly app: InstalledApp;
  readonly members: Map<string, Member>;
  readonly channels: Map<string, Channel>;
  readonly usergroups: Map<string, Usergroup>;
  /** Member id → id of the direct message between that member and the bot. */
  readonly directMessages: Map<string, string>;
  /** Member id → what the app shows on its Home tab. */
  readonly homes: Map<string, HomeView>;
  /** Conversation id → its messages, oldest first. */
  readonly messages: Map<string, SandboxMessage[]>;
  /** Shown to one person only and in no history. */
  readonly ephemerals: SandboxMessage[];
  readonly now: () => number;
  readonly nextTimestamp: () => string;
  readonly random: Random;
}

export type Conversation =
  | { readonly kind: 'direct'; readonly id: string; readonly member: Member }
  | { readonly kind: 'channel'; readonly id: string; readonly channel: Channel };

/** The direct message between the bot and this member, opened if need be. */
export function openDirectMessage(
  workspace: Workspace,
  memberId: string,
): { readonly id: string; readonly alreadyOpen: boolean } {
  const existing = workspace.directMessages.get(memberId);
  if (existing !== undefined) return { id: existing, alreadyOpen: true };
  const id = randomId(workspace.random, 'D');
  workspace.directMessages.set(memberId, id);
  return { id, alreadyOpen: false };
}

/** The conversation with that id, as far as this app can know of it at all. */
export function findConversation(workspace: Workspace, id: string): Conversation | null {
  const channel = workspace.channels.get(id);
  if (channel !== undefined) return { kind: 'channel', id, channel };
  for (const [memberId, directMessageId] of workspace.directMessages) {
    const member = workspace.members.get(memberId);
    if (directMessageId === id && member !== undefined) return { kind: 'direct', id, member };
  }
  return null;
}

/** Can this person read the conversation? */
export function isParticipant(conversation: Conversation, memberId: string): boolean {
  return conversation.kind === 'direct'
    ? conversation.member.id === memberId
    : conversation.channel.members.includes(memberId);
}

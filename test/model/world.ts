/** What is true outside of the bot, as the walk sets it: both the providers in memory and the reference look at it. */
export interface World {
  readonly accounts: readonly Account[];
  /** Who is deleted is not in it. In the order the vendor lists them. */
  readonly users: RamPerson[];
  readonly colleagues: ReadonlyMap<string, Colleague>;
  readonly unreadableChats: Set<Chat>;
  /** How far the machine's clock is ahead of the vendor's. */
  clockAheadHours: number;
  /** What came of each message that did not simply arrive, by `memberId at`. */
  readonly mishaps: Map<string, Mishap>;
}

export type Chat = 'slack' | 'dingtalk';

/**
 * `recipient`: refused for good; `lost`: did not arrive, and the sender cannot know; `blurred`: arrived, and the sender cannot
 * know. Only Slack can be asked afterwards.
 */
export type Mishap = 'recipient' | 'lost' | 'blurred';

export interface Account {
  readonly accountId: string;
  readonly alias: string;
  /** null: could not be read. */
  sso: boolean | null;
  isMandatory: boolean;
  /** `entry`: nothing of it can be read; `list`: the list breaks off half way. */
  trouble: 'entry' | 'list' | null;
}

export interface RamPerson {
  readonly accountId: string;
  readonly userId: string;
  userName: string;
  login: 'active' | 'inactive' | 'none';
  hasDevice: boolean;
  isFrozen: boolean;
  /** Whose e-mail or tag stands on the user, of several with spaces between; null: nobody's. */
  contact: string | null;
  readonly isAdministrator: boolean;
  /** What of it cannot be read: the login profile, the devices, or the user when looked at alone. */
  trouble: 'profile' | 'device' | 'user' | null;
}

export interface Colleague {
  readonly memberId: string;
  readonly chat: Chat;
  /** null: the chat does not tell. */
  readonly zone: string | null;
  readonly managerId: string | null;
  hasLeft: boolean;
  /** What their status in the chat says; `untilAt` null: as long as it stands there. */
  leave: { readonly untilAt: number | null } | null;
}

/** `ambiguous@`: two people have this address. */
export const SHARED_ADDRESS = 'twins@corp.example';

export const keyOf = ({ accountId, userId }: { readonly accountId: string; readonly userId: string }) =>
  `${accountId}/${userId}`;

import type { ChatName } from './chats.ts';
import type { UserLabel } from './ram-user.ts';

/** What stands where a person's id stood. */
export const ERASED = 'erased';

/** What an admin was shown before a person was erased. */
export interface ErasePreview {
  readonly chat: ChatName;
  readonly memberId: string;
  /** Theirs: not looked up again until an admin links them. */
  readonly users: readonly UserLabel[];
}

/** `under_way`: a message to the person is being sent · `unreadable`: the chat could not be asked whose the users are */
export const ERASE_REFUSALS = ['admin', 'nothing_stored', 'under_way', 'ambiguous', 'unreadable'] as const;
export type EraseRefusal = (typeof ERASE_REFUSALS)[number];

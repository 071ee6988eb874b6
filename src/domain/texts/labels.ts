import { CHAT_NAMES, CHATS } from '../chats.ts';
import { code, type Inline, type Text } from '../message.ts';
import type { UserLabel } from '../ram-user.ts';

/** `jane.doe@corp.onaliyun.com`: says which account too, and can be typed behind a command. */
export function userTag(user: UserLabel): Inline {
  return code(user.logonName);
}

/** `jane.doe@corp`: the shortest that is typed and names no other. */
export function typedName({ userName, account, logonName }: UserLabel): string {
  return userName.includes('@') ? logonName : `${userName}@${account.alias ?? account.accountId}`;
}

/** `/mfa` and its words, to be typed as they stand. */
export function command(words: string): Inline {
  return code(`/mfa ${words}`);
}

/** The tags that name the person behind a RAM user: any of them will do. */
export function personTags(or: string): Text {
  return CHAT_NAMES.flatMap((chat, index) => [...(index === 0 ? [] : [or]), code(CHATS[chat].tag)]);
}

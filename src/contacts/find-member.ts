import type { PeopleDirectory, PersonLookup } from '../chat/chat.ts';
import { CHATS, type ChatName } from '../domain/chats.ts';

/** Somebody as an admin writes them: a mention, an e-mail address, the chat's id, or a mobile number where the chat knows those. */
export async function findMember(
  typed: string,
  { chat, directory }: { readonly chat: ChatName; readonly directory: PeopleDirectory },
  signal: AbortSignal,
): Promise<PersonLookup> {
  const mention = CHATS[chat].mention?.exec(typed)?.[1];
  if (mention !== undefined) return directory.byMemberId(mention, signal);
  if (typed.includes('@')) return directory.byEmail(typed, signal);
  const byId = await directory.byMemberId(typed, signal);
  return byId.kind === 'none' ? directory.byMobile(typed, signal) : byId;
}

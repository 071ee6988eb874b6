import type { ChatRequest } from '../chat.ts';
import { commandWords } from './command-words.ts';
import { personOf } from './member.ts';
import type { RobotMessage } from './robot-message.ts';

/** What came over the connection, and is for the bot. */
export interface Incoming {
  /** null: not surely of this organisation. Never guessed from the nickname, which is anybody's choice. */
  readonly actor: ChatRequest['actor'] | null;
  readonly conversation: ChatRequest['conversation'];
  readonly place: ChatRequest['place'];
  readonly words: string;
  readonly webhook: { readonly url: string; readonly expiresAt: number | null } | null;
}

/** Why nobody is to be asked about a message. */
export type IgnoredBecause = 'not_a_message' | 'other_robot' | 'quota' | 'no_command';

interface Own {
  readonly robotCode: string;
  readonly securityConversationId: string | null;
}

/** https://open.dingtalk.com/document/development/robot-message-type */
export const QUOTA_EXHAUSTED = '20001';

export function incoming(message: RobotMessage | null, own: Own): Incoming | IgnoredBecause {
  if (message === null || message.conversationId === null) return 'not_a_message';
  if (message.robotCode !== null && message.robotCode !== own.robotCode) return 'other_robot';
  if (message.errorCode === QUOTA_EXHAUSTED && message.text === '') return 'quota';
  const isDirect = message.conversationType === '1';
  const words = commandWords(message.text, isDirect ? 'direct' : 'group');
  // In a group people also talk to each other; alone with the bot they mean it.
  if (words === null && !isDirect) return 'no_command';
  const { conversationId, sessionWebhook, sessionWebhookExpiredTime } = message;
  return {
    actor: actorOf(message),
    conversation: { kind: isDirect ? 'direct' : 'channel', id: conversationId },
    place: placeOf(conversationId, isDirect, own),
    words: words ?? 'help',
    webhook: sessionWebhook === null ? null : { url: sessionWebhook, expiresAt: sessionWebhookExpiredTime },
  };
}

function placeOf(conversationId: string, isDirect: boolean, own: Own): ChatRequest['place'] {
  if (isDirect) return 'private';
  return conversationId === own.securityConversationId ? 'security_conversation' : 'other_group';
}

function actorOf({
  senderStaffId,
  senderNick,
  senderCorpId,
  chatbotCorpId,
}: RobotMessage): Incoming['actor'] {
  const isOfOurs = senderCorpId !== null && senderCorpId === chatbotCorpId;
  if (senderStaffId === null || !isOfOurs) return null;
  return personOf({ userId: senderStaffId, name: senderNick ?? senderStaffId });
}

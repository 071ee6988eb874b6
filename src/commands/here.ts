import { CHATS } from '../domain/chats.ts';
import type { Command } from './command.ts';

/** The id of this conversation, for whoever is setting the bot up. */
export const here: Command = {
  usage: 'here',
  words: { min: 0, max: 0 },
  async run(_deps, call) {
    const { chat, conversation } = call.request;
    return call.texts.reply.here({
      conversationId: conversation.id,
      variable: CHATS[chat].variables.channel,
      isDirect: conversation.kind === 'direct',
    });
  },
};

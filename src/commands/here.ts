import type { ChatName } from '../domain/message.ts';
import type { Command } from './command.ts';

const VARIABLE: Readonly<Record<ChatName, string>> = {
  slack: 'SLACK_SECURITY_CHANNEL',
  dingtalk: 'DINGTALK_SECURITY_CONVERSATION',
};

/** The id of this conversation, for whoever is setting the bot up. */
export const here: Command = {
  usage: 'here',
  words: { min: 0, max: 0 },
  async run(_deps, call) {
    const { chat, conversation } = call.request;
    return call.texts.reply.here({
      conversationId: conversation.id,
      variable: VARIABLE[chat],
      isDirect: conversation.kind === 'direct',
    });
  },
};

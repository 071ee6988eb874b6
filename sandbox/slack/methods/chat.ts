import { characterCount } from '../block-kit-checks.ts';
import type { SandboxMessage } from '../message.ts';
import { contentFromArguments, newContent } from '../message-content.ts';
import { messageObject } from '../message-object.ts';
import { addMessage, changeMessage, findMessage } from '../message-store.ts';
import { SlackApiError } from '../slack-api-error.ts';
import type { CallArguments } from '../web-api-arguments.ts';
import type { CallContext, WebApiMethod } from '../web-api-method.ts';
import {
  type Channel,
  type Conversation,
  findConversation,
  isParticipant,
  openDirectMessage,
} from '../workspace.ts';

const UPDATED_TEXT_MAX = 4000;

/** https://docs.slack.dev/reference/methods/chat.postMessage */
export const chatPostMessage: WebApiMethod = {
  name: 'chat.postMessage',
  tier: 'special',
  token: 'bot',
  scopes: ['chat:write'],
  handle(context, args) {
    const conversation = writableConversation(context, args.required('channel'));
    const { content, isCut } = newContent(contentFromArguments(args, context.rules.blockKit));
    const threadTs = existingThread(context, conversation, args);
    context.limits.countMessage(conversation.id);
    const message = addMessage(context.workspace, {
      channel: conversation.id,
      author: context.workspace.app.botUserId,
      content,
      threadTs,
      // Slack takes a message to a deactivated person and says nothing.
      reachesSomebody: conversation.kind === 'channel' || conversation.member.deleted !== true,
    });
    return {
      channel: message.channel,
      ts: message.ts,
      message: messageObject(context.workspace, message, true),
      ...(isCut
        ? { warning: 'message_truncated', response_metadata: { warnings: ['message_truncated'] } }
        : {}),
    };
  },
};

/** What is left out stays; `blocks=[]` and `metadata={}` remove. https://docs.slack.dev/reference/methods/chat.update */
export const chatUpdate: WebApiMethod = {
  name: 'chat.update',
  tier: 'tier3',
  token: 'bot',
  scopes: ['chat:write'],
  handle(context, args) {
    const message = ownMessage(context, args);
    const given = contentFromArguments(args, context.rules.blockKit);
    if (given.text === undefined && given.blocks === undefined) throw new SlackApiError('no_text');
    if (characterCount(given.text ?? '') > UPDATED_TEXT_MAX) throw new SlackApiError('msg_too_long');
    const isEmptied = (given.text ?? message.text) === '' && (given.blocks ?? message.blocks).length === 0;
    if (isEmptied) throw new SlackApiError('no_text');
    changeMessage(context.workspace, message, {
      ...(given.text === undefined ? {} : { text: given.text }),
      ...(given.blocks === undefined ? {} : { blocks: given.blocks }),
      ...(given.metadata === undefined ? {} : { metadata: given.metadata }),
    });
    context.replies.updated(message);
    const shown = messageObject(context.workspace, message, true);
    return { channel: message.channel, ts: message.ts, text: message.text, message: shown };
  },
};

/** https://docs.slack.dev/reference/methods/chat.postEphemeral */
export const chatPostEphemeral: WebApiMethod = {
  name: 'chat.postEphemeral',
  tier: 'tier4',
  token: 'bot',
  scopes: ['chat:write'],
  handle(context, args) {
    const conversation = writableConversation(context, args.required('channel'));
    const memberId = args.required('user');
    if (!isParticipant(conversation, memberId)) throw new SlackApiError('user_not_in_channel');
    const { content } = newContent(contentFromArguments(args, context.rules.blockKit));
    const message = addMessage(context.workspace, {
      channel: conversation.id,
      author: context.workspace.app.botUserId,
      content: { ...content, metadata: null },
      ephemeralTo: memberId,
    });
    context.replies.shownOnlyTo(memberId, message);
    return { message_ts: message.ts };
  },
};

/** A place the bot may write to: an id, a `#name`, or a member's id for the direct message with them. */
function writableConversation(context: CallContext, address: string): Conversation {
  const conversation = resolveAddress(context, address);
  if (conversation === null) throw new SlackApiError('channel_not_found');
  if (conversation.kind === 'direct') {
    if (!context.rules.messagesTab) throw new SlackApiError('messages_tab_disabled');
    const { refusedWith } = conversation.member;
    if (refusedWith) throw new SlackApiError(refusedWith);
    return conversation;
  }
  const { channel } = conversation;
  if (!channel.botIsMember) refuseOutsider(context, channel);
  if (channel.isArchived === true) throw new SlackApiError('is_archived');
  return conversation;
}

/** A private channel does not exist for who is not in it. */
function refuseOutsider(context: CallContext, channel: Channel): void {
  if (channel.isPrivate) throw new SlackApiError('channel_not_found');
  if (!context.scopes.has('chat:write.public')) throw new SlackApiError('not_in_channel');
}

function resolveAddress(context: CallContext, address: string): Conversation | null {
  const { workspace } = context;
  const member = workspace.members.get(address);
  if (member !== undefined && member.isBot !== true) {
    return { kind: 'direct', id: openDirectMessage(workspace, member.id).id, member };
  }
  const named = [...workspace.channels.values()].find(({ name }) => name === address.replace(/^#/, ''));
  return findConversation(workspace, named?.id ?? address);
}

function existingThread(
  context: CallContext,
  conversation: Conversation,
  args: CallArguments,
): string | null {
  const threadTs = args.text('thread_ts');
  if (threadTs === null) return null;
  const parent = findMessage(context.workspace, conversation.id, threadTs);
  if (parent === null) throw new SlackApiError('cannot_reply_to_message');
  return parent.threadTs ?? parent.ts;
}

function ownMessage(context: CallContext, args: CallArguments): SandboxMessage {
  const conversation = findConversation(context.workspace, args.required('channel'));
  if (conversation === null) throw new SlackApiError('channel_not_found');
  if (conversation.kind === 'channel') {
    const { channel } = conversation;
    if (!channel.botIsMember && channel.isPrivate) throw new SlackApiError('channel_not_found');
    if (channel.isArchived === true) throw new SlackApiError('is_inactive');
  }
  const message = findMessage(context.workspace, conversation.id, args.required('ts'));
  if (message === null) throw new SlackApiError('message_not_found');
  if (message.author !== context.workspace.app.botUserId) throw new SlackApiError('cant_update_message');
  return message;
}

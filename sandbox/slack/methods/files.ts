import { isRecord } from '../../json.ts';
import { addMessage } from '../message-store.ts';
import { SlackApiError } from '../slack-api-error.ts';
import { type CallArguments, invalidArguments } from '../web-api-arguments.ts';
import type { CallContext, WebApiMethod } from '../web-api-method.ts';
import { type Conversation, findConversation } from '../workspace.ts';

/** https://docs.slack.dev/reference/methods/files.getUploadURLExternal */
export const filesGetUploadUrlExternal: WebApiMethod = {
  name: 'files.getUploadURLExternal',
  tier: 'tier4',
  token: 'bot',
  scopes: ['files:write'],
  handle(context, args) {
    const length = Number(args.required('length'));
    if (!Number.isInteger(length) || length < 1) throw new SlackApiError('missing_argument');
    const { id, path } = context.files.announce(args.required('filename'), length);
    return { upload_url: context.addressOf(path), file_id: id };
  },
};

/** https://docs.slack.dev/reference/methods/files.completeUploadExternal */
export const filesCompleteUploadExternal: WebApiMethod = {
  name: 'files.completeUploadExternal',
  tier: 'tier4',
  token: 'bot',
  scopes: ['files:write'],
  handle(context, args) {
    const files = idsOf(args);
    const channelId = args.text('channel_id');
    const conversation = channelId === null ? null : sharedIn(context, channelId);
    const taken = files.map(({ id, title }) => ({ id, title, file: takenFile(context, id) }));
    if (conversation !== null) {
      context.limits.countMessage(conversation.id);
      addMessage(context.workspace, {
        channel: conversation.id,
        author: context.workspace.app.botUserId,
        content: { text: args.text('initial_comment') ?? '', blocks: [], metadata: null },
        reachesSomebody: conversation.kind === 'channel' || conversation.member.deleted !== true,
        files: taken.map(({ file }) => file),
      });
    }
    return { files: taken.map(({ id, title }) => ({ id, title })) };
  },
};

function idsOf(args: CallArguments): readonly { readonly id: string; readonly title: string | null }[] {
  args.required('files');
  const files = args.json('files', 'invalid_arguments');
  if (!Array.isArray(files) || files.length === 0) throw invalidArguments('files must be a list');
  return files.map((file: unknown) => {
    if (!isRecord(file) || typeof file.id !== 'string') throw invalidArguments('a file must have an id');
    return { id: file.id, title: typeof file.title === 'string' ? file.title : null };
  });
}

function takenFile({ files }: CallContext, id: string) {
  const file = files.take(id);
  if (file === null) throw new SlackApiError('file_not_found');
  return file;
}

/** Unlike a message, a file needs the bot in the channel, and an id of it. */
function sharedIn({ workspace, rules }: CallContext, channelId: string): Conversation {
  const conversation = findConversation(workspace, channelId);
  if (conversation === null) throw new SlackApiError('channel_not_found');
  if (conversation.kind === 'direct') {
    if (!rules.messagesTab) throw new SlackApiError('messages_tab_disabled');
    return conversation;
  }
  const { channel } = conversation;
  if (!channel.botIsMember)
    throw new SlackApiError(channel.isPrivate ? 'channel_not_found' : 'not_in_channel');
  if (channel.isArchived === true) throw new SlackApiError('is_archived');
  return conversation;
}

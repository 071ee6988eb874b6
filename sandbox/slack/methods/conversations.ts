import type { SandboxMessage } from '../message.ts';
import { messageObject } from '../message-object.ts';
import { messageMicros } from '../message-store.ts';
import { SlackApiError } from '../slack-api-error.ts';
import { timestampMicros } from '../timestamp.ts';
import type { CallArguments } from '../web-api-arguments.ts';
import type { CallContext, WebApiMethod } from '../web-api-method.ts';
import { type Conversation, findConversation, type Member, openDirectMessage } from '../workspace.ts';

const HISTORY_DEFAULT = 100;
const HISTORY_MAX = 999;
const DIRECT_MESSAGE_USERS_MAX = 8;

/** Direct messages with one person. https://docs.slack.dev/reference/methods/conversations.open */
export const conversationsOpen: WebApiMethod = {
  name: 'conversations.open',
  tier: 'tier3',
  token: 'bot',
  scopes: ['im:write', 'mpim:write', 'groups:write', 'channels:manage'],
  handle(context, args) {
    const member = requestedMember(context, args);
    const { id, alreadyOpen } = openDirectMessage(context.workspace, member.id);
    const known = alreadyOpen ? { no_op: true, already_open: true } : {};
    const channel = args.flag('return_im') ? directMessageObject(context, id, member) : { id };
    return { ...known, channel };
  },
};

function requestedMember(context: CallContext, args: CallArguments): Member {
  const users = args.text('users')?.split(',') ?? [];
  if (users.length > DIRECT_MESSAGE_USERS_MAX) throw new SlackApiError('too_many_users');
  if (users.length > 1) {
    context.requireScope('mpim:write');
    throw new Error('group direct messages are not modelled in this sandbox');
  }
  context.requireScope('im:write');
  const [userId] = users;
  const member = userId === undefined ? resumedMember(context, args) : context.workspace.members.get(userId);
  if (member === undefined) throw new SlackApiError('user_not_found');
  if (member.isVisible === false) throw new SlackApiError('user_not_visible');
  if (member.deleted === true) throw new SlackApiError('user_disabled');
  if (member.isBot === true) throw new SlackApiError('cannot_dm_bot');
  if (member.refusedWith) throw new SlackApiError(member.refusedWith);
  return member;
}

/** Of a direct message named by its own id. */
function resumedMember(context: CallContext, args: CallArguments): Member {
  const channel = args.text('channel');
  if (channel === null) throw new SlackApiError('users_list_not_supplied');
  const conversation = findConversation(context.workspace, channel);
  if (conversation?.kind !== 'direct') throw new SlackApiError('channel_not_found');
  return conversation.member;
}

/** https://docs.slack.dev/reference/methods/conversations.info */
export const conversationsInfo: WebApiMethod = {
  name: 'conversations.info',
  tier: 'tier3',
  token: 'bot',
  scopes: ['channels:read', 'groups:read', 'im:read', 'mpim:read'],
  handle(context, args) {
    const conversation = readableConversation(context, args.required('channel'), 'read');
    if (conversation.kind === 'direct') {
      return { channel: directMessageObject(context, conversation.id, conversation.member) };
    }
    const { channel } = conversation;
    return {
      channel: {
        id: channel.id,
        name: channel.name,
        is_channel: !channel.isPrivate,
        is_group: channel.isPrivate,
        is_im: false,
        is_private: channel.isPrivate,
        is_archived: channel.isArchived === true,
        is_member: channel.botIsMember,
      },
    };
  },
};

/** https://docs.slack.dev/reference/methods/conversations.history */
export const conversationsHistory: WebApiMethod = {
  name: 'conversations.history',
  tier: 'tier3',
  token: 'bot',
  scopes: ['channels:history', 'groups:history', 'mpim:history', 'im:history'],
  handle(context, args) {
    const conversation = readableConversation(context, args.required('channel'), 'history');
    if (conversation.kind === 'channel' && !conversation.channel.botIsMember) {
      throw new SlackApiError('not_in_channel');
    }
    const kept = context.rules.keepsMessages ? context.workspace.messages.get(conversation.id) : [];
    const { page, next } = historyPage(kept ?? [], args);
    const showsMetadata =
      args.flag('include_all_metadata') &&
      (!context.rules.metadataNeedsScope || context.scopes.has('metadata.message:read'));
    return {
      messages: page.map((message) => messageObject(context.workspace, message, showsMetadata)),
      has_more: next !== null,
      pin_count: 0,
      channel_actions_ts: null,
      channel_actions_count: 0,
      ...(next === null ? {} : { response_metadata: { next_cursor: encodeCursor(next) } }),
    };
  },
};

/** A conversation of a kind the token may look at: `im:history` is no `channels:history`. */
function readableConversation(
  context: CallContext,
  id: string,
  permission: 'read' | 'history',
): Conversation {
  const conversation = findConversation(context.workspace, id);
  if (conversation === null) throw new SlackApiError('channel_not_found');
  if (conversation.kind === 'direct') {
    context.requireScope(`im:${permission}`);
    return conversation;
  }
  const { channel } = conversation;
  context.requireScope(`${channel.isPrivate ? 'groups' : 'channels'}:${permission}`);
  if (channel.isPrivate && !channel.botIsMember) throw new SlackApiError('channel_not_found');
  return conversation;
}

/** Newest first. Given only `oldest`, a page holds the messages nearest to it; otherwise those nearest to `latest`. */
function historyPage(
  stored: readonly SandboxMessage[],
  args: CallArguments,
): { readonly page: readonly SandboxMessage[]; readonly next: number | null } {
  const limit = args.limit(HISTORY_MAX) ?? HISTORY_DEFAULT;
  const cursor = decodeCursor(args.text('cursor'));
  const forward = args.text('oldest') !== null && args.text('latest') === null;
  const wanted = stored
    .filter((message) => message.threadTs === null && isBetween(message, args))
    .filter((message) => cursor === null || isAtOrPast(messageMicros(message), cursor, forward));
  const ordered = forward ? wanted : wanted.toReversed();
  const page = ordered.slice(0, limit);
  const next = ordered[limit];
  return {
    page: forward ? page.toReversed() : page,
    next: next === undefined ? null : messageMicros(next),
  };
}

const isAtOrPast = (micros: number, cursor: number, forward: boolean): boolean =>
  forward ? micros >= cursor : micros <= cursor;

function isBetween(message: SandboxMessage, args: CallArguments): boolean {
  const micros = messageMicros(message);
  const oldest = boundary(args.text('oldest') ?? '0', 'invalid_ts_oldest');
  const latest = args.text('latest') === null ? null : boundary(args.required('latest'), 'invalid_ts_latest');
  if (args.flag('inclusive')) return micros >= oldest && (latest === null || micros <= latest);
  return micros > oldest && (latest === null || micros < latest);
}

function boundary(ts: string, code: string): number {
  const micros = timestampMicros(ts);
  if (micros === null) throw new SlackApiError(code);
  return micros;
}

const encodeCursor = (micros: number): string => Buffer.from(`next_ts:${micros}`).toString('base64');

function decodeCursor(cursor: string | null): number | null {
  if (cursor === null) return null;
  const match = /^next_ts:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString());
  if (match === null) throw new SlackApiError('invalid_cursor');
  return Number(match[1]);
}

function directMessageObject(context: CallContext, id: string, member: Member): Record<string, unknown> {
  const messages = context.workspace.messages.get(id) ?? [];
  const latest = messages.at(-1);
  return {
    id,
    is_im: true,
    is_org_shared: false,
    user: member.id,
    latest: latest === undefined ? null : messageObject(context.workspace, latest, false),
    is_open: true,
  };
}

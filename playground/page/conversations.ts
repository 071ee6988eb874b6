import type { DingtalkMessage, Seat, SlackMessage, View } from '../view.ts';

export type Chat = 'slack' | 'dingtalk';
export const CHATS: readonly Chat[] = ['slack', 'dingtalk'];

export interface SlackConversation {
  readonly place: string;
  readonly name: string;
  readonly messages: readonly SlackMessage[];
}

export interface DingtalkConversation {
  readonly place: string;
  readonly name: string;
  readonly messages: readonly DingtalkMessage[];
}

/** Those of one person: the direct message with the bot first. */
export function slackConversations({ slack, bot }: View, memberId: string): readonly SlackConversation[] {
  const person = slack.people.find(({ id }) => id === memberId);
  const channels = slack.channels.filter(({ memberIds }) => memberIds.includes(memberId));
  return [
    { place: 'direct', name: bot.name, messages: person?.messages ?? [] },
    ...channels.map(({ id, name, messages }) => {
      const asides = person?.asides.filter(({ channel }) => channel === id) ?? [];
      return { place: id, name: `#${name}`, messages: [...messages, ...asides].sort(byAge) };
    }),
  ];
}

function byAge(one: SlackMessage, other: SlackMessage): number {
  return Number(one.ts) - Number(other.ts);
}

export function dingtalkConversations(
  { dingtalk, bot }: View,
  userId: string,
): readonly DingtalkConversation[] {
  const person = dingtalk.people.find(({ id }) => id === userId);
  const groups = dingtalk.groups.filter(({ memberIds }) => memberIds.includes(userId));
  return [
    { place: 'direct', name: bot.name, messages: person?.messages ?? [] },
    ...groups.map(({ id, title, messages }) => ({ place: id, name: title, messages })),
  ];
}

/** What the bot wrote somewhere, of whichever chat. */
export interface BotMessage {
  readonly key: string;
  /** What a notification shows. */
  readonly summary: string;
  /** As an answer to one person, or as a message of its own. */
  readonly isAnswer: boolean;
}

/** Of a seat: what the bot wrote in that conversation. */
export function botMessages(view: View, chat: Chat, { id, place }: Seat): readonly BotMessage[] {
  if (chat === 'slack') {
    const conversation = slackConversations(view, id).find((one) => one.place === place);
    return (conversation?.messages ?? [])
      .filter(({ author }) => author === view.bot.slackUserId)
      .map(({ ts, text, ephemeralTo }) => ({
        key: `slack ${ts}`,
        summary: text,
        isAnswer: ephemeralTo !== null,
      }));
  }
  const conversation = dingtalkConversations(view, id).find((one) => one.place === place);
  return (conversation?.messages ?? [])
    .filter(({ author }) => author === null)
    .map((message) => ({
      key: `dingtalk ${message.id}`,
      summary: message.title ?? message.shownText,
      isAnswer: message.processQueryKey === null,
    }));
}

/** Every conversation once: each person's direct one, and each channel and group with one of its members in it. */
export function allSeats(
  view: View,
): readonly { readonly chat: Chat; readonly seat: Seat; readonly name: string }[] {
  const direct = (chat: Chat) =>
    view[chat].people.map(({ id, name }) => ({ chat, seat: { id, place: 'direct' }, name }));
  const watcher = view.personas.channel;
  const room = (chat: Chat, { id, memberIds, name }: Room) => {
    const watching = watcher[chat]?.id ?? '';
    const member = memberIds.includes(watching) ? watching : memberIds[0];
    return member === undefined ? [] : [{ chat, seat: { id: member, place: id }, name }];
  };
  return [
    ...direct('slack'),
    ...view.slack.channels.flatMap((channel) => room('slack', { ...channel, name: `#${channel.name}` })),
    ...direct('dingtalk'),
    ...view.dingtalk.groups.flatMap((group) => room('dingtalk', { ...group, name: group.title })),
  ];
}

interface Room {
  readonly id: string;
  readonly memberIds: readonly string[];
  readonly name: string;
}

import type { ComponentChildren, VNode } from 'preact';
import type { DingtalkMessage } from '../../view.ts';
import { drawChatWindow } from '../chat-window.ts';
import { dingtalkConversations } from '../conversations.ts';
import { el } from '../element.ts';
import type { Hands } from '../hands.ts';
import type { PageState } from '../state.ts';
import { suggestionsFor } from '../suggestions.ts';
import { type DingtalkMessageSurroundings, dingtalkTime, drawDingtalkMessage } from './dingtalk-message.ts';

/** A message that comes so much later has its time above it. */
const APART_MS = 3 * 60 * 1000;

export function drawDingtalkWindow(state: PageState, hands: Hands): VNode {
  const { view, seats } = state;
  const { id: userId, place } = seats.dingtalk;
  const conversations = dingtalkConversations(view, userId);
  const messages = conversations.find((one) => one.place === place)?.messages ?? [];
  const around: DingtalkMessageSurroundings = {
    bot: view.bot,
    viewerId: userId,
    timeZone: view.clock.timeZone,
    nameOf: (id) => view.dingtalk.people.find((one) => one.id === id)?.name ?? id,
    follow: ({ id: messageId }, label) =>
      hands.act({ kind: 'dingtalk_follow', userId, place, messageId, label }),
  };
  return drawChatWindow(
    {
      chat: 'dingtalk',
      title: state.language === 'zh' ? '钉钉' : 'DingTalk',
      people: view.dingtalk.people,
      conversations,
      messages: drawDingtalkMessages(messages, around),
      isEmpty: messages.length === 0,
      suggestions: suggestionsFor(view, 'dingtalk', userId),
      say: (text) => hands.act({ kind: 'dingtalk_say', userId, place, text }),
    },
    state,
    hands,
  );
}

export function drawDingtalkMessages(
  messages: readonly DingtalkMessage[],
  around: DingtalkMessageSurroundings,
): ComponentChildren {
  return messages.map((message, index) => {
    const before = messages[index - 1];
    const isApart = before === undefined || message.sentAt - before.sentAt > APART_MS;
    const time = isApart ? el('time', null, dingtalkTime(message, around)) : null;
    return el('li', { key: message.id, 'data-key': `dingtalk ${message.id}` }, [
      time,
      drawDingtalkMessage(message, around),
    ]);
  });
}

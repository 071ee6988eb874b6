import type { ComponentChildren, VNode } from 'preact';
import type { SlackMessage, View } from '../../view.ts';
import { drawChatWindow } from '../chat-window.ts';
import { slackConversations } from '../conversations.ts';
import { el } from '../element.ts';
import type { Hands } from '../hands.ts';
import type { PageState } from '../state.ts';
import { suggestionsFor } from '../suggestions.ts';
import type { SlackReader } from './reader.ts';
import { drawSlackMessage, type SlackMessageSurroundings, slackDay } from './slack-message.ts';

const COMMAND = /^\/mfa(?:\s+|$)/;

export function drawSlackWindow(state: PageState, hands: Hands): VNode {
  const { view, seats } = state;
  const { id: memberId, place } = seats.slack;
  const conversations = slackConversations(view, memberId);
  const messages = conversations.find((one) => one.place === place)?.messages ?? [];
  const around: SlackMessageSurroundings = {
    reader: readerFor(view, memberId),
    bot: view.bot,
    press: ({ ts }, button) => {
      if (button.confirm !== null) hands.ask({ memberId, ts, button });
      else hands.act({ kind: 'slack_press', memberId, ts, actionId: button.actionId, answer: 'confirm' });
    },
  };
  return drawChatWindow(
    {
      chat: 'slack',
      title: 'Slack',
      people: view.slack.people,
      conversations,
      messages: drawSlackMessages(messages, around),
      isEmpty: messages.length === 0,
      suggestions: suggestionsFor(view, 'slack', memberId),
      say(typed) {
        const text = typed.replace(COMMAND, '');
        if (COMMAND.test(typed)) hands.act({ kind: 'slack_command', memberId, place, text });
        else hands.typedInVain();
      },
    },
    state,
    hands,
  );
}

export function readerFor({ slack, bot }: View, memberId: string): SlackReader {
  const person = slack.people.find(({ id }) => id === memberId);
  return {
    language: person?.locale.startsWith('zh') ? 'zh' : 'en',
    timeZone: person?.timeZone ?? 'UTC',
    nameOf: (id) =>
      id === bot.slackUserId ? bot.name : (slack.people.find((one) => one.id === id)?.name ?? id),
    channelName: (id) => slack.channels.find((one) => one.id === id)?.name ?? id,
  };
}

/** Days between them, and replies beneath what they reply to. */
export function drawSlackMessages(
  messages: readonly SlackMessage[],
  around: SlackMessageSurroundings,
): ComponentChildren {
  const tops = messages.filter(({ threadTs, ts }) => threadTs === null || threadTs === ts);
  return tops.map((message, index) => {
    const day = slackDay(message.ts, around.reader);
    const before = tops[index - 1];
    const isNewDay = before === undefined || slackDay(before.ts, around.reader) !== day;
    const replies = messages.filter(({ threadTs, ts }) => threadTs === message.ts && ts !== message.ts);
    const thread =
      replies.length === 0
        ? null
        : el(
            'ol',
            { class: 'thread' },
            replies.map((reply) => item(reply, around)),
          );
    return [
      isNewDay ? el('li', { class: 'day', key: `day ${day}` }, el('span', null, day)) : null,
      item(message, around, thread),
    ];
  });
}

function item(
  message: SlackMessage,
  around: SlackMessageSurroundings,
  replies: ComponentChildren = null,
): VNode {
  return el(
    'li',
    { key: message.ts, 'data-key': `slack ${message.ts}` },
    drawSlackMessage(message, around, replies),
  );
}

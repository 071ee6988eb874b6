import type { SandboxMessage } from '../sandbox/slack/message.ts';
import type { SlackSandbox } from '../sandbox/slack/slack-sandbox.ts';
import { commandOf, type Hands, type SeenMessage } from './hands.ts';

/** `settle` resolves when all is done that an answer started. */
export function slackHands(slack: SlackSandbox, channelId: string, settle: () => Promise<void>): Hands {
  type Interaction = Awaited<ReturnType<SlackSandbox['command']>>;
  const answerTo = async (asked: Interaction) => {
    const [reply] = await asked.waitForReplies(1);
    await settle();
    if (reply === undefined) throw new Error('There is no answer');
    return seenInSlack(reply.message);
  };
  return {
    say: async (userId, text, conversationId) =>
      answerTo(
        await slack.command({
          userId,
          text,
          ...(conversationId === undefined ? {} : { channelId: conversationId }),
        }),
      ),
    answers: async (userId, text, count) => {
      const replies = await (await slack.command({ userId, text })).waitForReplies(count);
      return replies.map(({ message }) => seenInSlack(message));
    },
    press: async (userId, message, label) => {
      if (message.wire.chat !== 'slack') throw new Error('This message is not in Slack');
      const value = commandOf(message, label);
      return answerTo(await slack.press({ userId, message: message.wire.message, value }));
    },
    messagesTo: (memberId) => slack.directMessages(memberId).map(seenInSlack),
    channelMessages: () => slack.channelMessages(channelId).map(seenInSlack),
  };
}

export function seenInSlack(message: SandboxMessage): SeenMessage {
  return {
    wire: { chat: 'slack', message },
    summary: message.text,
    words: [message.text, ...message.blocks.map(wordsIn)].join('\n'),
    buttons: message.blocks.flatMap((block) =>
      block.type === 'actions'
        ? (block.elements as ButtonElement[]).map(({ text, value }) => ({ label: text.text, command: value }))
        : [],
    ),
  };
}

interface ButtonElement {
  readonly value: string;
  readonly text: { readonly text: string };
}

/** What stands in a line together, as Slack joins it. */
const ONE_LINE = new Set(['rich_text_section']);
const READABLE = new Set(['text', 'title', 'label', 'name']);

function wordsIn(value: unknown): string {
  if (Array.isArray(value)) return value.map(wordsIn).filter(Boolean).join('\n');
  if (typeof value !== 'object' || value === null) return '';
  const { type, elements, text } = value as { type?: string; elements?: unknown[]; text?: unknown };
  if (ONE_LINE.has(type ?? '')) return (elements ?? []).map(wordsIn).join('');
  // The marks around bold and code words, and what keeps them apart.
  if (type === 'mrkdwn') return String(text).replace(/[\u200B*`]/g, '');
  return Object.entries(value)
    .map(([key, inner]) => (typeof inner === 'string' ? (READABLE.has(key) ? inner : '') : wordsIn(inner)))
    .filter(Boolean)
    .join('\n');
}

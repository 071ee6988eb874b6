import type { ComponentChildren, VNode } from 'preact';
import type { SlackMessage } from '../../view.ts';
import { el } from '../element.ts';
import { drawBlock, type SlackButton } from './blocks.ts';
import { textObject } from './inline.ts';
import type { SlackReader } from './reader.ts';

export interface SlackMessageSurroundings {
  readonly reader: SlackReader;
  readonly bot: { readonly name: string; readonly slackUserId: string };
  readonly press: (message: SlackMessage, button: SlackButton) => void;
}

/** What Slack itself says around a message, in the language of whoever reads it. */
const CLIENT_WORDS = {
  en: { app: 'APP', alone: 'Only visible to you', edited: '(edited)' },
  zh: { app: '应用', alone: '仅对你可见', edited: '（已编辑）' },
} as const;

export function drawSlackMessage(
  message: SlackMessage,
  around: SlackMessageSurroundings,
  replies: ComponentChildren = null,
): VNode {
  const { reader, bot } = around;
  const words = CLIENT_WORDS[reader.language];
  const isBot = message.author === bot.slackUserId;
  const author = isBot ? bot.name : reader.nameOf(message.author);
  const time = slackTime(message.ts, reader);
  return el(
    'article',
    { class: message.ephemeralTo === null ? 'message' : 'message alone', 'aria-label': `${author}, ${time}` },
    [
      message.ephemeralTo === null ? null : el('p', { class: 'alone-mark' }, [eye(), words.alone]),
      face(isBot, author),
      el('div', { class: 'author' }, [
        el('strong', null, author),
        isBot ? el('span', { class: 'badge' }, words.app) : null,
        el('time', null, time),
      ]),
      el('div', { class: 'body' }, [
        content(message, around),
        message.editedTs === null ? null : el('span', { class: 'edited' }, words.edited),
      ]),
      replies,
    ],
  );
}

function eye(): VNode {
  const outline = 'M1 8c1.800-3.300 4.100-5 7-5s5.200 1.700 7 5c-1.800 3.300-4.100 5-7 5s-5.200-1.700-7-5z';
  return el('svg', { viewBox: '0 0 16 16', 'aria-hidden': 'true', fill: 'none', stroke: 'currentColor' }, [
    el('path', { d: outline }),
    el('circle', { cx: 8, cy: 8, r: 2.2 }),
  ]);
}

function face(isBot: boolean, author: string): VNode {
  if (isBot) return el('img', { class: 'face', src: 'shield.svg', alt: '' });
  return el('span', { class: 'face letters', 'aria-hidden': 'true' }, author.slice(0, 1));
}

function content(message: SlackMessage, { reader, press }: SlackMessageSurroundings): ComponentChildren {
  if (message.blocks.length === 0) return textObject({ type: 'mrkdwn', text: message.text }, reader);
  const around = { reader, press: (button: SlackButton) => press(message, button) };
  return message.blocks.map((block) =>
    el('div', { class: `block ${String(block.type)}` }, drawBlock(block, around)),
  );
}

function slackTime(ts: string, { language, timeZone }: SlackReader): string {
  const at = new Date(Number(ts) * 1000);
  const parts = { timeZone, hour: 'numeric', minute: '2-digit' } as const;
  const locale = language === 'zh' ? 'zh-CN' : 'en-US';
  // Newer data has a narrow blank before AM and PM, older a plain one.
  return new Intl.DateTimeFormat(locale, parts).format(at).replaceAll('\u202F', ' ');
}

/** Between messages of different days. */
export function slackDay(ts: string, { language, timeZone }: SlackReader): string {
  const parts = { timeZone, weekday: 'long', month: 'long', day: 'numeric' } as const;
  return new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-US', parts).format(
    new Date(Number(ts) * 1000),
  );
}

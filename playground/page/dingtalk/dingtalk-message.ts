import type { ComponentChildren, VNode } from 'preact';
import type { DingtalkMessage } from '../../view.ts';
import { el } from '../element.ts';
import { webLink } from '../web-link.ts';
import { drawMarkdown } from './markdown-drawing.ts';

type Link = DingtalkMessage['links'][number];

export interface DingtalkMessageSurroundings {
  readonly bot: { readonly name: string };
  readonly viewerId: string;
  readonly timeZone: string;
  nameOf(userId: string): string;
  /** Presses a link that says something. */
  readonly follow: (message: DingtalkMessage, label: string) => void;
}

const ROBOT = '机器人';
/** What is sent as Markdown: by the robot’s API, and by a session. */
const IN_MARKDOWN = /^(?:sampleMarkdown|markdown|sampleActionCard\d?|actionCard)$/;

export function drawDingtalkMessage(message: DingtalkMessage, around: DingtalkMessageSurroundings): VNode {
  const { bot, viewerId, nameOf } = around;
  const isBot = message.author === null;
  const author = message.author === null ? bot.name : nameOf(message.author);
  const isOwn = message.author === viewerId;
  return el(
    'article',
    { class: isOwn ? 'message own' : 'message', 'aria-label': `${author}, ${dingtalkTime(message, around)}` },
    [
      isBot
        ? el('img', { class: 'face', src: 'shield.svg', alt: '' })
        : el('span', { class: 'face letters', 'aria-hidden': 'true' }, author.slice(-2)),
      isOwn
        ? null
        : el('div', { class: 'author' }, [author, isBot ? el('span', { class: 'badge' }, ROBOT) : null]),
      el('div', { class: 'bubble' }, [content(message, around), buttons(message)]),
    ],
  );
}

function content(message: DingtalkMessage, around: DingtalkMessageSurroundings): ComponentChildren {
  if (!IN_MARKDOWN.test(message.msgKey))
    return el('p', { class: 'plain' }, message.text.replaceAll('\u200B', ''));
  const link = (url: string, label: ComponentChildren) => drawLink(message, { url, label }, around);
  return drawMarkdown(message.text, { link });
}

/** One that says something is pressed like a button, and one that DingTalk opens in a browser leads where it opens. */
function drawLink(
  message: DingtalkMessage,
  { url, label }: { readonly url: string; readonly label: ComponentChildren },
  { follow }: DingtalkMessageSurroundings,
): VNode | null {
  const link = message.links.find((one) => one.url === url);
  switch (link?.kind) {
    case 'send_message':
      return el(
        'button',
        { type: 'button', class: 'link', onClick: () => follow(message, link.label) },
        label,
      );
    case 'web':
      return webLink(link.opens, label);
    default:
      return null;
  }
}

/** Of a card. */
function buttons({ buttons: all }: DingtalkMessage): ComponentChildren {
  if (all.length === 0) return null;
  return el(
    'div',
    { class: 'card-buttons' },
    all.map((button) => webLink(target(button), button.label)),
  );
}

function target(link: Link): string {
  return link.kind === 'web' ? link.opens : link.url;
}

/** Stands above a message that did not come right after another. */
export function dingtalkTime(
  { sentAt }: Pick<DingtalkMessage, 'sentAt'>,
  { timeZone }: Pick<DingtalkMessageSurroundings, 'timeZone'>,
): string {
  const parts = { timeZone, month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit' } as const;
  return new Intl.DateTimeFormat('zh-CN', parts).format(new Date(sentAt));
}

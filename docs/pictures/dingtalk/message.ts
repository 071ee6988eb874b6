import { avatar } from '../avatar.ts';
import type { Bot } from '../bot.ts';
import { moved, rectangle, svgDocument } from '../drawing.ts';
import { baselineOf } from '../paragraph.ts';
import { type Ruler, textElement } from '../ruler.ts';
import type { Style } from '../style.ts';
import { markdownDrawing } from './markdown.ts';

const WIDTH = 450;
const SIDE = 14;
const BAR_HEIGHT = 48;
const AVATAR = 36;
const TOP = BAR_HEIGHT + 38;
const BUBBLE_LEFT = SIDE + AVATAR + 10;
const BUBBLE_PADDING = 14;
const NAME_HEIGHT = 24;
const BOTTOM = 20;

const TITLE: Style = { family: 'Noto Sans CJK SC', weight: 700, size: 17, color: '#171A1D' };
const NAME: Style = { family: 'Noto Sans CJK SC', weight: 400, size: 13, color: '#747677' };
const TAG: Style = { family: 'Noto Sans CJK SC', weight: 400, size: 10, color: '#007FFF' };
const TIME: Style = { ...NAME, size: 12, color: '#A2A3A5' };

export interface DingTalkMessage {
  readonly bot: Bot;
  readonly time: string;
  readonly markdown: string;
}

/** A message in the conversation with the bot, as SVG. */
export function dingtalkPicture({ bot, time, markdown }: DingTalkMessage, ruler: Ruler): string {
  const bubbleWidth = WIDTH - BUBBLE_LEFT - SIDE;
  const body = markdownDrawing(markdown, { ruler, width: bubbleWidth - 2 * BUBBLE_PADDING });
  const bubbleTop = TOP + NAME_HEIGHT;
  const bubbleHeight = body.height + 2 * BUBBLE_PADDING;
  const height = bubbleTop + bubbleHeight + BOTTOM;
  const bubble = { x: BUBBLE_LEFT, y: bubbleTop, width: bubbleWidth, height: bubbleHeight };
  const parts = [
    rectangle({ x: 0, y: 0, width: WIDTH, height }, { fill: '#F2F3F5', border: '#DDDFE1', radius: 10 }),
    textElement(bot.name, WIDTH / 2, baselineOf(BAR_HEIGHT, TITLE.size), TITLE, 'middle'),
    rectangle({ x: 0, y: BAR_HEIGHT, width: WIDTH, height: 1 }, { fill: '#DDDFE1' }),
    textElement(time, WIDTH / 2, BAR_HEIGHT + baselineOf(36, TIME.size), TIME, 'middle'),
    moved(avatar(AVATAR, bot.color, 8), SIDE, TOP),
    moved(nameLine(bot, ruler), BUBBLE_LEFT, TOP),
    rectangle(bubble, { fill: '#FFFFFF', radius: 8 }),
    moved(body.svg, BUBBLE_LEFT + BUBBLE_PADDING, bubbleTop + BUBBLE_PADDING),
  ];
  return svgDocument(parts.join(''), WIDTH, height);
}

function nameLine({ name }: Bot, ruler: Ruler): string {
  const tagLeft = ruler.widthOf(name, NAME) + 6;
  const tagWidth = ruler.widthOf('机器人', TAG) + 8;
  return [
    textElement(name, 0, baselineOf(18, NAME.size), NAME),
    rectangle({ x: tagLeft, y: 1, width: tagWidth, height: 16 }, { fill: '#E0EFFF', radius: 3 }),
    textElement('机器人', tagLeft + 4, 1 + baselineOf(16, TAG.size), TAG),
  ].join('');
}

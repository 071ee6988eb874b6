import type { SlackBlock } from '../../../src/chat/slack/message-blocks.ts';
import { avatar } from '../avatar.ts';
import type { Bot } from '../bot.ts';
import { moved, rectangle, svgDocument } from '../drawing.ts';
import { baselineOf } from '../paragraph.ts';
import { type Ruler, textElement } from '../ruler.ts';
import { messageBody } from './blocks.ts';
import { AUTHOR, BADGE, HEADER, LINE, TIME } from './look.ts';

const WIDTH = 450;
const SIDE = 16;
const BAR_HEIGHT = 48;
const TOP = BAR_HEIGHT + 16;
const AVATAR = 36;
const BODY_LEFT = SIDE + AVATAR + 10;
const AUTHOR_HEIGHT = 24;
const BOTTOM = 20;

export interface SlackMessage {
  readonly bot: Bot;
  /** The channel's name; null: a direct message. */
  readonly channel: string | null;
  /** As Slack writes it. */
  readonly time: string;
  readonly blocks: readonly SlackBlock[];
}

/** A message in its conversation, as SVG. */
export function slackPicture(message: SlackMessage, ruler: Ruler): string {
  const { bot, blocks } = message;
  const body = messageBody(blocks, { ruler, width: WIDTH - BODY_LEFT - SIDE });
  const height = TOP + AUTHOR_HEIGHT + body.height + BOTTOM;
  const parts = [
    rectangle({ x: 0, y: 0, width: WIDTH, height }, { fill: '#FFFFFF', border: LINE, radius: 10 }),
    conversationBar(message),
    moved(avatar(AVATAR, bot.color, 8), SIDE, TOP),
    moved(authorLine(message, ruler), BODY_LEFT, TOP - 3),
    moved(body.svg, BODY_LEFT, TOP + AUTHOR_HEIGHT),
  ];
  return svgDocument(parts.join(''), WIDTH, height);
}

function conversationBar({ bot, channel }: SlackMessage): string {
  const line = rectangle({ x: 0, y: BAR_HEIGHT, width: WIDTH, height: 1 }, { fill: LINE });
  const baseline = baselineOf(BAR_HEIGHT, HEADER.size);
  if (channel !== null) return line + textElement(`# ${channel}`, SIDE, baseline, HEADER);
  const face = moved(avatar(24, bot.color, 6), SIDE, (BAR_HEIGHT - 24) / 2);
  return line + face + textElement(bot.name, SIDE + 32, baseline, HEADER);
}

function authorLine({ bot, time }: SlackMessage, ruler: Ruler): string {
  const baseline = baselineOf(22, AUTHOR.size);
  const badgeLeft = ruler.widthOf(bot.name, AUTHOR) + 6;
  const badgeWidth = ruler.widthOf('APP', BADGE) + 8;
  return [
    textElement(bot.name, 0, baseline, AUTHOR),
    rectangle({ x: badgeLeft, y: 4, width: badgeWidth, height: 15 }, { fill: '#E8E8E8', radius: 3 }),
    textElement('APP', badgeLeft + 4, 4 + baselineOf(15, BADGE.size), BADGE),
    textElement(time, badgeLeft + badgeWidth + 8, baseline, TIME),
  ].join('');
}

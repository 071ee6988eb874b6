import { createHash } from 'node:crypto';
import { messageMarkdown } from '../../src/chat/dingtalk/message-markdown.ts';
import { messageBlocks } from '../../src/chat/slack/message-blocks.ts';
import type { LocalInstant } from '../../src/domain/clock.ts';
import { textsFor } from '../../src/domain/texts/texts.ts';
import { digestModel, nudged, nudgeModel, user } from '../../test/domain/texts/samples.ts';
import { readBot } from './bot.ts';
import type { DingTalkMessage } from './dingtalk/message.ts';
import type { SlackMessage } from './slack/message.ts';

export type Picture =
  | { readonly file: string; readonly chat: 'slack'; readonly message: SlackMessage }
  | { readonly file: string; readonly chat: 'dingtalk'; readonly message: DingTalkMessage };

/** What each picture shows: messages of invented people, as the product sends them. */
export function pictures(): readonly Picture[] {
  const bot = readBot();
  const english = textsFor('en');
  const toPerson = messageBlocks(english.notice.nudge(nudgeModel()), 'newest');
  const toChannel = messageBlocks(english.channel.digest(digest()), 'newest');
  return [
    {
      file: 'slack-message.png',
      chat: 'slack',
      message: { bot, channel: null, time: '9:30 AM', blocks: toPerson },
    },
    {
      file: 'slack-digest.png',
      chat: 'slack',
      message: { bot, channel: 'security', time: '9:30 AM', blocks: toChannel },
    },
    {
      file: 'dingtalk-message.png',
      chat: 'dingtalk',
      message: { bot, time: '09:30', markdown: chineseMarkdown() },
    },
  ];
}

/** Changes whenever the picture has to be made anew. */
export function fingerprint({ chat, message }: Picture): string {
  return createHash('sha256').update(JSON.stringify({ chat, message })).digest('hex');
}

function chineseMarkdown(): string {
  const signInUrl = 'https://signin.aliyun.com/corp.onaliyun.com/login.htm';
  const model = nudgeModel({ site: 'cn', users: [nudged(user('li.lei'), { signInUrl })] });
  return messageMarkdown(textsFor('zh').notice.nudge(model), { place: 'direct', links: 'clickable' }).text;
}

// From 25 November to the day of the report.
const PROTECTED_USERS = [22, 24, 26, 26, 26, 27, 29, 31, 33, 34, 34, 34, 36, 38];
const ASSESSED_USERS = 42;
const DAY_MS = 24 * 60 * 60 * 1000;

function digest() {
  const lastDay = Date.parse('2026-12-08T00:00:00Z');
  const trend = PROTECTED_USERS.map((count, index) => ({
    label: new Date(lastDay - (PROTECTED_USERS.length - 1 - index) * DAY_MS).toISOString().slice(5, 10),
    value: Math.round((count / ASSESSED_USERS) * 1000) / 10,
  }));
  return digestModel({
    trend,
    named: [
      { user: user('sam.lee'), step: 'overdue', deadline: endOfWork('2026-12-07') },
      { user: user('kim.poe'), step: 'warning', deadline: endOfWork('2026-12-15') },
    ],
    overdueCount: 1,
  });
}

function endOfWork(date: string): LocalInstant {
  return { at: Date.parse(`${date}T17:30:00+08:00`), zone: 'Asia/Shanghai' };
}

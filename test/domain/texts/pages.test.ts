import { describe, expect, it } from 'vitest';
import { messageMarkdown } from '../../../src/chat/dingtalk/message-markdown.ts';
import { fitMessage } from '../../../src/chat/slack/fit-message.ts';
import { CHAT_NAMES, CHATS, type ChatName } from '../../../src/domain/chats.ts';
import { LANGUAGES, type Message } from '../../../src/domain/message.ts';
import type { StatusRow } from '../../../src/domain/texts/layouts/status.ts';
import { textsFor } from '../../../src/domain/texts/texts.ts';
import { statusListModel, user } from './samples.ts';

/** Marks in names are escaped, which makes them longer. */
const NAMES = Array.from({ length: 500 }, (_, index) => `_${index}_`.padEnd(64, '_-'));
const ROWS: readonly StatusRow[] = NAMES.map((name) => ({
  user: user(name),
  finding: null,
  deadline: { at: Date.parse('2026-12-22T17:30:00+08:00'), zone: 'Asia/Shanghai' },
  code: null,
  lastUse: null,
  saidBy: null,
  exemption: null,
  told: null,
  away: null,
  candidates: [],
}));

const shownIn = (message: Message): number =>
  message.blocks.flatMap((block) => (block.kind === 'bullets' ? block.items : [])).length;
const nextOf = ({ blocks }: Message): number => {
  const buttons = blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons : []));
  return Number(buttons[0]?.command.split(' ').at(-1) ?? Number.NaN);
};

/** How many of its lines the chat shows, where it takes least and where it takes most. */
function linesIn(page: Message, chat: ChatName): readonly number[] {
  if (chat === 'slack') return [shownIn(fitMessage(page)), shownIn(fitMessage(page))];
  return (['direct', 'group'] as const).map(
    (place) => messageMarkdown(page, { place, links: 'clickable' }).text.match(/^- /gm)?.length ?? 0,
  );
}

describe.each(CHAT_NAMES)('five hundred who are overdue, page by page, in %s', (chat) => {
  it.each(LANGUAGES)('in %s: everybody once, and nothing is left out by the chat', (language) => {
    const pages: Message[] = [];
    for (let from = 1; !Number.isNaN(from) && pages.length < 200; from = nextOf(pages.at(-1) as Message)) {
      const room = CHATS[chat].pageRoom;
      const page = { from, total: ROWS.length, rows: ROWS.slice(from - 1), room };
      pages.push(textsFor(language).reply.statusList(statusListModel('overdue', page)));
    }
    expect(pages.reduce((all, page) => all + shownIn(page), 0)).toBe(ROWS.length);
    for (const page of pages) expect(linesIn(page, chat)).toEqual([shownIn(page), shownIn(page)]);
  });
});

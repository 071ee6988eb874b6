import type { Block, Language, Message, Text } from '../../domain/message.ts';
import { cut } from '../../domain/one-line.ts';
import { chatWordsFor } from '../../domain/texts/texts.ts';
import { firstThatFit } from '../transport/first-that-fit.ts';
import {
  BUTTON_LABEL_MAX,
  CELL_TEXT_MAX,
  HEADER_MAX,
  ITEM_TEXT_MAX,
  LIST_ITEMS_MAX,
  MESSAGE_TEXT_MAX,
  TABLE_ROWS_MAX,
} from './block-kit-limits.ts';
import { plainWords } from './inline-text.ts';

/** The message with as much of its lists and texts as Slack takes; headings and buttons always stay. */
export function fitMessage(message: Message): Message {
  const { language } = message;
  let left = MESSAGE_TEXT_MAX - sum(message.blocks.filter(isAlwaysKept), size);
  let dropped = 0;
  const blocks = message.blocks.flatMap((block): readonly Block[] => {
    if (isAlwaysKept(block)) return [block];
    const fitted = fitBlock(block, left, language);
    left -= sum(fitted, size);
    if (fitted.length === 0) dropped += 1;
    return fitted;
  });
  return {
    ...message,
    blocks: dropped === 0 ? blocks : [...blocks, note([chatWordsFor(language).more(dropped)])],
  };
}

function isAlwaysKept(block: Block): boolean {
  return block.kind === 'heading' || block.kind === 'buttons' || block.kind === 'divider';
}

/** The block, or as much of it as has room; nothing where that would say nothing. */
function fitBlock(block: Block, left: number, language: Language): readonly Block[] {
  switch (block.kind) {
    case 'paragraph':
    case 'note':
      if (textSize(block.text) <= left) return [block];
      return left < ROOM_FOR_WORDS ? [] : [{ ...block, text: [cut(plainWords(block.text), left)] }];
    case 'bullets':
    case 'steps': {
      const items = listed(block.items, itemSize, left);
      return shortened({ ...block, items }, { kept: items.length, of: block.items.length, language });
    }
    case 'facts': {
      const rows = listed(block.rows, factSize, left);
      return shortened({ ...block, rows }, { kept: rows.length, of: block.rows.length, language });
    }
    case 'table': {
      const room = left - rowSize(block.columns);
      if (room < 0) return [];
      const { kept: rows } = firstThatFit(block.rows.slice(0, TABLE_ROWS_MAX - 1), { size: rowSize, room });
      return shortened({ ...block, rows }, { kept: rows.length, of: block.rows.length, language });
    }
    default:
      return size(block) <= left ? [block] : [];
  }
}

const ROOM_FOR_WORDS = 20;

function listed<Item>(items: readonly Item[], sizeOf: (item: Item) => number, room: number): readonly Item[] {
  return firstThatFit(items.slice(0, LIST_ITEMS_MAX), { size: sizeOf, room }).kept;
}

function shortened(
  block: Block,
  { kept, of, language }: { readonly kept: number; readonly of: number; readonly language: Language },
): readonly Block[] {
  if (kept === of) return [block];
  const rest = note([chatWordsFor(language).more(of - kept)]);
  return kept === 0 ? [rest] : [block, rest];
}

function note(text: Text): Block {
  return { kind: 'note', text };
}

// What a container costs beside its words.
const CONTAINER_SIZE = 20;

function textSize(text: Text): number {
  return CONTAINER_SIZE + plainWords(text).length;
}

function itemSize(text: Text): number {
  return Math.min(textSize(text), CONTAINER_SIZE + ITEM_TEXT_MAX);
}

function factSize([label, value]: readonly [string, Text]): number {
  return Math.min(label.length, CELL_TEXT_MAX) + itemSize(value);
}

function rowSize(cells: readonly string[]): number {
  return sum(cells, (cell) => CONTAINER_SIZE + Math.min(cell.length, CELL_TEXT_MAX));
}

function size(block: Block): number {
  switch (block.kind) {
    case 'heading':
      return CONTAINER_SIZE + Math.min(block.text.length, HEADER_MAX);
    case 'paragraph':
    case 'note':
      return textSize(block.text);
    case 'bullets':
    case 'steps':
      return sum(block.items, itemSize);
    case 'facts':
      return sum(block.rows, factSize);
    case 'table':
      return rowSize(block.columns) + sum(block.rows, rowSize);
    case 'chart':
      return sum(block.points, ({ label }) => CONTAINER_SIZE + label.length);
    case 'buttons':
      return sum(block.buttons, ({ label }) => CONTAINER_SIZE + Math.min(label.length, BUTTON_LABEL_MAX));
    case 'divider':
      return CONTAINER_SIZE;
    default:
      return block satisfies never;
  }
}

function sum<Item>(items: readonly Item[], sizeOf: (item: Item) => number): number {
  return items.reduce((total, item) => total + sizeOf(item), 0);
}

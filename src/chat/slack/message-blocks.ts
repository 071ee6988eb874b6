import type { types } from '@slack/bolt';
import {
  type Block,
  type Button,
  bold,
  type Language,
  type Message,
  type Text,
} from '../../domain/message.ts';
import { cut, oneLine } from '../../domain/one-line.ts';
import { chatWordsFor } from '../../domain/texts/texts.ts';
import { buttonInWords, inWords } from './block-in-words.ts';
import {
  ACTIONS_MAX,
  BLOCKS_MAX,
  BUTTON_LABEL_MAX,
  BUTTON_VALUE_MAX,
  CELL_TEXT_MAX,
  CHARTS_MAX,
  CONTEXT_TEXT_MAX,
  FIELD_TEXT_MAX,
  FIELDS_MAX,
  HEADER_MAX,
  ITEM_TEXT_MAX,
  TABLE_COLUMNS_MAX,
  TABLES_MAX,
} from './block-kit-limits.ts';
import { type ChartBlock, chartBlock } from './chart-block.ts';
import { fitMessage } from './fit-message.ts';
import { mrkdwn } from './mrkdwn.ts';
import { richTextSection } from './rich-text.ts';

export type SlackBlock = types.KnownBlock | ChartBlock;

/** Which of Slack's blocks are used: all, or those every workspace has. */
export type Vocabulary = 'newest' | 'basic';

/** Starts the `action_id` of every button of ours. */
export const COMMAND_ACTION = 'command';

/** A message as Block Kit blocks, within its limits. Everything in it is data: nothing is left for Slack to parse. */
export function messageBlocks(message: Message, vocabulary: Vocabulary): SlackBlock[] {
  const { language, blocks } = fitMessage(message);
  const canDraw = drawingRights(vocabulary);
  const sayable = blocks.flatMap((block) => (canDraw(block) ? [block] : inWords(block, language)));
  const rendered = sayable.flatMap((block, index) => slackBlocks(block, { index, language }));
  return withinBlockCount(
    rendered.length > 0 ? rendered : slackBlocks(summaryOf(message), { index: 0, language }),
    language,
  );
}

function summaryOf(message: Message): Block {
  return { kind: 'paragraph', text: [message.summary] };
}

/** Says of each block in turn whether Slack draws it: only so many tables and charts go in one message. */
function drawingRights(vocabulary: Vocabulary): (block: Block) => boolean {
  const left = vocabulary === 'newest' ? { chart: CHARTS_MAX, table: TABLES_MAX } : { chart: 0, table: 0 };
  return (block) => {
    if (block.kind !== 'chart' && block.kind !== 'table') return true;
    const isDrawable = block.kind === 'chart' ? chartBlock(block) !== null : block.columns.length > 0;
    if (!isDrawable || left[block.kind] === 0) return false;
    left[block.kind] -= 1;
    return true;
  };
}

/** Where in its message a block stands. */
interface Place {
  readonly index: number;
  readonly language: Language;
}

function slackBlocks(block: Block, at: Place): readonly SlackBlock[] {
  switch (block.kind) {
    case 'heading': {
      const text = cut(oneLine(block.text), HEADER_MAX);
      return text === '' ? [] : [{ type: 'header', text: { type: 'plain_text', text, emoji: false } }];
    }
    case 'paragraph':
      return block.text.length === 0 ? [] : [{ type: 'rich_text', elements: [richTextSection(block.text)] }];
    case 'bullets':
      return list(block.items, 'bullet');
    case 'steps':
      return list(block.items, 'ordered');
    case 'facts':
      return chunks(block.rows, FIELDS_MAX).map((rows) => ({ type: 'section', fields: rows.map(field) }));
    case 'table':
      return [table(block)];
    case 'chart': {
      const chart = chartBlock(block);
      return chart === null ? [] : [chart];
    }
    case 'note': {
      const text = mrkdwn(block.text, CONTEXT_TEXT_MAX);
      return text === '' ? [] : [{ type: 'context', elements: [{ type: 'mrkdwn', text, verbatim: true }] }];
    }
    case 'buttons':
      return actions(block.buttons, at);
    case 'divider':
      return [{ type: 'divider' }];
    default:
      return block satisfies never;
  }
}

function list(items: readonly Text[], style: 'bullet' | 'ordered'): readonly SlackBlock[] {
  if (items.length === 0) return [];
  const elements = items.map((item) => richTextSection(item, ITEM_TEXT_MAX));
  return [{ type: 'rich_text', elements: [{ type: 'rich_text_list', style, elements }] }];
}

function field([label, value]: readonly [string, Text]): types.MrkdwnElement {
  const name = mrkdwn([bold(label)], 2 * CELL_TEXT_MAX);
  const text = `${name}\n${mrkdwn(value, FIELD_TEXT_MAX - 2 * CELL_TEXT_MAX - 1)}`;
  return { type: 'mrkdwn', text, verbatim: true };
}

function table({ columns, rows }: Extract<Block, { kind: 'table' }>): types.TableBlock {
  const cells = [columns, ...rows].map((row) =>
    columns.slice(0, TABLE_COLUMNS_MAX).map((_, index) => cell(row[index] ?? '')),
  );
  return { type: 'table', rows: cells };
}

function cell(value: string): types.RawTextElement {
  // Slack refuses an empty cell.
  return { type: 'raw_text', text: cut(oneLine(value), CELL_TEXT_MAX) || '–' };
}

function actions(buttons: readonly Button[], { index, language }: Place): readonly SlackBlock[] {
  // A command must not be cut: it would be another one. Such a button is shown as what to type.
  const pressable = buttons.filter(isPressable);
  const typed = buttons
    .filter((button) => !isPressable(button))
    .map((button) => buttonInWords(button, language));
  const rows = chunks(pressable, ACTIONS_MAX).map((row, rowIndex): SlackBlock => {
    const elements = row.map((button, position) =>
      buttonElement(button, `${COMMAND_ACTION}-${index}-${rowIndex}-${position}`),
    );
    return { type: 'actions', elements };
  });
  return [...list(typed, 'bullet'), ...rows];
}

function isPressable({ label, command }: Button): boolean {
  return oneLine(label) !== '' && command !== '' && [...command].length <= BUTTON_VALUE_MAX;
}

function buttonElement({ label, command, style }: Button, actionId: string): types.Button {
  return {
    type: 'button',
    action_id: actionId,
    text: { type: 'plain_text', text: cut(oneLine(label), BUTTON_LABEL_MAX), emoji: false },
    value: command,
    ...(style === undefined ? {} : { style }),
  };
}

/** What is beyond Slack's count is left out from the end, but never the buttons. */
function withinBlockCount(blocks: readonly SlackBlock[], language: Language): SlackBlock[] {
  let excess = blocks.length - BLOCKS_MAX;
  if (excess <= 0) return [...blocks];
  excess += 1;
  const count = excess;
  const kept = blocks.toReversed().filter((block) => {
    if (excess === 0 || block.type === 'actions') return true;
    excess -= 1;
    return false;
  });
  const rest = slackBlocks(
    { kind: 'note', text: [chatWordsFor(language).more(count)] },
    { index: 0, language },
  );
  return [...kept.toReversed(), ...rest].slice(0, BLOCKS_MAX);
}

function chunks<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

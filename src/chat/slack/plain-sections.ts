import type { types } from '@slack/bolt';
import type { Block, Message, Text } from '../../domain/message.ts';
import { buttonInWords, inWords } from './block-in-words.ts';
import { BLOCK_TEXT_MAX, ITEM_TEXT_MAX } from './block-kit-limits.ts';
import { fitMessage } from './fit-message.ts';
import { plainWords } from './inline-text.ts';
import { cut, oneLine } from './one-line.ts';

/** The whole message as plain text: the last resort when Slack refuses everything else. */
export function plainSections(message: Message): types.SectionBlock[] {
  const { blocks, summary } = fitMessage(message);
  const texts = blocks.flatMap(inWords).map(blockText).filter((text) => text !== '');
  const sections = inSections(texts.length > 0 ? texts : [oneLine(summary)]);
  return sections.map((text) => ({ type: 'section', text: { type: 'plain_text', text, emoji: false } }));
}

/** Few sections, so that no message has too many. */
function inSections(texts: readonly string[]): readonly string[] {
  const sections: string[] = [];
  for (const text of texts) {
    const last = sections.at(-1);
    const joined = last === undefined ? null : `${last}\n\n${text}`;
    if (joined !== null && joined.length <= BLOCK_TEXT_MAX) sections[sections.length - 1] = joined;
    else sections.push(cut(text, BLOCK_TEXT_MAX));
  }
  return sections;
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return oneLine(block.text);
    case 'paragraph':
    case 'note':
      return plainWords(block.text);
    case 'bullets':
      return lines(block.items.map((item) => `• ${itemText(item)}`));
    case 'steps':
      return lines(block.items.map((item, index) => `${index + 1}. ${itemText(item)}`));
    case 'facts':
      return lines(block.rows.map(([label, value]) => `${oneLine(label)}: ${itemText(value)}`));
    case 'buttons':
      return lines(block.buttons.map((button) => plainWords(buttonInWords(button))));
    case 'chart':
    case 'table':
    case 'divider':
      return '';
    default:
      return block satisfies never;
  }
}

function itemText(text: Text): string {
  return cut(plainWords(text), ITEM_TEXT_MAX);
}

function lines(all: readonly string[]): string {
  return all.join('\n');
}

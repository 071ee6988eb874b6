import type { types } from '@slack/bolt';
import type { Block, Language, Message, Text } from '../../domain/message.ts';
import { cut, oneLine } from '../../domain/one-line.ts';
import { chatWordsFor } from '../../domain/texts/texts.ts';
import { buttonInWords, inWords } from './block-in-words.ts';
import { BLOCK_TEXT_MAX, ITEM_TEXT_MAX } from './block-kit-limits.ts';
import { fitMessage } from './fit-message.ts';
import { plainWords } from './inline-text.ts';

/** The whole message as plain text: the last resort when Slack refuses everything else. */
export function plainSections(message: Message): types.SectionBlock[] {
  const { blocks, summary, language } = fitMessage(message);
  const lines = blocks
    .flatMap((block) => inWords(block, language))
    .flatMap((block) => [...blockLines(block, language), '']);
  const texts = packed(lines).filter((text) => text !== '');
  return (texts.length > 0 ? texts : [oneLine(summary).trim() || '–']).map((text) => ({
    type: 'section',
    text: { type: 'plain_text', text, emoji: false },
  }));
}

/** As few texts as hold the lines, so that no message gets too many sections. */
function packed(lines: readonly string[]): readonly string[] {
  const texts: string[] = [];
  for (const line of lines) {
    const last = texts.at(-1);
    const joined = last === undefined ? null : `${last}\n${line}`;
    if (joined !== null && joined.length <= BLOCK_TEXT_MAX) texts[texts.length - 1] = joined;
    else texts.push(cut(line, BLOCK_TEXT_MAX));
  }
  return texts.map((text) => text.trim());
}

function blockLines(block: Block, language: Language): readonly string[] {
  const { label: labelled } = chatWordsFor(language);
  switch (block.kind) {
    case 'heading':
      return [oneLine(block.text)];
    case 'paragraph':
    case 'note':
      return [plainWords(block.text)];
    case 'bullets':
      return block.items.map((item) => `• ${itemText(item)}`);
    case 'steps':
      return block.items.map((item, index) => `${index + 1}. ${itemText(item)}`);
    case 'facts':
      return block.rows.map(([label, value]) => `${labelled(oneLine(label))}${itemText(value)}`);
    case 'buttons':
      return block.buttons.map((button) => plainWords(buttonInWords(button, language)));
    case 'chart':
    case 'table':
    case 'divider':
      return [];
    default:
      return block satisfies never;
  }
}

function itemText(text: Text): string {
  return cut(plainWords(text), ITEM_TEXT_MAX);
}

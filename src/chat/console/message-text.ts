import stringWidth from 'string-width';
import type { Block, Language, Message, Text } from '../../domain/message.ts';
import { oneLine } from '../../domain/one-line.ts';
import { chatWordsFor } from '../../domain/texts/texts.ts';
import { column } from './columns.ts';

const BAR_WIDTH = 20;

/** A message as plain text: for a terminal, and wherever words alone are wanted. */
export function messageText({ language, summary, blocks }: Message): string {
  const texts = blocks.map((block) => lines(block, language).join('\n')).filter((text) => text !== '');
  return texts.length === 0 ? oneLine(summary) : texts.join('\n\n');
}

function lines(block: Block, language: Language): readonly string[] {
  switch (block.kind) {
    case 'heading': {
      const title = oneLine(block.text);
      return [title, '='.repeat(stringWidth(title))];
    }
    case 'paragraph':
      return [words(block.text)];
    case 'note':
      return [`(${words(block.text)})`];
    case 'bullets':
      return block.items.map((item) => `- ${words(item)}`);
    case 'steps':
      return block.items.map((item, index) => `${index + 1}. ${words(item)}`);
    case 'facts':
      return factLines(block, language);
    case 'table':
      return tableLines(block);
    case 'chart':
      return chartLines(block, language);
    case 'buttons':
      return block.buttons.map(({ label, command }) => `[ ${oneLine(label)} ]  /mfa ${oneLine(command)}`);
    case 'divider':
      return ['----'];
    default:
      return block satisfies never;
  }
}

function factLines({ rows }: Extract<Block, { kind: 'facts' }>, language: Language): readonly string[] {
  const { label: labelled } = chatWordsFor(language);
  return aligned(rows.map(([label, value]) => [labelled(oneLine(label)).trimEnd(), words(value)]));
}

function tableLines({ columns, rows }: Extract<Block, { kind: 'table' }>): readonly string[] {
  const [header = '', ...body] = aligned([columns, ...rows].map((row) => row.map(oneLine)));
  return [header, '-'.repeat(stringWidth(header)), ...body];
}

function chartLines(
  { title, series, points }: Extract<Block, { kind: 'chart' }>,
  language: Language,
): readonly string[] {
  const highest = Math.max(0, ...points.map(({ value }) => value));
  const bar = (value: number): string =>
    highest > 0 && value > 0 ? '#'.repeat(Math.round((value / highest) * BAR_WIDTH)) : '';
  const rows = points.map(({ label, value }) => [oneLine(label), String(value), bar(value)]);
  return [`${oneLine(title)}${chatWordsFor(language).aside(oneLine(series))}`, ...aligned(rows)];
}

/** Cells under each other, two spaces apart. */
function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, index) =>
    Math.max(...rows.map((row) => stringWidth(row[index] ?? ''))),
  );
  return rows.map((row) =>
    row
      .map((cell, index) => column(cell, widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function words(text: Text): string {
  return text
    .map((part) => {
      if (typeof part === 'string') return oneLine(part);
      switch (part.kind) {
        case 'bold':
          return oneLine(part.text);
        case 'code':
          return `\`${oneLine(part.text)}\``;
        case 'link':
          return part.text === part.url ? oneLine(part.url) : `${oneLine(part.text)} <${oneLine(part.url)}>`;
        case 'person':
          return `@${oneLine(part.memberId)}`;
        default:
          return part satisfies never;
      }
    })
    .join('');
}

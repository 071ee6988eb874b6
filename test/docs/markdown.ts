import type { Block, Inline, Message, Text } from '../../src/domain/message.ts';

/** One message as Markdown, to be read in the docs. */
export function messageMarkdown(message: Message): string {
  const blocks = message.blocks.map(blockMarkdown);
  return [`> **${escaped(message.summary)}**`, ...blocks.map(quoted)].join('\n>\n');
}

/** Every character of it, without markup: to look for sentences in. */
export function messageText(message: Message): string {
  return [message.summary, ...message.blocks.map(blockText)].join('\n');
}

/** All the pieces of text of a message, however deep. */
export function inlinesOf(message: Message): readonly Inline[] {
  return message.blocks.flatMap((block) => textsOf(block).flat());
}

export function linkUrls(message: Message): readonly string[] {
  return inlinesOf(message).flatMap((part) =>
    typeof part === 'object' && part.kind === 'link' ? [part.url] : [],
  );
}

function textsOf(block: Block): readonly Text[] {
  switch (block.kind) {
    case 'heading':
      return [[block.text]];
    case 'paragraph':
    case 'note':
      return [block.text];
    case 'bullets':
    case 'steps':
      return block.items;
    case 'facts':
      return block.rows.flatMap(([label, value]) => [[label], value]);
    case 'table':
      return [block.columns, ...block.rows];
    case 'chart':
      return [[block.title], [block.series], ...block.points.map(({ label }) => [label])];
    case 'buttons':
      return block.buttons.map(({ label }) => [label]);
    case 'divider':
      return [];
  }
}

function blockText(block: Block): string {
  return textsOf(block)
    .map((text) => text.map(inlineText).join(''))
    .join('\n');
}

function inlineText(part: Inline): string {
  if (typeof part === 'string') return part;
  return part.kind === 'person' ? `@${part.memberId}` : part.text;
}

function blockMarkdown(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `#### ${escaped(block.text)}`;
    case 'paragraph':
      return textMarkdown(block.text);
    case 'note':
      return `<sub>${textMarkdown(block.text)}</sub>`;
    case 'bullets':
      return block.items.map((item) => `- ${textMarkdown(item)}`).join('\n');
    case 'steps':
      return block.items.map((item, index) => `${index + 1}. ${textMarkdown(item)}`).join('\n');
    case 'facts':
      return block.rows.map(([label, value]) => `- _${escaped(label)}_: ${textMarkdown(value)}`).join('\n');
    case 'table':
      return [block.columns, block.columns.map(() => '---'), ...block.rows].map(rowMarkdown).join('\n');
    case 'chart':
      return `_${escaped(block.title)}_ (${escaped(block.series)}): ${block.points
        .map(({ label, value }) => `${escaped(label)} ${value}`)
        .join(' → ')}`;
    case 'buttons':
      return block.buttons
        .map(({ label, command }) => `**[ ${escaped(label)} ]** → \`/mfa ${command}\``)
        .join(' ');
    case 'divider':
      return '---';
  }
}

const rowMarkdown = (cells: readonly string[]) => `| ${cells.map((cell) => escaped(cell)).join(' | ')} |`;

const textMarkdown = (text: Text) => text.map(inlineMarkdown).join('');

function inlineMarkdown(part: Inline): string {
  if (typeof part === 'string') return escaped(part);
  switch (part.kind) {
    case 'bold':
      return `**${escaped(part.text)}**`;
    case 'code':
      return `\`${part.text.replaceAll('`', 'ˋ')}\``;
    case 'link':
      return `[${escaped(part.text)}](${part.url})`;
    case 'person':
      return `**@${escaped(part.memberId)}**`;
  }
}

const escaped = (text: string) => text.replace(/[\\`*_[\]<>|#]/g, '\\$&');

const quoted = (lines: string) =>
  lines
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');

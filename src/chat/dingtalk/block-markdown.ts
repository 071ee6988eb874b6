import type { Block, Button, ChartPoint, Language, Text } from '../../domain/message.ts';
import { cut, oneLine } from '../../domain/one-line.ts';
import { chatWordsFor } from '../../domain/texts/texts.ts';
import { inlineMarkdown, markdownLink, percentEncoded, strong, typed } from './inline-markdown.ts';
import { words } from './markdown-words.ts';
import type { Section } from './section.ts';
import type { Setting } from './setting.ts';

const HEADING_MAX = 150;
const PARAGRAPH_MAX = 1500;
const ITEM_MAX = 600;
const LABEL_MAX = 60;
const CELL_MAX = 80;
const COMMAND_MAX = 200;
/** Marks what is to be pressed or typed. */
const CALL = '▸ ';

const ALWAYS_KEPT: ReadonlySet<Block['kind']> = new Set(['heading', 'buttons', 'divider']);

interface Surroundings {
  readonly setting: Setting;
  readonly language: Language;
}

/** A block in the little DingTalk's Markdown has: tables become lists, charts a line of text. Nothing where it shows nothing. */
export function blockSection(block: Block, surroundings: Surroundings): Section {
  const lines = blockLines(block, surroundings).filter((line) => line !== '');
  return { lines, isKept: ALWAYS_KEPT.has(block.kind) };
}

function blockLines(block: Block, { setting, language }: Surroundings): readonly string[] {
  switch (block.kind) {
    case 'heading':
      return prefixed('### ', words(cut(oneLine(block.text).trim(), HEADING_MAX)));
    case 'paragraph':
      return [inlineMarkdown(block.text, setting, PARAGRAPH_MAX)];
    case 'note':
      return prefixed('> ', inlineMarkdown(block.text, setting, PARAGRAPH_MAX));
    case 'bullets':
      return block.items.flatMap((item) => prefixed('- ', inlineMarkdown(item, setting, ITEM_MAX)));
    case 'steps':
      return block.items.flatMap((item, index) =>
        prefixed(`${index + 1}. `, inlineMarkdown(item, setting, ITEM_MAX)),
      );
    case 'facts':
      return block.rows.map((row) => fact(row, { setting, language }));
    case 'table':
      return table(block);
    case 'chart':
      return chart(block, language);
    case 'buttons':
      return block.buttons.flatMap((button) => buttonLine(button, { setting, language }));
    case 'divider':
      return ['──────'];
    default:
      return block satisfies never;
  }
}

function prefixed(prefix: string, line: string): readonly string[] {
  return line === '' ? [] : [`${prefix}${line}`];
}

function fact([label, value]: readonly [string, Text], { setting, language }: Surroundings): string {
  const name = strong(cut(oneLine(label), LABEL_MAX)).text;
  return `- ${chatWordsFor(language).label(name)}${inlineMarkdown(value, setting, ITEM_MAX)}`;
}

function table({ columns, rows }: Extract<Block, { kind: 'table' }>): readonly string[] {
  const cells = (row: readonly string[]): string =>
    row.map((cell) => cut(oneLine(cell).trim(), CELL_MAX) || '–').join(' · ');
  const header = strong(cells(columns)).text;
  return [header, ...rows.map((row) => `- ${words(cells(row))}`)];
}

function chart(
  { title, series, points }: Extract<Block, { kind: 'chart' }>,
  language: Language,
): readonly string[] {
  const name = words(chatWordsFor(language).aside(cut(oneLine(series), LABEL_MAX)));
  const head = `${strong(cut(oneLine(title), HEADING_MAX)).text}${name}`;
  return [head, trace(points)];
}

const LEVELS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** A small line, its first and last point in words: a line of text for each would push what matters away. */
function trace([first, ...others]: readonly ChartPoint[]): string {
  if (first === undefined) return '';
  const highest = Math.max(0, first.value, ...others.map(({ value }) => value));
  const level = (value: number) =>
    highest > 0 && value > 0 ? Math.round((value / highest) * (LEVELS.length - 1)) : 0;
  const drawn = [first, ...others].map(({ value }) => LEVELS[level(value)]).join('');
  const last = others.at(-1);
  const end = last === undefined ? '' : ` ${last.value} ${cut(oneLine(last.label), LABEL_MAX)}`;
  return words(`${cut(oneLine(first.label), LABEL_MAX)} ${first.value} ${drawn}${end}`);
}

/**
 * Pressing is saying the words to the bot: only alone with it, since in groups it hears but what mentions it. The words
 * stand beside it for clients that do not carry the link out.
 */
function buttonLine({ label, command }: Button, { setting, language }: Surroundings): readonly string[] {
  const said = oneLine(`/mfa ${command}`).trim();
  // Cut, a command would be another one.
  if (said.length > COMMAND_MAX) return [];
  const name = cut(oneLine(label).trim(), LABEL_MAX);
  const inWords = strong(typed(said, setting)).text;
  const { label: labelled, orType } = chatWordsFor(language);
  if (setting.place === 'group' || setting.links === 'words')
    return [`${CALL}${labelled(words(name))}${inWords}`];
  return [`${CALL}${markdownLink(name || said, sendingAddress(said))}${orType(inWords)}`];
}

/** https://open.dingtalk.com/document/development/interactive-mode */
function sendingAddress(text: string): string {
  const content = encodeURIComponent(text).replace(/[()'!*~]/g, percentEncoded);
  return `dtmd://dingtalkclient/sendMessage?content=${content}`;
}

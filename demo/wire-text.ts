import stringWidth from 'string-width';
import { padded, wrapped } from './columns.ts';
import { type LinkText, mrkdwnText, type NameOf } from './mrkdwn-text.ts';

/** A message as it came over the wire. */
interface WireMessage {
  readonly text: string;
  readonly blocks: readonly Readonly<Record<string, unknown>>[];
}

interface Paper {
  readonly width: number;
  readonly nameOf: NameOf;
  readonly link: LinkText;
}

type Element = Readonly<Record<string, unknown>>;

/** What Slack shows of a message, in lines of plain text. */
export interface WireText {
  readonly lines: readonly string[];
  /** Where `[1]`, `[2]` and so on in the lines lead. */
  readonly links: readonly string[];
}

/** The message in lines no wider than `width` columns. @throws {Error} for a block that the bot never sent before */
export function wireText(message: WireMessage, width: number, nameOf: NameOf): WireText {
  const links: string[] = [];
  const link: LinkText = (words, url) => {
    if (words === url) return url;
    if (!links.includes(url)) links.push(url);
    return `${words} [${links.indexOf(url) + 1}]`;
  };
  if (message.blocks.length === 0) return { lines: wrapped(message.text, width), links };
  const lines = message.blocks.flatMap((block, index) => {
    const before = message.blocks[index - 1];
    const isApart = before !== undefined && (beginsPart(block) || ENDS_PART.has(String(before.type)));
    const ofBlock = blockLines(block, { width, nameOf, link });
    return isApart ? ['', ...ofBlock] : ofBlock;
  });
  return { lines, links };
}

const SPACED = new Set(['header', 'section', 'table', 'data_visualization', 'actions', 'markdown']);

const ENDS_PART = new Set(['header', 'table', 'data_visualization']);

/** In Slack one sees it by its look; here an empty line goes before. */
function beginsPart(block: Element): boolean {
  return SPACED.has(String(block.type)) || isSubheading(block);
}

/** All of it in bold. */
function isSubheading({ type, elements }: Element): boolean {
  const [section, ...more] = type === 'rich_text' ? list(elements) : [];
  if (section?.type !== 'rich_text_section' || more.length > 0) return false;
  return list(section.elements).every(
    ({ style }) => (style as { bold?: boolean } | undefined)?.bold === true,
  );
}

function blockLines(block: Element, paper: Paper): readonly string[] {
  switch (block.type) {
    case 'header':
      return wrapped(plainText(block.text).toUpperCase(), paper.width);
    case 'rich_text':
      return list(block.elements).flatMap((element) => richTextLines(element, paper));
    case 'section':
      return sectionLines(block, paper);
    case 'context':
      return list(block.elements).flatMap((element) => wrapped(marked(element, paper), paper.width));
    case 'markdown':
      return String(block.text).split('\n');
    case 'actions':
      return [
        list(block.elements)
          .map((button) => `[ ${plainText(button.text)} ]`)
          .join('  '),
      ];
    case 'table':
      return tableLines(block, paper);
    case 'data_visualization':
      return chartLines(block);
    case 'divider':
      return ['─'.repeat(20)];
    default:
      throw new Error(`How Slack shows a block ${String(block.type)} is not known here`);
  }
}

function richTextLines(element: Element, paper: Paper): readonly string[] {
  switch (element.type) {
    case 'rich_text_section':
      return wrapped(inline(element, paper), paper.width);
    case 'rich_text_list':
      return list(element.elements).flatMap((item, index) => {
        const mark = element.style === 'ordered' ? `${index + 1}. ` : '• ';
        return wrapped(mark + inline(item, paper), paper.width, ' '.repeat(mark.length));
      });
    default:
      throw new Error(`How Slack shows a ${String(element.type)} is not known here`);
  }
}

function inline(section: Element, { nameOf, link }: Paper): string {
  return list(section.elements)
    .map((part) => {
      switch (part.type) {
        case 'text':
          return isCode(part) ? `\`${String(part.text)}\`` : String(part.text);
        case 'link':
          return link(String(part.text ?? part.url), String(part.url));
        case 'user':
          return `@${nameOf(String(part.user_id))}`;
        default:
          throw new Error(`How Slack shows a ${String(part.type)} is not known here`);
      }
    })
    .join('');
}

const isCode = ({ style }: Element) => (style as { code?: boolean } | undefined)?.code === true;

/** Fields stand side by side in Slack; here a label and its value share a line. */
function sectionLines({ text, fields }: Element, paper: Paper): readonly string[] {
  const words = text === undefined ? [] : wrapped(marked(text as Element, paper), paper.width);
  const rows = list(fields).map((field) => marked(field, paper).split('\n'));
  return [...words, ...aligned(rows, paper.width)];
}

function marked(element: Element, { nameOf, link }: Paper): string {
  return element.type === 'mrkdwn' ? mrkdwnText(String(element.text), nameOf, link) : String(element.text);
}

function tableLines({ rows }: Element, { width }: Paper): readonly string[] {
  const cells = (rows as Element[][]).map((row) => row.map((cell) => String(cell.text)));
  const [header = '', ...body] = aligned(cells, width);
  return [header, '─'.repeat(stringWidth(header)), ...body];
}

interface WireChart {
  readonly series: readonly {
    readonly data: readonly { readonly label: string; readonly value: number }[];
  }[];
}

const BARS = [...'▁▂▃▄▅▆▇█'];

/** Slack draws a line; here its height is shown point by point, with the first and the last in figures. */
function chartLines({ title, chart }: Element): readonly string[] {
  const charts = (chart as WireChart).series.map(({ data }) => {
    const highest = Math.max(1, ...data.map(({ value }) => value));
    const bars = data.map(({ value }) => BARS[Math.round((value / highest) * (BARS.length - 1))]);
    const ends = [data[0], data.at(-1)].map((point) => `${point?.label}: ${point?.value}`);
    return `${ends[0]}  ${bars.join('')}  ${ends[1]}`;
  });
  return [String(title), ...charts];
}

/** Cells under each other, two spaces apart; the last one may go on in the next lines. */
function aligned(rows: readonly (readonly string[])[], width: number): readonly string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns - 1 }, (_, index) =>
    Math.max(...rows.map((row) => stringWidth(row[index] ?? ''))),
  );
  const indent = ' '.repeat(widths.reduce((sum, one) => sum + one + 2, 0));
  return rows.flatMap((row) => {
    const start = widths.map((one, index) => `${padded(row[index] ?? '', one)}  `).join('');
    return wrapped(start + (row[columns - 1] ?? ''), width, indent);
  });
}

const plainText = (text: unknown): string => String((text as Element).text);
const list = (elements: unknown): readonly Element[] => (elements as Element[] | undefined) ?? [];

/** A piece of a text in DingTalk's Markdown. */
export type Span =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'break' }
  | { readonly kind: 'bold' | 'italic'; readonly spans: readonly Span[] }
  | { readonly kind: 'link'; readonly url: string; readonly spans: readonly Span[] }
  | { readonly kind: 'image'; readonly url: string; readonly alt: string };

export type Part =
  | { readonly kind: 'heading'; readonly level: number; readonly spans: readonly Span[] }
  | { readonly kind: 'paragraph' | 'quote'; readonly spans: readonly Span[] }
  | {
      readonly kind: 'list';
      readonly isOrdered: boolean;
      readonly start: number;
      readonly items: readonly (readonly Span[])[];
    };

/**
 * The subset of https://open.dingtalk.com/document/development/robot-message-type: headings, quotes, bold, italic, links,
 * images and lists. What else Markdown knows, tables and code among it, DingTalk shows as it was written.
 */
export function readMarkdown(markup: string): readonly Part[] {
  return partsOf(linesOf(guarded(markup)));
}

interface Line {
  readonly kind: 'blank' | 'heading' | 'quote' | 'bullet' | 'number' | 'plain';
  /** Of a heading its level, of a numbered item its number. */
  readonly number: number;
  /** Behind its mark; what continues it has been joined. */
  text: string;
  /** Two blanks at the end: the next line is one of its own. */
  breaks: boolean;
}

const HEADING = /^ {0,3}(?<hashes>#{1,6})(?:\s+|$)/;
const QUOTE = /^ {0,3}>\s?/;
const BULLET = /^\s*[-*+]\s+/;
const NUMBER = /^\s*(?<number>\d+)[.)]\s+/;

function readLine(line: string): Line {
  const breaks = line.endsWith('  ');
  const as = (kind: Line['kind'], mark: RegExp | null, number = 0): Line => ({
    kind,
    number,
    text: (mark === null ? line : line.replace(mark, '')).trim(),
    breaks,
  });
  if (line.trim() === '') return as('blank', null);
  const heading = HEADING.exec(line);
  if (heading !== null) return as('heading', HEADING, heading.groups?.hashes?.length ?? 1);
  if (QUOTE.test(line)) return as('quote', QUOTE);
  if (BULLET.test(line)) return as('bullet', BULLET);
  const item = NUMBER.exec(line);
  return item === null ? as('plain', null) : as('number', NUMBER, Number(item.groups?.number));
}

/** A single line break is none, unless two blanks stand before it or a new block begins. */
function linesOf(markup: string): readonly Line[] {
  const lines: Line[] = [];
  for (const written of markup.split(/\r\n|\r|\n/)) {
    const line = readLine(written);
    const previous = lines.at(-1);
    if (previous === undefined || !continues(line, previous)) {
      lines.push(line);
      continue;
    }
    previous.text += ` ${line.text}`;
    previous.breaks = line.breaks;
  }
  return lines;
}

function continues(line: Line, previous: Line): boolean {
  if (previous.kind === 'blank' || previous.kind === 'heading' || previous.breaks) return false;
  return line.kind === 'plain' || (line.kind === 'quote' && previous.kind === 'quote');
}

function partsOf(lines: readonly Line[]): readonly Part[] {
  const parts: Part[] = [];
  let before: Line['kind'] = 'blank';
  for (const line of lines) {
    const last = parts.at(-1);
    const joined = last !== undefined && line.kind === before ? joinedTo(last, line) : null;
    if (joined !== null) parts[parts.length - 1] = joined;
    else if (line.kind !== 'blank') parts.push(partOf(line));
    before = line.kind;
  }
  return parts;
}

/** The part with this line in it; null where it begins one of its own. */
function joinedTo(part: Part, line: Line): Part | null {
  if (part.kind === 'heading') return null;
  const spans = readSpans(line.text);
  return part.kind === 'list'
    ? { ...part, items: [...part.items, spans] }
    : { ...part, spans: [...part.spans, { kind: 'break' }, ...spans] };
}

function partOf({ kind, number, text }: Line): Part {
  const spans = readSpans(text);
  switch (kind) {
    case 'heading':
      return { kind, level: number, spans };
    case 'bullet':
    case 'number':
      return { kind: 'list', isOrdered: kind === 'number', start: number, items: [spans] };
    case 'quote':
      return { kind, spans };
    case 'plain':
    case 'blank':
      return { kind: 'paragraph', spans };
    default:
      return kind satisfies never;
  }
}

const DESTINATION = String.raw`\((?<%>[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)\)`;
const destination = (name: string) => DESTINATION.replace('%', name);
const MARKUP = new RegExp(
  [
    String.raw`!\[(?<alt>[^\]\n]*)\]${destination('image')}`,
    String.raw`\[(?<label>[^[\]\n]*)\]${destination('url')}`,
    String.raw`\*\*(?=[^\s*])(?<bold>[^*\n]*[^\s*])\*\*`,
    String.raw`\*(?=[^\s*])(?<italic>[^*\n]*[^\s*])\*`,
    String.raw`(?<address>(?<![\w.@-])(?:https?:\/\/|www\.)[!-;=?-~]+)`,
  ].join('|'),
  'gi',
);

function readSpans(text: string): readonly Span[] {
  const spans: Span[] = [];
  let end = 0;
  for (const match of text.matchAll(MARKUP)) {
    spans.push(...plain(text.slice(end, match.index)), spanOf(match.groups ?? {}));
    end = match.index + match[0].length;
  }
  return [...spans, ...plain(text.slice(end))];
}

function spanOf(groups: Readonly<Record<string, string | undefined>>): Span {
  const { alt = '', image, label = '', url, bold, italic, address = '' } = groups;
  if (image !== undefined) return { kind: 'image', url: unguarded(image), alt: unguarded(alt) };
  if (url !== undefined) return { kind: 'link', url: unguarded(url), spans: readSpans(label) };
  if (bold !== undefined) return { kind: 'bold', spans: readSpans(bold) };
  if (italic !== undefined) return { kind: 'italic', spans: readSpans(italic) };
  return { kind: 'link', url: unguarded(address), spans: plain(address) };
}

function plain(text: string): readonly Span[] {
  const shown = unguarded(text);
  return shown === '' ? [] : [{ kind: 'text', text: shown }];
}

const ESCAPED = /\\([!-/:-@[-`{-~])/g;
// https://open.dingtalk.com/document/development/faq-robot
const BLANK_ENTITY = /&(?:nbsp|#160|#xA0);?/gi;
// A mark that was escaped is kept from all rules as a private-use character.
const GUARD_BASE = 0xe000;
const GUARDED = /[\uE021-\uE07E]/g;

function guarded(markup: string): string {
  return markup
    .replace(ESCAPED, (_, mark: string) => String.fromCharCode(GUARD_BASE + mark.charCodeAt(0)))
    .replace(BLANK_ENTITY, '\u00A0');
}

/** Without what keeps clients from making links of plain words. */
function unguarded(text: string): string {
  return text
    .replace(GUARDED, (character) => String.fromCharCode(character.charCodeAt(0) - GUARD_BASE))
    .replaceAll('\u200B', '');
}

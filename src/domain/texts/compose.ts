import {
  type Block,
  type Button,
  bold,
  type Inline,
  type Language,
  type Message,
  plain,
  type Text,
  together,
} from '../message.ts';

/** About what a phone shows of a notification. */
const SUMMARY_LENGTH_MAX = 150;

/** One piece, or several. */
export type Sentence = Inline | Text;

/** A message of the blocks that are there. */
export function compose(language: Language, summary: Sentence, blocks: readonly (Block | null)[]): Message {
  return {
    language,
    summary: cut(plain(flat(summary)), SUMMARY_LENGTH_MAX),
    blocks: blocks.filter((block) => block !== null),
  };
}

export const DIVIDER: Block = { kind: 'divider' };

export function heading(title: Sentence): Block {
  return { kind: 'heading', text: plain(flat(title)) };
}

export function paragraph(...sentences: readonly (Sentence | null)[]): Block {
  return { kind: 'paragraph', text: joined(...sentences) };
}

export function note(...sentences: readonly (Sentence | null)[]): Block {
  return { kind: 'note', text: joined(...sentences) };
}

export function steps(items: readonly Sentence[]): Block {
  return { kind: 'steps', items: items.map(asText) };
}

export function bullets(items: readonly (Sentence | null)[]): Block | null {
  const present = items.filter((item) => item !== null).map(asText);
  return present.length === 0 ? null : { kind: 'bullets', items: present };
}

/** A title and its lines; nothing at all where there is no line. */
export function section(title: string, items: readonly (Sentence | null)[]): readonly (Block | null)[] {
  const lines = bullets(items);
  return lines === null ? [] : [paragraph([bold(title)]), lines];
}

export function facts(rows: readonly (readonly [label: string, value: Sentence] | null)[]): Block {
  const present = rows.filter((row) => row !== null);
  return { kind: 'facts', rows: present.map(([label, value]) => [label, asText(value)]) };
}

export function buttons(...all: readonly Button[]): Block {
  return { kind: 'buttons', buttons: all };
}

/** All of it in bold, as one piece. */
export function strong(sentence: Sentence): Text {
  return [bold(flat(sentence))];
}

/** Sentences one after the other, with a space where the script wants one. */
export function joined(...sentences: readonly (Sentence | null)[]): Text {
  const parts: Inline[] = [];
  for (const sentence of sentences) {
    const next = asText(sentence ?? []);
    const [first] = next;
    if (first === undefined) continue;
    const last = parts.at(-1);
    if (last !== undefined && needsSpace(flatPart(last), flatPart(first))) parts.push(' ');
    parts.push(...next);
  }
  return together(parts);
}

const FULL_WIDTH_MARK_AT_END = /[。！？；：，、）」”]$/u;
const MARK_AT_START = /^[.,;:。！？；：，、（）]/u;

/** Not before a mark, not behind a full-width one, not between two Chinese characters. */
function needsSpace(before: string, after: string): boolean {
  if (FULL_WIDTH_MARK_AT_END.test(before) || MARK_AT_START.test(after)) return false;
  return !(/\p{Script=Han}$/u.test(before) && /^\p{Script=Han}/u.test(after));
}

/** How a language lists. */
interface ListWords {
  readonly separator: string;
  /** What is said of those that are not listed. */
  readonly more: (count: number) => Text;
}

/** `a, b, c`, and after `max` of them how many more. */
export function listed({ separator, more }: ListWords, items: readonly Sentence[], max: number): Text {
  const parts = items
    .slice(0, max)
    .flatMap((item, index) => (index === 0 ? asText(item) : [separator, ...asText(item)]));
  return together(items.length <= max ? parts : [...parts, separator, ...more(items.length - max)]);
}

/** The first lines, and one line that says how many there are beyond them. */
export function firstLines<Item>(
  { more }: ListWords,
  items: readonly Item[],
  options: {
    readonly max: number;
    readonly line: (item: Item) => Text;
    /** Where there are more than `items`. */
    readonly total?: number;
  },
): readonly Text[] {
  const { max, line, total = items.length } = options;
  const lines = items.slice(0, max).map(line);
  return total > lines.length ? [...lines, more(total - lines.length)] : lines;
}

function asText(sentence: Sentence): Text {
  return isText(sentence) ? sentence : [sentence];
}

function isText(sentence: Sentence): sentence is Text {
  return Array.isArray(sentence);
}

/** With a capital, where the script has them. */
export function capitalized([first = '', ...others]: Text): Text {
  if (typeof first !== 'string') return [first, ...others];
  return [first.charAt(0).toUpperCase() + first.slice(1), ...others];
}

/** Its words alone. */
export function flat(sentence: Sentence): string {
  return asText(sentence).map(flatPart).join('');
}

function flatPart(part: Inline): string {
  if (typeof part === 'string') return part;
  return part.kind === 'person' ? part.memberId : part.text;
}

function cut(line: string, lengthMax: number): string {
  const characters = [...line];
  return characters.length <= lengthMax ? line : `${characters.slice(0, lengthMax - 1).join('')}…`;
}

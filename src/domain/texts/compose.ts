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

/** A message of the blocks that are there. */
export function compose(language: Language, summary: Text, blocks: readonly (Block | null)[]): Message {
  return {
    language,
    summary: cut(plain(flat(summary)), SUMMARY_LENGTH_MAX),
    blocks: blocks.filter((block) => block !== null),
  };
}

export const DIVIDER: Block = { kind: 'divider' };

export function heading(title: Text): Block {
  return { kind: 'heading', text: plain(flat(title)) };
}

export function paragraph(...sentences: readonly (Text | null)[]): Block {
  return { kind: 'paragraph', text: joined(...sentences) };
}

export function note(...sentences: readonly (Text | null)[]): Block {
  return { kind: 'note', text: joined(...sentences) };
}

export function steps(items: readonly Text[]): Block {
  return { kind: 'steps', items };
}

export function bullets(items: readonly (Text | null)[]): Block | null {
  const present = items.filter((item) => item !== null);
  return present.length === 0 ? null : { kind: 'bullets', items: present };
}

/** A title and its lines; nothing at all where there is no line. */
export function section(title: string, items: readonly (Text | null)[]): readonly (Block | null)[] {
  const lines = bullets(items);
  return lines === null ? [] : [paragraph([bold(title)]), lines];
}

export function facts(rows: readonly (readonly [label: string, value: Text] | null)[]): Block {
  return { kind: 'facts', rows: rows.filter((row) => row !== null) };
}

export function buttons(...all: readonly Button[]): Block {
  return { kind: 'buttons', buttons: all };
}

/** All of it in bold, as one piece. */
export function strong(sentence: Text): Text {
  return [bold(flat(sentence))];
}

/** Sentences one after the other, with a space where the script wants one. */
export function joined(...sentences: readonly (Text | null)[]): Text {
  const parts: Inline[] = [];
  for (const sentence of sentences) {
    const [first] = sentence ?? [];
    if (sentence === null || first === undefined) continue;
    const last = parts.at(-1);
    if (last !== undefined && needsSpace(flatPart(last), flatPart(first))) parts.push(' ');
    parts.push(...sentence);
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

/** `a, b, c`, and after `max` of them what `more` says of the rest. */
export function listed(
  items: readonly Inline[],
  options: { readonly max: number; readonly separator: string; readonly more: (count: number) => Text },
): Text {
  const { max, separator, more } = options;
  const parts = items.slice(0, max).flatMap((item, index) => (index === 0 ? [item] : [separator, item]));
  return together(items.length <= max ? parts : [...parts, separator, ...more(items.length - max)]);
}

/** The first lines, and one line that says how many there are beyond them. */
export function firstLines<Item>(
  items: readonly Item[],
  options: {
    readonly max: number;
    readonly line: (item: Item) => Text;
    readonly more: (count: number) => Text;
    /** Where there are more than `items`. */
    readonly total?: number;
  },
): readonly Text[] {
  const { max, line, more, total = items.length } = options;
  const lines = items.slice(0, max).map(line);
  return total > lines.length ? [...lines, more(total - lines.length)] : lines;
}

function flat(text: Text): string {
  return text.map(flatPart).join('');
}

function flatPart(part: Inline): string {
  if (typeof part === 'string') return part;
  return part.kind === 'person' ? part.memberId : part.text;
}

function cut(line: string, lengthMax: number): string {
  const characters = [...line];
  return characters.length <= lengthMax ? line : `${characters.slice(0, lengthMax - 1).join('')}…`;
}

import { cut, oneLine } from './one-line.ts';

/**
 * What the bot says, before any chat's markup. Literal words come from the catalogue, everything else is data:
 * renderers escape both, so a RAM user called `<!channel>` is only ever a name.
 */
export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

export type Inline =
  | string
  | { readonly kind: 'bold'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string }
  /** A chat member: a mention where the chat can, else the id. */
  | { readonly kind: 'person'; readonly memberId: string };

export type Text = readonly Inline[];

export interface Button {
  readonly label: string;
  /** The words of the command it stands for, without `/mfa`: pressing is typing. */
  readonly command: string;
  readonly style?: 'primary' | 'danger';
}

export interface ChartPoint {
  readonly label: string;
  readonly value: number;
}

export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: Text }
  | { readonly kind: 'bullets'; readonly items: readonly Text[] }
  /** Numbered. */
  | { readonly kind: 'steps'; readonly items: readonly Text[] }
  /** Label and value, side by side where the chat can. */
  | { readonly kind: 'facts'; readonly rows: readonly (readonly [label: string, value: Text])[] }
  | {
      readonly kind: 'table';
      readonly columns: readonly string[];
      readonly rows: readonly (readonly string[])[];
    }
  /** A line over at most 15 days; where the chat cannot draw, the points as words. */
  | {
      readonly kind: 'chart';
      readonly title: string;
      readonly series: string;
      readonly points: readonly ChartPoint[];
    }
  /** Small print. */
  | { readonly kind: 'note'; readonly text: Text }
  | { readonly kind: 'buttons'; readonly buttons: readonly Button[] }
  | { readonly kind: 'divider' };

export interface Message {
  readonly language: Language;
  /** One line: what a notification shows, and all a screen reader may read. */
  readonly summary: string;
  readonly blocks: readonly Block[];
}

export const bold = (text: string): Inline => ({ kind: 'bold', text: plain(text) });
export const code = (text: string): Inline => ({ kind: 'code', text: plain(text) });
export const link = (text: string, url: string): Inline => ({ kind: 'link', text: plain(text), url });
export const person = (memberId: string): Inline => ({ kind: 'person', memberId });

/** A sentence: the literal parts are ours, each `${}` is a part, a sentence or data, and data is cleaned. */
export function text(literals: TemplateStringsArray, ...values: readonly (Inline | number | Text)[]): Text {
  return together(
    literals.flatMap((literal, index): Text => {
      const value = values[index];
      return value === undefined ? [literal] : [literal, ...partsOf(value)];
    }),
  );
}

function partsOf(value: Inline | number | Text): Text {
  if (typeof value !== 'object') return [plain(String(value))];
  return isText(value) ? value : [value];
}

function isText(value: Inline | Text): value is Text {
  return Array.isArray(value);
}

/** The same in as few parts as can be: what is plain and side by side is one. */
export function together(text: Text): Text {
  const parts: Inline[] = [];
  for (const part of text) {
    const last = parts.at(-1);
    if (part === '') continue;
    if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part;
    else parts.push(part);
  }
  return parts;
}

const DATA_LENGTH_MAX = 200;

/** Foreign text as one harmless line of at most 200 characters. */
export function plain(value: string): string {
  return cut(oneLine(value).replace(/\s+/gu, ' ').trim(), DATA_LENGTH_MAX);
}

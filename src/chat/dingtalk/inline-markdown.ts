import type { Inline, Text } from '../../domain/message.ts';
import { cut, oneLine } from '../../domain/one-line.ts';
import { labelWords, words } from './markdown-words.ts';
import type { Setting } from './setting.ts';

const URL_MAX = 1000;

/** A text as one line of Markdown, its words cut after `max` characters. */
export function inlineMarkdown(text: Text, setting: Setting, max: number): string {
  let left = max;
  let written = '';
  for (const part of text) {
    if (left <= 0) break;
    const shown = shownText(part);
    const fitting = cut(shown, left);
    // Markup around a part of its words would say something else, so what is cut goes in as words.
    const next = fitting === shown ? write(part, setting) : { text: words(fitting), isStrong: false };
    written = append(written, next);
    left -= [...fitting].length;
  }
  return written.trim();
}

interface Written {
  readonly text: string;
  readonly isStrong: boolean;
}

const asWords = (text: string): Written => ({ text: words(text), isStrong: false });

function write(part: Inline, setting: Setting): Written {
  if (typeof part === 'string') return asWords(part);
  switch (part.kind) {
    case 'bold':
      return strong(part.text);
    case 'code':
      return strong(typed(part.text, setting));
    case 'link':
      return link(part, setting);
    case 'person':
      return asWords(part.memberId);
    default:
      return part satisfies never;
  }
}

function shownText(part: Inline): string {
  if (typeof part === 'string') return oneLine(part);
  return oneLine(part.kind === 'person' ? part.memberId : part.text);
}

/** DingTalk's Markdown has no code, so commands and names stand in bold. In groups the bot hears only what mentions it. */
export function typed(text: string, { place }: Setting): string {
  return place === 'group' && /^\/mfa\b/.test(text) ? `@bot ${text}` : text;
}

export function strong(text: string): Written {
  const shown = oneLine(text).trim();
  return shown === '' ? { text: '', isStrong: false } : { text: `**${words(shown)}**`, isStrong: true };
}

function link({ text, url }: { readonly text: string; readonly url: string }, { links }: Setting): Written {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const isWeb = parsed?.protocol === 'https:' || parsed?.protocol === 'http:';
  if (parsed === null || !isWeb || parsed.href.length > URL_MAX) return asWords(text);
  const label = oneLine(text).trim();
  if (links === 'clickable')
    return { text: markdownLink(label || parsed.href, parsed.href), isStrong: false };
  const isAddress = label === '' || URL.canParse(label);
  return asWords(isAddress ? parsed.host : label);
}

export function markdownLink(label: string, address: string): string {
  const destination = address.replace(/[()'!*~\s]/g, percentEncoded);
  return `[${labelWords(label)}](${destination})`;
}

export function percentEncoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

const LETTER_AT_END = /[\p{L}\p{N}]$/u;
const LETTER_AT_START = /^[\p{L}\p{N}]/u;

/**
 * Between a letter and a mark, Markdown does not see that bold begins or ends; Chinese is written without spaces there.
 * https://spec.commonmark.org/0.31.2/#emphasis-and-strong-emphasis
 */
function append(written: string, next: Written): string {
  const opens = next.isStrong && LETTER_AT_END.test(written) && !LETTER_AT_START.test(next.text.slice(2));
  const closes = /[^\p{L}\p{N}\s]\*\*$/u.test(written) && LETTER_AT_START.test(next.text);
  // Two bold parts side by side would join into four stars, which are no mark at all.
  const joins = next.isStrong && written.endsWith('**');
  return `${written}${opens || closes || joins ? ' ' : ''}${next.text}`;
}

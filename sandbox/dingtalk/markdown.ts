import { automaticLinks, linkTo } from './link.ts';
import type { MessageLink } from './message.ts';

/** A Markdown text as a client shows it. */
interface ReadMarkdown {
  readonly shownText: string;
  readonly links: readonly MessageLink[];
}

const ESCAPED = /\\([!-/:-@[-`{-~])/g;
// https://open.dingtalk.com/document/development/faq-robot
const BLANK_ENTITY = /&(?:nbsp|#160|#xA0);?/gi;
const DESTINATION = String.raw`\(([^\s()]*(?:\([^\s()]*\)[^\s()]*)*)\)`;
const IMAGE = new RegExp(String.raw`!\[([^\]\n]*)\]${DESTINATION}`, 'g');
const LINK = new RegExp(String.raw`\[([^[\]\n]*)\]${DESTINATION}`, 'g');
const EMPHASIS = /(\*{1,2})(?=[^\s*])([^*\n]*[^\s*])\1/g;

/** The subset of https://open.dingtalk.com/document/development/robot-message-type: headings, quotes, bold, italic, links, images, lists. */
export function readMarkdown(text: string): ReadMarkdown {
  const links: MessageLink[] = [];
  const guarded = text.replace(ESCAPED, (_, mark: string) => guard(mark)).replace(BLANK_ENTITY, '\u00A0');
  const withoutImages = guarded.replace(IMAGE, (_, label: string, url: string) => {
    links.push({ kind: 'image', label: unguard(label), url: unguard(url) });
    return '';
  });
  const shown = withoutImages.replace(LINK, (_, label: string, url: string) => {
    links.push(linkTo(unguard(url), unguard(withoutEmphasis(label))));
    return label;
  });
  const unlinked = unguard(withoutImages.replace(LINK, ' '));
  return {
    shownText: unguard(withoutEmphasis(shownLines(shown)).replaceAll('\u00A0', ' ')),
    links: [...links, ...automaticLinks(unlinked)],
  };
}

// An escaped mark is kept from the rules that follow as a private-use character.
const GUARD_BASE = 0xe000;
const GUARDED = /[\uE021-\uE07E]/g;

function guard(mark: string): string {
  return String.fromCharCode(GUARD_BASE + mark.charCodeAt(0));
}

function unguard(text: string): string {
  return text.replace(GUARDED, (character) => String.fromCharCode(character.charCodeAt(0) - GUARD_BASE));
}

function withoutEmphasis(text: string): string {
  return text.replace(EMPHASIS, '$2');
}

const HEADING = /^ {0,3}#{1,6}(?:\s+|$)/;
const QUOTE = /^ {0,3}>\s?/;
const LIST_ITEM = /^\s*(?:[-*+]|\d+[.)])\s+/;

type LineKind = 'blank' | 'heading' | 'quote' | 'item' | 'plain';

function lineKind(line: string): LineKind {
  if (line.trim() === '') return 'blank';
  if (HEADING.test(line)) return 'heading';
  if (QUOTE.test(line)) return 'quote';
  return LIST_ITEM.test(line) ? 'item' : 'plain';
}

/** A single line break is none, unless two blanks stand before it or a new block begins. */
function shownLines(text: string): string {
  let shown = '';
  let previous: { readonly kind: LineKind; readonly breaks: boolean } = { kind: 'blank', breaks: true };
  for (const line of text.split(/\r\n|\r|\n/)) {
    const kind = lineKind(line);
    const continues =
      previous.kind !== 'blank' &&
      previous.kind !== 'heading' &&
      !previous.breaks &&
      (kind === 'plain' || (kind === 'quote' && previous.kind === 'quote'));
    shown += `${continues ? ' ' : '\n'}${line.replace(HEADING, '').replace(QUOTE, '').trim()}`;
    previous = { kind, breaks: line.endsWith('  ') };
  }
  return shown.replace(/\n{3,}/g, '\n\n').trim();
}

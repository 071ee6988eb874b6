import { linkTo } from '../sandbox/dingtalk/link.ts';
import { wrapped } from './columns.ts';
import type { WireText } from './wire-text.ts';

const HEADING = /^#{1,6} (.*)$/;
const QUOTE = /^> ?(.*)$/;
const ITEM = /^(?:- |(\d+)\. )(.*)$/;

/** What DingTalk shows of a message in its Markdown, in lines of plain text no wider than `width` columns. */
export function dingtalkText({ text }: { readonly text: string }, width: number): WireText {
  const links: string[] = [];
  const link = (label: string, url: string) => {
    const target = whatItDoes(url);
    if (!links.includes(target)) links.push(target);
    return `${label} [${links.indexOf(target) + 1}]`;
  };
  const lines = text
    .replaceAll('\u200B', '')
    .split('\n')
    .flatMap((line) => shownLine(line, (marked) => inline(marked, link), width));
  return { lines, links };
}

function shownLine(line: string, read: (marked: string) => string, width: number): readonly string[] {
  const [, heading] = HEADING.exec(line) ?? [];
  if (heading !== undefined) return wrapped(read(heading).toUpperCase(), width);
  const [, quote] = QUOTE.exec(line) ?? [];
  if (quote !== undefined) return wrapped(read(quote), width - 2).map((one) => `┃ ${one}`);
  const [, number, item] = ITEM.exec(line) ?? [];
  if (item === undefined) return wrapped(read(line), width);
  const mark = number === undefined ? '• ' : `${number}. `;
  return wrapped(mark + read(item), width, ' '.repeat(mark.length));
}

const INLINE =
  /\\(?<escaped>[!-/:-@[-`{-~])|\[(?<label>(?:\\.|[^[\]\\])*)\]\((?<url>[^\s()]*)\)|\*\*(?<bold>(?:\\.|[^*\\])+)\*\*/gu;

/** Marks carried out; bold looks like the rest. */
function inline(marked: string, link: (label: string, url: string) => string): string {
  return marked.replace(INLINE, (...match) => {
    const { escaped, label, url, bold } = match.at(-1) as Record<string, string | undefined>;
    if (escaped !== undefined) return escaped;
    if (bold !== undefined) return inline(bold, link);
    return link(inline(label ?? '', link), url ?? '');
  });
}

/** Where a link leads; one of DingTalk's own kind says something for whoever presses it. */
function whatItDoes(url: string): string {
  const link = linkTo(url, '');
  if (link.kind === 'send_message') return `says “${link.sends}”`;
  return link.kind === 'web' ? link.opens : url;
}

import { oneLine } from '../../domain/one-line.ts';

// The marks of DingTalk's Markdown, the signs clients make more of, and tags, of which clients carry out some.
// https://open.dingtalk.com/document/development/robot-message-type
const MARKS = /[\\`*_[\]{}()#+.!|>~:<-]|&(?=#?\w{1,31};)/g;

/** Any text on one line as words: no mark in it is one. */
export function words(text: string): string {
  return escapeMarks(breakAddresses(oneLine(text)));
}

/** The same inside the label of a link, where clients make no other link. */
export function labelWords(text: string): string {
  return escapeMarks(oneLine(text));
}

function escapeMarks(text: string): string {
  return text.replace(MARKS, '\\$&');
}

const GAP = '\u200B';

/** Clients make links of plain addresses, also where a name is one: a gap of no width keeps them words. */
function breakAddresses(text: string): string {
  return text.replaceAll('://', `:${GAP}//`).replace(/\b(www)\./gi, `$1${GAP}.`);
}

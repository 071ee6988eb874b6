import type { Text } from '../../domain/message.ts';
import { cut } from '../../domain/one-line.ts';
import { type SafeInline, safeParts } from './inline-text.ts';

/**
 * For the few places that take no rich text. Always sent with `verbatim`, so that Slack looks for no links and names
 * in it by itself. https://docs.slack.dev/messaging/formatting-message-text
 */
export function mrkdwn(text: Text, max: number): string {
  let written = '';
  for (const part of safeParts(text)) {
    const left = max - [...written].length;
    const next = write(part);
    if ([...next].length <= left) {
      written += next;
      continue;
    }
    // Markup cut in two would be read as something else, so what does not fit goes in as words.
    if (left > ROOM_FOR_WORDS) written += cutWords(part, left);
    break;
  }
  return written;
}

const ROOM_FOR_WORDS = 20;

export function escapeMrkdwn(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

// Slack sees markup only next to something that is no letter: between Chinese characters it needs a gap of no width.
const GAP = '\u200B';

function write(part: SafeInline): string {
  switch (part.kind) {
    case 'text':
      return words(part.text);
    case 'bold':
      return `${GAP}*${words(part.text)}*${GAP}`;
    case 'code':
      return `${GAP}\`${escapeMrkdwn(part.text.replaceAll('`', 'ˋ'))}\`${GAP}`;
    case 'link':
      return `<${escapeMrkdwn(part.url.replaceAll('|', '%7C'))}|${words(part.text.replaceAll('|', '¦'))}>`;
    case 'mention':
      return `<@${part.memberId}>`;
    default:
      return part satisfies never;
  }
}

// Inside a word these characters mark nothing up, so `jane_doe` can still be copied.
const MARKUP = /(?<![\p{L}\p{N}])[*_~`]|[*_~`](?![\p{L}\p{N}])/gu;
const LOOKALIKES: Readonly<Record<string, string>> = { '*': '∗', _: 'ˍ', '~': '∼', '`': 'ˋ' };
const EMOJI_START = /:(?=[a-z0-9_+'-]*[a-z][a-z0-9_+'-]*:)/giu;

/** Data and literal words: shown as they are, with lookalikes for what Slack would read as markup. */
function words(text: string): string {
  const unmarked = text.replace(MARKUP, (mark) => LOOKALIKES[mark] ?? mark).replace(EMOJI_START, '∶');
  return escapeMrkdwn(unmarked);
}

function cutWords(part: SafeInline, left: number): string {
  const text = part.kind === 'mention' ? part.memberId : part.text;
  // An escape takes up to five characters for one.
  return words(cut(text, Math.floor(left / 5)));
}

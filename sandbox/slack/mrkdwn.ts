import { isRecord } from '../json.ts';
import type { SandboxMessage } from './message.ts';

/** Something a text points at, notifies or makes clickable. */
export type Reference =
  | { readonly kind: 'member'; readonly id: string }
  | { readonly kind: 'channel'; readonly id: string }
  | { readonly kind: 'usergroup'; readonly id: string }
  /** `<!here>`, `<!channel>`, `<!everyone>`: notifies many. */
  | { readonly kind: 'broadcast'; readonly range: string }
  /** `automatic`: nobody wrote a link, Slack makes one of a plain address. */
  | {
      readonly kind: 'link';
      readonly url: string;
      readonly label: string | null;
      readonly automatic: boolean;
    };

const ANGLE_BRACKETS = /<([^<>\n]+)>/g;
const CODE = /```[\s\S]*?```|`[^`\n]+`/g;
const PLAIN_ADDRESS =
  /https?:\/\/[^\s<>|]+|[\w.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}\b/gi;
const PLAIN_BROADCAST = /(?<![\w.])@(here|channel|everyone)\b/g;

/**
 * What a mrkdwn text mentions and links, by the rules of https://docs.slack.dev/messaging/formatting-message-text
 * `<…>` counts inside code as well. Plain addresses and `@here` are picked up outside code unless `verbatim`.
 */
export function mrkdwnReferences(
  text: string,
  options: { readonly verbatim?: boolean } = {},
): readonly Reference[] {
  const written = [...text.matchAll(ANGLE_BRACKETS)].flatMap((match) => angleReference(match[1] ?? ''));
  if (options.verbatim === true) return written;
  const rest = unescapeMrkdwn(text.replace(ANGLE_BRACKETS, ' ').replace(CODE, ' '));
  const broadcasts = [...rest.matchAll(PLAIN_BROADCAST)].map(
    (match): Reference => ({ kind: 'broadcast', range: match[1] ?? '' }),
  );
  const links = [...rest.matchAll(PLAIN_ADDRESS)].map(
    (match): Reference => ({ kind: 'link', url: match[0], label: null, automatic: true }),
  );
  return [...written, ...broadcasts, ...links];
}

/** All a message mentions and links: its text, and every block in it. */
export function messageReferences(message: Pick<SandboxMessage, 'text' | 'blocks'>): readonly Reference[] {
  // Beside blocks the text is what a notification shows, where nothing is clickable.
  const text = mrkdwnReferences(message.text, { verbatim: message.blocks.length > 0 });
  return [...text, ...blockReferences(message.blocks)];
}

/** A mrkdwn text as it is read: labels instead of `<…>`, and no escapes. */
export function mrkdwnAsSeen(text: string): string {
  const labelled = text.replace(ANGLE_BRACKETS, (_, inner: string) => {
    const [target = '', label] = splitLabel(inner);
    return label ?? target.replace(/^!(?=here|channel|everyone)/, '@');
  });
  return unescapeMrkdwn(labelled);
}

function angleReference(inner: string): Reference[] {
  const [target = '', label] = splitLabel(inner);
  if (/^@[UW]/.test(target)) return [{ kind: 'member', id: target.slice(1) }];
  if (/^#[CG]/.test(target)) return [{ kind: 'channel', id: target.slice(1) }];
  const usergroup = /^!subteam\^(\w+)/.exec(target);
  if (usergroup !== null) return [{ kind: 'usergroup', id: usergroup[1] ?? '' }];
  const broadcast = /^!(here|channel|everyone|group)$/.exec(target);
  if (broadcast !== null) return [{ kind: 'broadcast', range: broadcast[1] ?? '' }];
  if (!/^[a-z][a-z0-9+.-]*:/i.test(target)) return [];
  const shown = label === undefined ? null : unescapeMrkdwn(label);
  return [{ kind: 'link', url: unescapeMrkdwn(target), label: shown, automatic: false }];
}

function splitLabel(inner: string): readonly string[] {
  const bar = inner.indexOf('|');
  return bar === -1 ? [inner] : [inner.slice(0, bar), inner.slice(bar + 1)];
}

function unescapeMrkdwn(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function blockReferences(value: unknown): readonly Reference[] {
  if (Array.isArray(value)) return value.flatMap(blockReferences);
  if (!isRecord(value)) return [];
  const own = elementReferences(value);
  return [...own, ...Object.values(value).flatMap(blockReferences)];
}

function elementReferences(element: Readonly<Record<string, unknown>>): readonly Reference[] {
  const field = (name: string): string => String(element[name] ?? '');
  switch (element.type) {
    case 'mrkdwn':
      return mrkdwnReferences(field('text'), { verbatim: element.verbatim === true });
    case 'markdown':
      return markdownReferences(field('text'));
    case 'user':
      return [{ kind: 'member', id: field('user_id') }];
    case 'usergroup':
      return [{ kind: 'usergroup', id: field('usergroup_id') }];
    case 'channel':
      return [{ kind: 'channel', id: field('channel_id') }];
    case 'broadcast':
      return [{ kind: 'broadcast', range: field('range') }];
    case 'link':
      return [{ kind: 'link', url: field('url'), label: field('text') || null, automatic: false }];
    case 'button':
      return element.url === undefined
        ? []
        : [{ kind: 'link', url: field('url'), label: buttonLabel(element), automatic: false }];
    default:
      return [];
  }
}

function buttonLabel(button: Readonly<Record<string, unknown>>): string | null {
  return isRecord(button.text) ? String(button.text.text) : null;
}

const MARKDOWN_LINK = /\[([^\]]*)\]\(([^)\s]+)\)/g;

function markdownReferences(text: string): readonly Reference[] {
  const links = [...text.matchAll(MARKDOWN_LINK)].map(
    (match): Reference => ({ kind: 'link', url: match[2] ?? '', label: match[1] ?? '', automatic: false }),
  );
  return [...links, ...mrkdwnReferences(text.replace(MARKDOWN_LINK, ' '))];
}

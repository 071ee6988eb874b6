import type { ComponentChildren, VNode } from 'preact';
import { el } from '../element.ts';
import { webLink } from '../web-link.ts';
import { type Part, readMrkdwn, type Span } from './mrkdwn.ts';
import type { SlackReader } from './reader.ts';

export type Element = Readonly<Record<string, unknown>>;

/** A text object: Slack's markup, or plain. */
export function textObject(value: unknown, reader: SlackReader): ComponentChildren {
  const { type, text, verbatim } = value as Element;
  if (type !== 'mrkdwn') return String(text);
  return readMrkdwn(String(text), verbatim === true).map((part) => drawPart(part, reader));
}

function drawPart(part: Part, reader: SlackReader): VNode {
  switch (part.kind) {
    case 'preformatted':
      return el('pre', null, part.text);
    case 'quote':
      return el('blockquote', null, spans(part.spans, reader));
    case 'lines':
      return el('p', null, spans(part.spans, reader));
    default:
      return part satisfies never;
  }
}

function spans(all: readonly Span[], reader: SlackReader): ComponentChildren {
  return all.map((span) => drawSpan(span, reader));
}

function drawSpan(span: Span, reader: SlackReader): ComponentChildren {
  switch (span.kind) {
    case 'text':
      return span.text;
    case 'break':
      return el('br', null);
    case 'code':
      return el('code', null, span.text);
    case 'bold':
      return el('strong', null, spans(span.spans, reader));
    case 'italic':
      return el('em', null, spans(span.spans, reader));
    case 'strike':
      return el('s', null, spans(span.spans, reader));
    case 'link':
      return webLink(span.url, spans(span.spans, reader));
    case 'member':
      return mention(`@${reader.nameOf(span.id)}`);
    case 'usergroup':
      return mention(`@${span.id}`);
    case 'channel':
      return mention(`#${reader.channelName(span.id)}`);
    case 'broadcast':
      return mention(`@${span.range}`);
    default:
      return span satisfies never;
  }
}

function mention(words: string): VNode {
  return el('span', { class: 'mention' }, words);
}

/** The leaves of a rich text, one behind the other. https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
export function richTextLeaves(elements: unknown, reader: SlackReader): ComponentChildren {
  return list(elements).map((leaf) => styled(leaf, drawLeaf(leaf, reader)));
}

function drawLeaf(leaf: Element, reader: SlackReader): ComponentChildren {
  switch (leaf.type) {
    case 'text':
      return withBreaks(String(leaf.text));
    case 'link':
      return webLink(String(leaf.url), String(leaf.text ?? leaf.url));
    case 'user':
      return mention(`@${reader.nameOf(String(leaf.user_id))}`);
    case 'usergroup':
      return mention(`@${leaf.usergroup_id}`);
    case 'channel':
      return mention(`#${reader.channelName(String(leaf.channel_id))}`);
    case 'broadcast':
      return mention(`@${leaf.range}`);
    case 'emoji':
      return emoji(leaf);
    case 'date':
      return String(leaf.fallback ?? '');
    default:
      return String(leaf.value ?? '');
  }
}

/** Slack sends along which characters an emoji of its own names stands for. */
function emoji({ name, unicode }: Element): string {
  if (typeof unicode !== 'string') return `:${String(name)}:`;
  return String.fromCodePoint(...unicode.split('-').map((point) => Number.parseInt(point, 16)));
}

function withBreaks(text: string): ComponentChildren {
  const lines = text.replaceAll('\u200B', '').split('\n');
  return lines.flatMap((line, index) => (index === 0 ? [line] : [el('br', null), line]));
}

const TAGS = [
  ['code', 'code'],
  ['bold', 'strong'],
  ['italic', 'em'],
  ['strike', 's'],
  ['underline', 'u'],
  ['highlight', 'mark'],
] as const;

function styled({ style }: Element, drawn: ComponentChildren): ComponentChildren {
  const flags = (style ?? {}) as Readonly<Record<string, boolean>>;
  return TAGS.reduce<ComponentChildren>(
    (inner, [flag, tag]) => (flags[flag] ? el(tag, null, inner) : inner),
    drawn,
  );
}

export function list(elements: unknown): readonly Element[] {
  return Array.isArray(elements) ? (elements as readonly Element[]) : [];
}

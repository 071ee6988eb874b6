import type { ComponentChildren, VNode } from 'preact';
import { el } from '../element.ts';
import { webLink } from '../web-link.ts';
import { type Part, readMarkdown, type Span } from './markdown.ts';

export interface MarkdownSurroundings {
  /** Draws a link that is more than an address; null, or what it gives back: an ordinary one. */
  readonly link: ((url: string, label: ComponentChildren) => VNode | null) | null;
}

export function drawMarkdown(markup: string, around: MarkdownSurroundings): readonly VNode[] {
  return readMarkdown(markup).map((part) => drawPart(part, around));
}

// Beneath the titles of the page and of the window.
const LEVEL_OFFSET = 2;
const LEVEL_MAX = 6;

function drawPart(part: Part, around: MarkdownSurroundings): VNode {
  switch (part.kind) {
    case 'heading':
      return el(
        `h${Math.min(LEVEL_MAX, Math.max(part.level, 1 + LEVEL_OFFSET))}`,
        { class: `level-${part.level}` },
        spans(part.spans, around),
      );
    case 'paragraph':
      return el('p', null, spans(part.spans, around));
    case 'quote':
      return el('blockquote', null, spans(part.spans, around));
    case 'list': {
      const items = part.items.map((item) => el('li', null, spans(item, around)));
      return part.isOrdered ? el('ol', { start: part.start }, items) : el('ul', null, items);
    }
    default:
      return part satisfies never;
  }
}

function spans(all: readonly Span[], around: MarkdownSurroundings): ComponentChildren {
  return all.map((span) => drawSpan(span, around));
}

function drawSpan(span: Span, around: MarkdownSurroundings): ComponentChildren {
  switch (span.kind) {
    case 'text':
      return span.text;
    case 'break':
      return el('br', null);
    case 'bold':
      return el('strong', null, spans(span.spans, around));
    case 'italic':
      return el('em', null, spans(span.spans, around));
    case 'image':
      return el('span', { class: 'picture', role: 'img', 'aria-label': span.alt }, span.alt);
    case 'link': {
      const label = spans(span.spans, around);
      return around.link?.(span.url, label) ?? webLink(span.url, label);
    }
    default:
      return span satisfies never;
  }
}

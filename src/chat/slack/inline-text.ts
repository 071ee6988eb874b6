import type { Inline, Text } from '../../domain/message.ts';
import { oneLine } from '../../domain/one-line.ts';
import { URL_MAX } from './block-kit-limits.ts';

// Ids are opaque; this is only what can stand in a mention without ending it.
const MEMBER_ID = /^[A-Za-z0-9]+$/;

export type SafeInline =
  | { readonly kind: 'text' | 'bold' | 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string }
  | { readonly kind: 'mention'; readonly memberId: string };

/** The parts of a text that show something, each on one line; what cannot be a link or a mention is words. */
export function safeParts(text: Text): readonly SafeInline[] {
  return text.map(safePart).filter((part) => part.kind === 'mention' || part.text !== '');
}

function safePart(part: Inline): SafeInline {
  if (typeof part === 'string') return { kind: 'text', text: oneLine(part) };
  switch (part.kind) {
    case 'bold':
    case 'code':
      return { kind: part.kind, text: oneLine(part.text) };
    case 'link':
      return safeLink(oneLine(part.text), part.url);
    case 'person':
      if (!MEMBER_ID.test(part.memberId)) return { kind: 'text', text: oneLine(part.memberId) };
      return { kind: 'mention', memberId: part.memberId };
    default:
      return part satisfies never;
  }
}

function safeLink(text: string, url: string): SafeInline {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const isWeb = parsed?.protocol === 'https:' || parsed?.protocol === 'http:';
  if (parsed === null || !isWeb || parsed.href.length > URL_MAX) return { kind: 'text', text };
  return { kind: 'link', text: text === '' ? parsed.href : text, url: parsed.href };
}

/** Words alone, where the chat takes no markup. */
export function plainWords(text: Text): string {
  return safeParts(text)
    .map((part) => {
      switch (part.kind) {
        case 'mention':
          return part.memberId;
        case 'link':
          return part.text === part.url ? part.url : `${part.text} (${part.url})`;
        default:
          return part.text;
      }
    })
    .join('');
}

import type { types } from '@slack/bolt';
import type { Text } from '../../domain/message.ts';
import { cut } from '../../domain/one-line.ts';
import { BLOCK_TEXT_MAX } from './block-kit-limits.ts';
import { type SafeInline, safeParts } from './inline-text.ts';

/** Rich text is structure, never parsed for markup: a name in it can be nothing but a name. */
export function richTextSection(text: Text, max = BLOCK_TEXT_MAX): types.RichTextSection {
  const elements: types.RichTextElement[] = [];
  let left = max;
  for (const part of safeParts(text)) {
    if (left <= 0) break;
    const element = richTextElement(part, left);
    left -= part.kind === 'mention' ? part.memberId.length : part.text.length;
    elements.push(element);
  }
  // Slack refuses a section without elements.
  return {
    type: 'rich_text_section',
    elements: elements.length > 0 ? elements : [{ type: 'text', text: '–' }],
  };
}

function richTextElement(part: SafeInline, max: number): types.RichTextElement {
  switch (part.kind) {
    case 'text':
      return { type: 'text', text: cut(part.text, max) };
    case 'bold':
      return { type: 'text', text: cut(part.text, max), style: { bold: true } };
    case 'code':
      return { type: 'text', text: cut(part.text, max), style: { code: true } };
    case 'link':
      return { type: 'link', url: part.url, text: cut(part.text, max) };
    case 'mention':
      return { type: 'user', user_id: part.memberId };
    default:
      return part satisfies never;
  }
}

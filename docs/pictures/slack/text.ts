import type { types } from '@slack/bolt';
import type { Run } from '../style.ts';
import type { TextLook } from './look.ts';

export function richText(elements: readonly types.RichTextElement[], look: TextLook): readonly Run[] {
  return elements.map((element): Run => {
    switch (element.type) {
      case 'text':
        return { text: element.text, style: textStyle(element.style, look) };
      case 'link':
        return { text: element.text ?? element.url, style: look.link };
      default:
        throw new Error(`no drawing for the rich text element ${element.type}`);
    }
  });
}

function textStyle(style: types.RichTextText['style'], look: TextLook): Run['style'] {
  if (style?.code) return look.code;
  return style?.bold ? look.bold : look.plain;
}

const MARKUP = /\*(?<bold>[^*]+)\*|`(?<code>[^`]+)`|<[^|>]+\|(?<link>[^>]+)>|(?<plain>[^*`<]+)/gu;

/** One line of Slack's markup. https://docs.slack.dev/messaging/formatting-message-text */
export function mrkdwn(line: string, look: TextLook): readonly Run[] {
  const visible = line.replaceAll('\u200B', '');
  return [...visible.matchAll(MARKUP)].flatMap(({ groups = {} }) =>
    (['bold', 'code', 'link', 'plain'] as const).flatMap((kind): readonly Run[] => {
      const text = groups[kind];
      return text === undefined ? [] : [{ text: unescaped(text), style: look[kind] }];
    }),
  );
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

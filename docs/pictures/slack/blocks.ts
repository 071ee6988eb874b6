import type { types } from '@slack/bolt';
import type { SlackBlock } from '../../../src/chat/slack/message-blocks.ts';
import { column, type Drawing, moved, padded, rectangle } from '../drawing.ts';
import { baselineOf, type Measure, paragraph } from '../paragraph.ts';
import { textElement } from '../ruler.ts';
import { chart } from './chart.ts';
import { BUTTONS, CONTEXT_TEXT, HEADER, HEADER_LINE_HEIGHT, LINE, MESSAGE_TEXT } from './look.ts';
import { mrkdwn, richText } from './text.ts';

const BLOCK_GAP = 8;
const COLUMN_GAP = 16;
const FIELD_GAP = 8;
const LIST_INDENT = 26;
// Nearer to the line that introduces it.
const LIST_RISE = 4;
const ITEM_GAP = 3;
const BUTTON = { height: 36, padding: 14, gap: 8 };

/** A message as Slack shows it, from the author's line down. */
export function messageBody(blocks: readonly SlackBlock[], measure: Measure): Drawing {
  return column(
    blocks.map((block) => blockDrawing(block, measure)),
    BLOCK_GAP,
  );
}

function blockDrawing(block: SlackBlock, measure: Measure): Drawing {
  switch (block.type) {
    case 'header':
      return paragraph([{ text: block.text.text, style: HEADER }], HEADER_LINE_HEIGHT, measure);
    case 'rich_text':
      return column(
        block.elements.map((element) => richTextPart(element, measure)),
        0,
      );
    case 'section':
      return fields(block.fields ?? [], measure);
    case 'context':
      return column(
        block.elements.map((element) => contextLine(element, measure)),
        0,
      );
    case 'divider': {
      const line = rectangle({ x: 0, y: 0, width: measure.width, height: 1 }, { fill: LINE });
      return padded({ svg: line, height: 1 }, 6, 4);
    }
    case 'actions':
      return buttons(block.elements, measure);
    case 'data_visualization':
      return chart(block, measure);
    default:
      throw new Error(`no drawing for a ${block.type} block`);
  }
}

function richTextPart(element: types.RichTextBlock['elements'][number], measure: Measure): Drawing {
  switch (element.type) {
    case 'rich_text_section':
      return paragraph(richText(element.elements, MESSAGE_TEXT), MESSAGE_TEXT.lineHeight, measure);
    case 'rich_text_list':
      return padded(list(element, measure), -LIST_RISE, 0);
    default:
      throw new Error(`no drawing for ${element.type}`);
  }
}

function list({ style, elements }: types.RichTextList, { ruler, width }: Measure): Drawing {
  const { lineHeight, plain } = MESSAGE_TEXT;
  const items = elements.map((item, index): Drawing => {
    if (item.type !== 'rich_text_section') throw new Error(`no drawing for ${item.type} in a list`);
    const marker = style === 'ordered' ? `${index + 1}.` : '•';
    const runs = richText(item.elements, MESSAGE_TEXT);
    const { svg, height } = paragraph(runs, lineHeight, { ruler, width: width - LIST_INDENT });
    const edge = LIST_INDENT - 8;
    const mark = textElement(marker, edge, baselineOf(lineHeight, plain.size), plain, 'end');
    return { svg: mark + moved(svg, LIST_INDENT, 0), height };
  });
  return column(items, ITEM_GAP);
}

/** Two to a row. */
function fields(all: readonly types.TextObject[], { ruler, width }: Measure): Drawing {
  const half = { ruler, width: (width - COLUMN_GAP) / 2 };
  const rows = Array.from({ length: Math.ceil(all.length / 2) }, (_, row): Drawing => {
    const drawings = all.slice(row * 2, row * 2 + 2).map((field) => fieldDrawing(field, half));
    const svg = drawings.map((drawing, index) => moved(drawing.svg, index * (half.width + COLUMN_GAP), 0));
    return { svg: svg.join(''), height: Math.max(...drawings.map(({ height }) => height)) };
  });
  return column(rows, FIELD_GAP);
}

function fieldDrawing({ text }: types.TextObject, measure: Measure): Drawing {
  const lines = text.split('\n');
  return column(
    lines.map((line) => paragraph(mrkdwn(line, MESSAGE_TEXT), MESSAGE_TEXT.lineHeight, measure)),
    0,
  );
}

function contextLine(element: types.ContextBlockElement, measure: Measure): Drawing {
  if (element.type !== 'mrkdwn') throw new Error(`no drawing for ${element.type} in a context block`);
  return paragraph(mrkdwn(element.text, CONTEXT_TEXT), CONTEXT_TEXT.lineHeight, measure);
}

function buttons(elements: readonly types.ActionsBlockElement[], { ruler }: Measure): Drawing {
  let x = 0;
  const drawn = elements.map((element) => {
    if (element.type !== 'button') throw new Error(`no drawing for ${element.type} among buttons`);
    const { text, paint } = BUTTONS[element.style ?? 'default'];
    const label = element.text.text;
    const left = x;
    const width = ruler.widthOf(label, text) + 2 * BUTTON.padding;
    x += width + BUTTON.gap;
    const baseline = baselineOf(BUTTON.height, text.size);
    const area = rectangle({ x: left, y: 0, width, height: BUTTON.height }, paint);
    return area + textElement(label, left + BUTTON.padding, baseline, text);
  });
  return padded({ svg: drawn.join(''), height: BUTTON.height }, 2, 2);
}

import type { ComponentChildren, VNode } from 'preact';
import { el } from '../element.ts';
import { chart } from './chart.ts';
import { type Element, list, richTextLeaves, textObject } from './inline.ts';
import type { SlackReader } from './reader.ts';

/** A button as the page passes it on; `confirm` is what Slack asks first. */
export interface SlackButton {
  readonly actionId: string;
  readonly label: string;
  readonly confirm: {
    readonly title: string;
    readonly text: ComponentChildren;
    readonly confirm: string;
    readonly deny: string;
  } | null;
}

export interface BlockSurroundings {
  readonly reader: SlackReader;
  readonly press: (button: SlackButton) => void;
}

/** Block Kit as Slack draws it. https://docs.slack.dev/reference/block-kit/blocks */
export function drawBlock(block: Element, around: BlockSurroundings): ComponentChildren {
  const { reader } = around;
  switch (block.type) {
    case 'header':
      return el('h3', null, textObject(block.text, reader));
    case 'divider':
      return el('hr', null);
    case 'rich_text':
      return list(block.elements).map((part) => richTextPart(part, reader));
    case 'section':
      return section(block, around);
    case 'context':
      return context(block, reader);
    case 'actions':
      return el(
        'div',
        { class: 'actions' },
        list(block.elements).map((element) => control(element, around)),
      );
    case 'table':
      return table(block, reader);
    case 'data_visualization':
      return chart(block);
    case 'image':
      return picture(block);
    default:
      return notDrawn(block.type);
  }
}

/** A block that is not known here is told, not left out. */
function notDrawn(type: unknown): VNode {
  return el('p', { class: 'not-drawn' }, `[${String(type)}]`);
}

function richTextPart(part: Element, reader: SlackReader): VNode {
  const leaves = () => richTextLeaves(part.elements, reader);
  switch (part.type) {
    case 'rich_text_section':
      return el('p', null, leaves());
    case 'rich_text_quote':
      return el('blockquote', null, leaves());
    case 'rich_text_preformatted':
      return el('pre', null, leaves());
    case 'rich_text_list':
      return richTextList(part, reader);
    default:
      return notDrawn(part.type);
  }
}

function richTextList({ style, elements, indent, offset }: Element, reader: SlackReader): VNode {
  const items = list(elements).map((item) => el('li', null, richTextLeaves(item.elements, reader)));
  const level = { class: `indent-${Number(indent ?? 0)}` };
  return style === 'ordered'
    ? el('ol', { ...level, start: Number(offset ?? 0) + 1 }, items)
    : el('ul', level, items);
}

function section({ text, fields, accessory }: Element, around: BlockSurroundings): VNode {
  const { reader } = around;
  const words = text === undefined ? null : el('div', { class: 'words' }, textObject(text, reader));
  const cells = list(fields).map((field) => el('div', null, textObject(field, reader)));
  const beside =
    accessory === undefined ? null : el('div', { class: 'accessory' }, control(accessory as Element, around));
  return el('div', { class: 'section' }, [
    words,
    cells.length === 0 ? null : el('div', { class: 'fields' }, cells),
    beside,
  ]);
}

function context({ elements }: Element, reader: SlackReader): VNode {
  const parts = list(elements).map((element) =>
    element.type === 'image' ? picture(element) : el('div', null, textObject(element, reader)),
  );
  return el('div', { class: 'context' }, parts);
}

/** Pictures are somewhere else, and the page asks nobody for anything: their words stand for them. */
function picture({ alt_text: words }: Element): VNode {
  return el('span', { class: 'picture', role: 'img', 'aria-label': String(words) }, String(words));
}

function control(element: Element, { reader, press }: BlockSurroundings): VNode {
  if (element.type !== 'button') return notDrawn(element.type);
  const label = String((element.text as Element).text);
  const { confirm } = element as { readonly confirm?: Element };
  const button: SlackButton = {
    actionId: String(element.action_id),
    label,
    confirm:
      confirm === undefined
        ? null
        : {
            title: String((confirm.title as Element).text),
            text: textObject(confirm.text, reader),
            confirm: String((confirm.confirm as Element).text),
            deny: String((confirm.deny as Element).text),
          },
  };
  const style = typeof element.style === 'string' ? element.style : 'default';
  const onClick = () => press(button);
  return el(
    'button',
    { type: 'button', class: `button ${style}`, 'data-action': button.actionId, onClick },
    label,
  );
}

function table({ rows, column_settings: settings }: Element, reader: SlackReader): VNode {
  const [head = [], ...body] = (rows as readonly (readonly Element[])[]) ?? [];
  const align = (index: number) => ({ class: `align-${String(list(settings)[index]?.align ?? 'left')}` });
  const row = (cells: readonly Element[], tag: 'th' | 'td') =>
    el(
      'tr',
      null,
      cells.map((cell, index) =>
        el(tag, tag === 'th' ? { ...align(index), scope: 'col' } : align(index), tableCell(cell, reader)),
      ),
    );
  return el(
    'div',
    { class: 'table' },
    el('table', null, [
      el('thead', null, row(head, 'th')),
      el(
        'tbody',
        null,
        body.map((cells) => row(cells, 'td')),
      ),
    ]),
  );
}

function tableCell(cell: Element, reader: SlackReader): ComponentChildren {
  if (cell.type === 'rich_text') return list(cell.elements).map((part) => richTextPart(part, reader));
  return String(cell.text ?? cell.value);
}

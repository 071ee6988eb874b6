import type { ComponentChild, ComponentChildren, VNode } from 'preact';

/** What is a line of its own. */
const PARTS = new Set([
  'h2',
  'h3',
  'h4',
  'p',
  'li',
  'tr',
  'dt',
  'dd',
  'figcaption',
  'hr',
  'time',
  'blockquote',
  'caption',
]);
/** Marks around what looks different inside a line. */
const MARKS: Readonly<Record<string, string>> = { strong: '**', em: '_', code: '`', s: '~' };
const INDENT = '  ';

/** A drawing as lines of text: what stands in it, in which order, as what. */
export function outline(drawing: VNode): readonly string[] {
  return linesOf(drawing, 0);
}

function linesOf(child: ComponentChild, depth: number): readonly string[] {
  if (!isElement(child)) return textOf(child) === '' ? [] : [INDENT.repeat(depth) + textOf(child)];
  const { type, props } = child;
  const children = flat(props.children);
  if (!PARTS.has(type) || children.some((inner) => isElement(inner) && holdsParts(inner))) {
    const runs = inRuns(children);
    return runs.flatMap((run) =>
      typeof run === 'string'
        ? [INDENT.repeat(depth) + run]
        : linesOf(run, depth + (PARTS.has(type) ? 1 : 0)),
    );
  }
  return [`${INDENT.repeat(depth)}${type}: ${textOf(props.children)}`.trimEnd()];
}

/** Elements that have lines of their own; what stands between them as one text. */
function inRuns(children: readonly ComponentChild[]): readonly (VNode | string)[] {
  const runs: (VNode | string)[] = [];
  for (const child of children) {
    const isPart = isElement(child) && (PARTS.has(child.type) || holdsParts(child));
    const last = runs.at(-1);
    if (isPart) runs.push(child);
    else if (typeof last === 'string') runs[runs.length - 1] = last + textOf(child);
    else if (textOf(child) !== '') runs.push(textOf(child));
  }
  return runs;
}

function holdsParts({ props }: Element): boolean {
  return flat(props.children).some(
    (inner) => isElement(inner) && (PARTS.has(inner.type) || holdsParts(inner)),
  );
}

type Element = VNode<{ readonly children?: ComponentChildren; readonly href?: string }> & {
  readonly type: string;
};

function isElement(child: ComponentChild): child is Element {
  return typeof child === 'object' && child !== null && 'props' in child && typeof child.type === 'string';
}

function flat(children: ComponentChildren): readonly ComponentChild[] {
  return Array.isArray(children) ? children.flatMap(flat) : [children as ComponentChild];
}

function textOf(children: ComponentChildren): string {
  return flat(children)
    .map((child) => (isElement(child) ? elementText(child) : plainText(child)))
    .join('');
}

function plainText(child: ComponentChild): string {
  return typeof child === 'string' || typeof child === 'number' ? String(child) : '';
}

function elementText({ type, props }: Element): string {
  const inner = textOf(props.children);
  const mark = MARKS[type] ?? '';
  switch (type) {
    case 'br':
      return ' / ';
    // Its numbers stand in a table beside it.
    case 'svg':
      return '';
    case 'a':
      return `[${inner}](${props.href})`;
    case 'button':
      return `[${inner}]`;
    case 'td':
    case 'th':
      return `${inner} | `;
    default:
      return mark + inner + mark;
  }
}

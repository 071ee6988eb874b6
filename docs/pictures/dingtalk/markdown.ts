import { column, type Drawing, moved, padded, rectangle } from '../drawing.ts';
import { baselineOf, type Measure, paragraph } from '../paragraph.ts';
import { textElement } from '../ruler.ts';
import type { Run, Style } from '../style.ts';

const PLAIN: Style = { family: 'Noto Sans CJK SC', weight: 400, size: 15, color: '#171A1D' };
const LINE_HEIGHT = 23;
const LIST_INDENT = 22;
const BLOCK_GAP = 10;
const ITEM_GAP = 5;
const QUOTE_INDENT = 12;

interface Look {
  readonly plain: Style;
  readonly bold: Style;
  readonly link: Style;
}

const TEXT: Look = lookOf(PLAIN);
const HEADING: Look = lookOf({ ...PLAIN, weight: 700, size: 17 });
const QUOTE: Look = lookOf({ ...PLAIN, size: 14, color: '#747677' });

function lookOf(plain: Style): Look {
  return { plain, bold: { ...plain, weight: 700 }, link: { ...plain, color: '#007FFF' } };
}

/** The little Markdown that DingTalk knows. https://open.dingtalk.com/document/development/robot-message-type */
export function markdownDrawing(markdown: string, measure: Measure): Drawing {
  const sections = markdown.split('\n\n').map((section) =>
    column(
      section.split('\n').map((line) => lineDrawing(line, measure)),
      ITEM_GAP,
    ),
  );
  return column(sections, BLOCK_GAP);
}

const MARKER = /^(?<heading>### )|^(?<quote>> )|^(?<item>- |\d+\. )/;

function lineDrawing(line: string, measure: Measure): Drawing {
  const groups = MARKER.exec(line)?.groups ?? {};
  const { heading, quote, item } = groups;
  if (heading !== undefined) return paragraph(inline(line.slice(heading.length), HEADING), 26, measure);
  if (quote !== undefined) return quoted(line.slice(quote.length), measure);
  if (item !== undefined) return listItem(item.trim(), line.slice(item.length), measure);
  return paragraph(inline(line, TEXT), LINE_HEIGHT, measure);
}

function quoted(line: string, { ruler, width }: Measure): Drawing {
  const { svg, height } = paragraph(inline(line, QUOTE), 21, { ruler, width: width - QUOTE_INDENT });
  const bar = rectangle({ x: 0, y: 2, width: 3, height: height - 4 }, { fill: '#D5D8DB' });
  return padded({ svg: bar + moved(svg, QUOTE_INDENT, 0), height }, 2, 2);
}

function listItem(marker: string, line: string, { ruler, width }: Measure): Drawing {
  const { svg, height } = paragraph(inline(line, TEXT), LINE_HEIGHT, { ruler, width: width - LIST_INDENT });
  const baseline = baselineOf(LINE_HEIGHT, PLAIN.size);
  const mark =
    marker === '-'
      ? `<circle cx="7" cy="${LINE_HEIGHT / 2}" r="2.5" fill="${PLAIN.color}"/>`
      : textElement(marker, LIST_INDENT - 7, baseline, PLAIN, 'end');
  return { svg: mark + moved(svg, LIST_INDENT, 0), height };
}

const INLINE =
  /\*\*(?<bold>(?:\\.|[^*\\])+)\*\*|\[(?<link>(?:\\.|[^\]\\])+)\]\([^)]+\)|(?<plain>(?:\\.|[^*[\\])+)/gu;

function inline(line: string, look: Look): readonly Run[] {
  return [...line.matchAll(INLINE)].flatMap(({ groups = {} }) =>
    (['bold', 'link', 'plain'] as const).flatMap((kind): readonly Run[] => {
      const text = groups[kind];
      return text === undefined ? [] : [{ text: text.replace(/\\(.)/gu, '$1'), style: look[kind] }];
    }),
  );
}

import { scaleLinear, scaleUtc } from 'd3-scale';
import { line } from 'd3-shape';
import type { Share } from './report-figures.ts';

/** What a chart says to whoever does not see it; `id` is that of nothing else on the page. */
interface ChartWords {
  readonly id: string;
  readonly title: string;
  readonly description: string;
}

const WIDTH = 480;
const LINE_HEIGHT = 240;
const MARGIN = { left: 60, right: 16, top: 14, bottom: 30 };
const DAY_MS = 86_400_000;

/** The text of a page’s element. */
export const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

function drawing({ id, title, description }: ChartWords, height: number, shapes: string): string {
  return `<svg role="img" aria-labelledby="${id}-title ${id}-desc" viewBox="0 0 ${WIDTH} ${height}">
<title id="${id}-title">${escaped(title)}</title>
<desc id="${id}-desc">${escaped(description)}</desc>
${shapes}
</svg>`;
}

const instantOf = (day: string) => Date.parse(`${day}T00:00:00Z`);

/** Percent by day; the line breaks where a day is missing. */
export function lineChart(words: ChartWords, shares: readonly Share[]): string {
  const points = shares.map(({ day, percent }) => ({ at: instantOf(day), percent }));
  const [first, last] = [shares.at(0)?.day ?? '', shares.at(-1)?.day ?? ''];
  const x = scaleUtc([instantOf(first), instantOf(last)], [MARGIN.left, WIDTH - MARGIN.right]);
  const y = scaleLinear([0, 100], [LINE_HEIGHT - MARGIN.bottom, MARGIN.top]);
  const path = line<{ readonly at: number; readonly percent: number | null }>()
    .defined(({ percent }) => percent !== null)
    .x(({ at }) => x(at))
    .y(({ percent }) => y(percent ?? 0))
    .digits(1);
  const grid = y
    .ticks(4)
    .map(
      (tick) =>
        `<line class="grid" x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${y(tick)}" y2="${y(tick)}"/><text x="${MARGIN.left - 6}" y="${y(tick) + 5}" text-anchor="end">${tick} %</text>`,
    );
  const dots = points.map(
    ({ at, percent }) => `<circle cx="${x(at).toFixed(1)}" cy="${y(percent).toFixed(1)}" r="2.5"/>`,
  );
  const days = [
    `<text x="${MARGIN.left}" y="${LINE_HEIGHT - 8}">${first}</text>`,
    first === last
      ? ''
      : `<text x="${WIDTH - MARGIN.right}" y="${LINE_HEIGHT - 8}" text-anchor="end">${last}</text>`,
  ];
  const drawn = `<path class="line" d="${path(withBreaks(points)) ?? ''}"/>`;
  return drawing(words, LINE_HEIGHT, [...grid, drawn, ...dots, ...days].join('\n'));
}

type Point = { readonly at: number; readonly percent: number | null };

const withBreaks = (points: readonly { readonly at: number; readonly percent: number }[]): Point[] =>
  points.flatMap((point, index): Point[] => {
    const before = points[index - 1];
    const isNext = before === undefined || point.at - before.at <= DAY_MS;
    return isNext ? [point] : [{ at: point.at - 1, percent: null }, point];
  });

export interface Bar {
  readonly label: string;
  readonly total: number;
}

const BAR_HEIGHT = 46;
const VALUE_WIDTH = 76;

/** Each bar says its name and its number. */
export function barChart(words: ChartWords, bars: readonly Bar[]): string {
  const most = Math.max(1, ...bars.map(({ total }) => total));
  const width = scaleLinear([0, most], [0, WIDTH - VALUE_WIDTH]);
  const shapes = bars.map(({ label, total }, index) => {
    const [top, length] = [index * BAR_HEIGHT, width(total).toFixed(1)];
    return `<text x="0" y="${top + 16}">${escaped(label)}</text>
<rect x="0" y="${top + 22}" width="${length}" height="16"/>
<text x="${Number(length) + 8}" y="${top + 36}" class="value">${total}</text>`;
  });
  return drawing(words, bars.length * BAR_HEIGHT, shapes.join('\n'));
}

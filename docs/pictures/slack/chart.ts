import type { ChartBlock } from '../../../src/chat/slack/chart-block.ts';
import { type Drawing, moved, rectangle, rounded } from '../drawing.ts';
import { baselineOf, type Measure } from '../paragraph.ts';
import { textElement } from '../ruler.ts';
import { AXIS, LINE, MESSAGE_TEXT, POINT } from './look.ts';

const PADDING = 14;
const TITLE_HEIGHT = 22;
const PLOT = { top: 50, height: 120, left: 42, right: 48 };
const LABELS_HEIGHT = 26;
const LEGEND_HEIGHT = 22;
const HEIGHT = PLOT.top + PLOT.height + LABELS_HEIGHT + LEGEND_HEIGHT + PADDING - 6;
const TICKS = [0, 25, 50, 75, 100];
const LABEL_ROOM = 42;
const COLOR = '#1264A3';
const GRID = '#EBEAEB';

interface Point {
  readonly x: number;
  readonly y: number;
  readonly label: string;
  readonly value: number;
}

/** A line chart of percents on its card. */
export function chart({ title, chart: { series } }: ChartBlock, { width }: Measure): Drawing {
  const plotWidth = width - PLOT.left - PLOT.right;
  const parts = series.map(({ name, data }) => {
    const points = data.map(({ label, value }, index): Point => {
      const x = data.length < 2 ? plotWidth : (index / (data.length - 1)) * plotWidth;
      return { x, y: heightOf(value), label, value };
    });
    return moved(line(points) + labels(points, plotWidth), PLOT.left, PLOT.top) + legend(name);
  });
  const card = rectangle({ x: 0, y: 0, width, height: HEIGHT }, { fill: '#FFFFFF', border: LINE, radius: 8 });
  const heading = textElement(title, PADDING, 10 + baselineOf(TITLE_HEIGHT, 15), MESSAGE_TEXT.bold);
  return { svg: card + heading + grid(plotWidth) + parts.join(''), height: HEIGHT };
}

function heightOf(value: number): number {
  if (value < 0 || value > 100) throw new Error(`${value} is no percent`);
  return PLOT.height * (1 - value / 100);
}

function grid(plotWidth: number): string {
  const lines = TICKS.map((tick) => {
    const y = Math.round(heightOf(tick));
    const label = textElement(String(tick), -10, y + 4, AXIS, 'end');
    return (
      label + rectangle({ x: 0, y, width: plotWidth, height: 1 }, { fill: tick === 0 ? '#BBBBBC' : GRID })
    );
  });
  return moved(lines.join(''), PLOT.left, PLOT.top);
}

function line(points: readonly Point[]): string {
  const path = points.map(({ x, y }) => `${rounded(x)},${rounded(y)}`).join(' ');
  const stroke = `fill="none" stroke="${COLOR}" stroke-width="2.5" stroke-linejoin="round"`;
  const dots = points.map(
    ({ x, y }) => `<circle cx="${rounded(x)}" cy="${rounded(y)}" r="3" fill="${COLOR}"/>`,
  );
  const last = points.at(-1);
  const value = last === undefined ? '' : textElement(String(last.value), last.x + 9, last.y + 4, POINT);
  return `<polyline points="${path}" ${stroke}/>${dots.join('')}${value}`;
}

/** As many as have room, the last one always. */
function labels(points: readonly Point[], plotWidth: number): string {
  const every = Math.max(1, Math.ceil((points.length * LABEL_ROOM) / plotWidth));
  return points
    .filter((_, index) => (points.length - 1 - index) % every === 0)
    .map(({ x, label }) => textElement(label, x, PLOT.height + 18, AXIS, 'middle'))
    .join('');
}

function legend(name: string): string {
  const y = PLOT.top + PLOT.height + LABELS_HEIGHT;
  const dot = rectangle({ x: PLOT.left, y: y + 6, width: 10, height: 10 }, { fill: COLOR, radius: 2 });
  return dot + textElement(name, PLOT.left + 16, y + baselineOf(LEGEND_HEIGHT, AXIS.size), AXIS);
}

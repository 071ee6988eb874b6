import type { ComponentChildren, VNode } from 'preact';
import { el } from '../element.ts';
import { type Element, list } from './inline.ts';

const SIZE = { width: 420, height: 190 } as const;
const PLOT = { left: 40, top: 12, width: 340, height: 140 } as const;
const TICKS = 4;
const LABEL_ROOM = 46;
const COLORS = 6;
/** A full turn starts at the top. */
const TOP = -Math.PI / 2;

interface Point {
  readonly label: string;
  readonly value: number;
}

interface Series {
  readonly name: string;
  readonly points: readonly Point[];
}

/** `data_visualization`: a picture for the eye, and the same numbers as a table for a screen reader. */
export function chart({ title, chart: drawn }: Element): VNode {
  const { type, series, segments } = drawn as Element;
  const all =
    type === 'pie' ? [{ name: String(title), points: points(segments) }] : list(series).map(readSeries);
  return el('figure', { class: 'chart' }, [
    el('figcaption', null, String(title)),
    el(
      'svg',
      { viewBox: `0 0 ${SIZE.width} ${SIZE.height}`, 'aria-hidden': 'true' },
      picture(String(type), all),
    ),
    legend(type === 'pie' ? (all[0]?.points ?? []).map(({ label }) => label) : all.map(({ name }) => name)),
    numbers(String(title), all),
  ]);
}

function readSeries({ name, data }: Element): Series {
  return { name: String(name), points: points(data) };
}

function points(data: unknown): readonly Point[] {
  return list(data).map(({ label, value }) => ({ label: String(label), value: Number(value) }));
}

function picture(type: string, series: readonly Series[]): ComponentChildren {
  if (type === 'pie') return pie(series[0]?.points ?? []);
  const scale = scaleFor(series.flatMap(({ points: all }) => all.map(({ value }) => value)));
  const labels = series[0]?.points.map(({ label }) => label) ?? [];
  const draw = type === 'bar' ? bars : type === 'area' ? area : line;
  return [
    grid(scale),
    axisLabels(labels, type === 'bar'),
    series.map((one, index) => draw({ ...one, index, count: series.length }, scale)),
  ];
}

interface Scale {
  readonly ticks: readonly number[];
  y(value: number): number;
}

/** Round numbers with the values between them. */
export function scaleFor(values: readonly number[]): Scale {
  const low = Math.min(0, ...values);
  const high = Math.max(low + 1, ...values);
  const rough = (high - low) / TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.floor(low / step);
  const last = Math.ceil(high / step);
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => round((first + index) * step));
  const y = (value: number) =>
    round(PLOT.top + PLOT.height * (1 - (value - first * step) / ((last - first) * step)));
  return { ticks, y };
}

function grid({ ticks, y }: Scale): ComponentChildren {
  return ticks.map((tick) => [
    el('line', { class: 'grid', x1: PLOT.left, x2: PLOT.left + PLOT.width, y1: y(tick), y2: y(tick) }),
    el('text', { x: PLOT.left - 8, y: y(tick) + 4, 'text-anchor': 'end' }, String(tick)),
  ]);
}

/** As many as have room, the last one always. */
function axisLabels(labels: readonly string[], isBar: boolean): ComponentChildren {
  const every = Math.max(1, Math.ceil((labels.length * LABEL_ROOM) / PLOT.width));
  return labels.map((label, index) =>
    (labels.length - 1 - index) % every === 0
      ? el(
          'text',
          {
            x: isBar ? middle(index, labels.length) : across(index, labels.length),
            y: SIZE.height - 16,
            'text-anchor': 'middle',
          },
          label,
        )
      : null,
  );
}

function across(index: number, count: number): number {
  return round(PLOT.left + (count < 2 ? PLOT.width : (index / (count - 1)) * PLOT.width));
}

function middle(index: number, count: number): number {
  return round(PLOT.left + ((index + 0.5) / count) * PLOT.width);
}

interface Drawn extends Series {
  readonly index: number;
  readonly count: number;
}

function line({ points: all, index }: Drawn, { y }: Scale): ComponentChildren {
  const path = all.map(({ value }, at) => `${across(at, all.length)},${y(value)}`).join(' ');
  return [
    el('polyline', { class: `line color-${index % COLORS}`, points: path }),
    all.map(({ value }, at) =>
      el('circle', { class: `dot color-${index % COLORS}`, cx: across(at, all.length), cy: y(value), r: 3 }),
    ),
  ];
}

function area(drawn: Drawn, scale: Scale): ComponentChildren {
  const { points: all, index } = drawn;
  const top = all.map(({ value }, at) => `${across(at, all.length)},${scale.y(value)}`);
  const corners = [
    `${across(all.length - 1, all.length)},${scale.y(0)}`,
    `${across(0, all.length)},${scale.y(0)}`,
  ];
  const path = [...top, ...corners].join(' ');
  return [el('polygon', { class: `area color-${index % COLORS}`, points: path }), line(drawn, scale)];
}

function bars({ points: all, index, count }: Drawn, { y }: Scale): ComponentChildren {
  const room = (PLOT.width / all.length) * 0.7;
  return all.map(({ value }, at) => {
    const left = middle(at, all.length) - room / 2 + (room / count) * index;
    const [top, bottom] = [y(Math.max(0, value)), y(Math.min(0, value))];
    return el('rect', {
      class: `piece color-${index % COLORS}`,
      x: round(left),
      y: top,
      width: round(room / count),
      height: round(bottom - top),
    });
  });
}

function pie(segments: readonly Point[]): ComponentChildren {
  const total = segments.reduce((sum, { value }) => sum + value, 0);
  const radius = PLOT.height / 2;
  const center = { x: SIZE.width / 2, y: PLOT.top + radius };
  let turned = 0;
  return segments.map(({ value }, index) => {
    const from = TOP + (turned / total) * 2 * Math.PI;
    turned += value;
    const to = TOP + (turned / total) * 2 * Math.PI;
    const point = (angle: number) =>
      `${round(center.x + radius * Math.cos(angle))} ${round(center.y + radius * Math.sin(angle))}`;
    const isLarge = to - from > Math.PI ? 1 : 0;
    const d =
      segments.length === 1
        ? `M ${point(TOP)} A ${radius} ${radius} 0 1 1 ${point(TOP - 0.001)} Z`
        : `M ${center.x} ${center.y} L ${point(from)} A ${radius} ${radius} 0 ${isLarge} 1 ${point(to)} Z`;
    return el('path', { class: `piece color-${index % COLORS}`, d });
  });
}

function legend(names: readonly string[]): VNode {
  const entries = names.map((name, index) => el('li', { class: `color-${index % COLORS}` }, name));
  return el('ul', { class: 'legend', 'aria-hidden': 'true' }, entries);
}

function numbers(title: string, series: readonly Series[]): VNode {
  const labels = series[0]?.points.map(({ label }) => label) ?? [];
  const head = el('tr', null, [el('td', null), labels.map((label) => el('th', { scope: 'col' }, label))]);
  const rows = series.map(({ name, points: all }) =>
    el('tr', null, [el('th', { scope: 'row' }, name), all.map(({ value }) => el('td', null, String(value)))]),
  );
  return el('table', { class: 'for-screen-readers' }, [
    el('caption', null, title),
    el('tbody', null, [head, ...rows]),
  ]);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

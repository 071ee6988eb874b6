import type { types } from '@slack/bolt';
import type { Block } from '../../domain/message.ts';
import { cut, oneLine } from '../../domain/one-line.ts';
import { CHART_LABEL_MAX, CHART_POINTS_MAX, CHART_TITLE_MAX } from './block-kit-limits.ts';

/** Not in @slack/types yet. https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block */
export interface ChartBlock extends types.Block {
  type: 'data_visualization';
  title: string;
  chart: {
    type: 'line';
    series: { name: string; data: { label: string; value: number }[] }[];
    axis_config: { categories: string[] };
  };
}

/** null where Slack cannot draw it: no points, or two of the same label. */
export function chartBlock(chart: Extract<Block, { kind: 'chart' }>): ChartBlock | null {
  const data = chart.points
    .slice(-CHART_POINTS_MAX)
    .map(({ label, value }) => ({ label: cut(oneLine(label), CHART_LABEL_MAX), value }));
  const categories = data.map(({ label }) => label);
  const title = cut(oneLine(chart.title), CHART_TITLE_MAX);
  const name = cut(oneLine(chart.series), CHART_LABEL_MAX);
  const isDrawable =
    data.length > 0 &&
    new Set(categories).size === data.length &&
    data.every(({ label, value }) => label !== '' && Number.isFinite(value)) &&
    title !== '' &&
    name !== '';
  if (!isDrawable) return null;
  const series = [{ name, data }];
  return {
    type: 'data_visualization',
    title,
    chart: { type: 'line', series, axis_config: { categories } },
  };
}

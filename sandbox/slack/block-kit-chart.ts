import { isRecord } from '../json.ts';
import { array, byType, type Check, every, number, object, string } from './block-kit-checks.ts';

const SERIES_MAX = 6;
const POINTS_MAX = 20;
const LABEL = string({ max: 20 });
const AXIS_LABEL = string({ max: 50 });

const POINT = object({ required: { label: LABEL, value: number() } });
const SERIES = object({ required: { name: LABEL, data: array(POINT, { min: 1, max: POINTS_MAX }) } });
const SEGMENT = object({ required: { label: LABEL, value: number({ above: 0 }) } });
const AXIS = object({
  required: { categories: array(LABEL, { min: 1, max: POINTS_MAX }) },
  optional: { x_label: AXIS_LABEL, y_label: AXIS_LABEL },
});

const records = (value: unknown): readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(value) ? value.filter(isRecord) : [];

const hasUniqueSeries: Check = (value, pointer, report) => {
  const names = isRecord(value) ? records(value.series).map((series) => series.name) : [];
  names.forEach((name, index) => {
    if (names.indexOf(name) === index) return;
    const constraint = { type: 'unique', got: name };
    report({
      pointer: `${pointer}/series/${index}/name`,
      message: 'series names must be unique',
      constraint,
    });
  });
};

/** Every series has exactly one point per category, and none besides. */
const coversCategories: Check = (value, pointer, report) => {
  if (!isRecord(value) || !isRecord(value.axis_config)) return;
  const { categories } = value.axis_config;
  if (!Array.isArray(categories)) return;
  records(value.series).forEach((series, index) => {
    const labels = records(series.data).map((point) => point.label);
    const isCovered = categories.every(
      (category) => labels.filter((label) => label === category).length === 1,
    );
    if (isCovered && labels.length === categories.length) return;
    const message = 'data points must match the categories exactly';
    const constraint = { type: 'categories', expected: categories };
    report({ pointer: `${pointer}/series/${index}/data`, message, constraint });
  });
};

const AXIS_CHART = every(
  object({ required: { series: array(SERIES, { min: 1, max: SERIES_MAX }), axis_config: AXIS } }),
  hasUniqueSeries,
  coversCategories,
);

/** https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block */
export const CHART_FIELDS = {
  title: string({ max: 50 }),
  chart: byType({
    line: AXIS_CHART,
    bar: AXIS_CHART,
    area: AXIS_CHART,
    pie: object({ required: { segments: array(SEGMENT, { min: 1, max: SERIES_MAX }) } }),
  }),
};

import { describe, expect, test } from 'vitest';
import { checkMessageBlocks } from '../../../sandbox/slack/block-kit.ts';
import { buttonOf, sectionOf } from './workspace-fixture.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const cell = (text: string) => ({ type: 'raw_text', text });
const table = (rows: number, columns: number, text = 'x') => ({
  type: 'table',
  rows: times(rows, () => times(columns, () => cell(text))),
});
const richText = (...elements: object[]) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements }],
});
const confirm = (more: object = {}) => ({
  title: plain('Sure?'),
  text: { type: 'mrkdwn', text: 'Require MFA for *ann*?' },
  confirm: plain('Yes'),
  deny: plain('No'),
  ...more,
});

function chart({ points = 3, series = 1, title = 'Covered', label = 'd', name = 's' } = {}) {
  const labels = times(points, (index) => `${label}${index}`);
  const data = labels.map((text, index) => ({ label: text, value: index }));
  return {
    type: 'data_visualization',
    title,
    chart: {
      type: 'line',
      series: times(series, (index) => ({ name: `${name}${index}`, data })),
      axis_config: { categories: labels },
    },
  };
}

const verdictOf = (blocks: unknown, dataVisualization = true) =>
  checkMessageBlocks(blocks, { dataVisualization });

function problemsOf(blocks: unknown, dataVisualization = true): string[] {
  const verdict = verdictOf(blocks, dataVisualization);
  return verdict.ok ? [] : verdict.problems.map(({ pointer, message }) => `${pointer} ${message}`);
}

describe('accepts what the documents allow, up to the limit', () => {
  test.each<[string, object[]]>([
    ['50 blocks', times(50, () => ({ type: 'divider' }))],
    ['a section of 3000 characters', [sectionOf('x'.repeat(3000))]],
    ['characters beyond 16 bits, counted once each', [sectionOf('😀'.repeat(3000))]],
    ['10 fields of 1000 characters', [{ type: 'section', fields: times(10, () => plain('x'.repeat(1000))) }]],
    ['a field of 2000 characters', [{ type: 'section', fields: [plain('x'.repeat(2000))] }]],
    ['a header of 150 characters', [{ type: 'header', text: plain('x'.repeat(150)) }]],
    ['10 context elements', [{ type: 'context', elements: times(10, () => plain('x')) }]],
    ['25 buttons', [actions(...times(25, (index) => buttonOf(`b${index}`)))]],
    [
      'a button at all its limits',
      [
        actions({
          type: 'button',
          text: plain('x'.repeat(75)),
          value: 'x'.repeat(2000),
          action_id: 'x'.repeat(255),
          url: `https://a.example/${'x'.repeat(2982)}`,
          style: 'danger',
          confirm: confirm(),
        }),
      ],
    ],
    ['the same action_id in two blocks', [actions(buttonOf('a')), actions(buttonOf('a'))]],
    ['a section with a button beside it', [{ ...sectionOf('x'), accessory: buttonOf('a') }]],
    ['a table of 100 rows and 20 columns', [table(100, 20)]],
    [
      'a table with numbers, rich text and column settings',
      [
        {
          type: 'table',
          rows: [[cell('a'), { type: 'raw_number', value: 3 }, richText({ type: 'text', text: 'b' })]],
          column_settings: [{ align: 'right', is_wrapped: true }],
        },
      ],
    ],
    ['two charts of 20 points and 6 series', [chart({ points: 20, series: 6 }), chart()]],
    [
      'a pie',
      [
        {
          type: 'data_visualization',
          title: 'x',
          chart: { type: 'pie', segments: [{ label: 'a', value: 1 }] },
        },
      ],
    ],
    [
      'rich text of every kind',
      [
        richText(
          { type: 'text', text: 'a', style: { bold: true } },
          { type: 'link', url: 'https://a.example', text: 'a' },
          { type: 'user', user_id: 'U1' },
          { type: 'emoji', name: 'tada' },
        ),
        {
          type: 'rich_text',
          elements: [
            {
              type: 'rich_text_list',
              style: 'ordered',
              elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'a' }] }],
            },
            { type: 'rich_text_quote', elements: [{ type: 'text', text: 'a' }] },
            { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'a' }], border: 0 },
          ],
        },
      ],
    ],
    ['12,000 characters of markdown', [{ type: 'markdown', text: 'x'.repeat(12_000) }]],
    ['an image', [{ type: 'image', image_url: 'https://a.example/a.png', alt_text: 'a' }]],
    ['no blocks', []],
  ])('%s', (_, blocks) => {
    expect(problemsOf(blocks)).toEqual([]);
    expect(verdictOf(blocks).ok).toBe(true);
  });
});

describe('refuses, and points at it', () => {
  test.each<[string, object[], string]>([
    ['51 blocks', times(51, () => ({ type: 'divider' })), '/blocks no more than 50 items allowed'],
    ['a type that does not exist', [{ type: 'banner' }], '/blocks/0/type unsupported type: banner'],
    [
      'a block that is for modals only',
      [{ type: 'alert', text: plain('x') }],
      '/blocks/0/type unsupported type: alert',
    ],
    [
      'a section of 3001 characters',
      [sectionOf('x'.repeat(3001))],
      '/blocks/0/text/text must be less than 3001 characters',
    ],
    ['an empty section', [sectionOf('')], '/blocks/0/text/text must be more than 0 characters'],
    ['a section of nothing', [{ type: 'section' }], '/blocks/0 must define either `text` or `fields`'],
    ['a text without its type', [{ type: 'section', text: 'x' }], '/blocks/0/text must provide an object'],
    [
      'emoji in mrkdwn',
      [{ type: 'section', text: { type: 'mrkdwn', text: 'x', emoji: true } }],
      '/blocks/0/text invalid additional property: emoji',
    ],
    [
      '11 fields',
      [{ type: 'section', fields: times(11, () => plain('x')) }],
      '/blocks/0/fields no more than 10 items allowed',
    ],
    [
      'a field of 2001 characters',
      [{ type: 'section', fields: [plain('x'), plain('x'.repeat(2001))] }],
      '/blocks/0/fields/1/text must be less than 2001 characters',
    ],
    [
      'a header in mrkdwn',
      [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }],
      '/blocks/0/text/type unsupported type: mrkdwn',
    ],
    [
      'a header of 151 characters',
      [{ type: 'header', text: plain('x'.repeat(151)) }],
      '/blocks/0/text/text must be less than 151 characters',
    ],
    ['a divider with text', [{ type: 'divider', text: 'x' }], '/blocks/0 invalid additional property: text'],
    [
      '11 context elements',
      [{ type: 'context', elements: times(11, () => plain('x')) }],
      '/blocks/0/elements no more than 10 items allowed',
    ],
    [
      '26 buttons',
      [actions(...times(26, (index) => buttonOf(`b${index}`)))],
      '/blocks/0/elements no more than 25 items allowed',
    ],
    ['actions without any', [actions()], '/blocks/0/elements no less than 1 items allowed'],
    [
      'a button text of 76 characters',
      [actions(buttonOf('a', { text: plain('x'.repeat(76)) }))],
      '/blocks/0/elements/0/text/text must be less than 76 characters',
    ],
    [
      'a button value of 2001 characters',
      [actions(buttonOf('a', { value: 'x'.repeat(2001) }))],
      '/blocks/0/elements/0/value must be less than 2001 characters',
    ],
    [
      'a url of 3001 characters',
      [actions(buttonOf('a', { url: `https://a.example/${'x'.repeat(2983)}` }))],
      '/blocks/0/elements/0/url must be less than 3001 characters',
    ],
    [
      'an action_id of 256 characters',
      [actions(buttonOf('a', { action_id: 'x'.repeat(256) }))],
      '/blocks/0/elements/0/action_id must be less than 256 characters',
    ],
    [
      'an invented style',
      [actions(buttonOf('a', { style: 'warning' }))],
      '/blocks/0/elements/0/style must be one of: primary, danger',
    ],
    [
      'an action_id twice in a block',
      [actions(buttonOf('a'), buttonOf('a'))],
      '/blocks/0/elements/1/action_id `action_id` "mfa.a" already exists',
    ],
    [
      'a block_id twice',
      [
        { type: 'divider', block_id: 'b' },
        { type: 'divider', block_id: 'b' },
      ],
      '/blocks/1/block_id `block_id` "b" already exists',
    ],
    [
      'a block_id of 256 characters',
      [{ type: 'divider', block_id: 'x'.repeat(256) }],
      '/blocks/0/block_id must be less than 256 characters',
    ],
    [
      'a confirm title of 101 characters',
      [actions(buttonOf('a', { confirm: confirm({ title: plain('x'.repeat(101)) }) }))],
      '/blocks/0/elements/0/confirm/title/text must be less than 101 characters',
    ],
    [
      'a confirm text of 301 characters',
      [actions(buttonOf('a', { confirm: confirm({ text: plain('x'.repeat(301)) }) }))],
      '/blocks/0/elements/0/confirm/text/text must be less than 301 characters',
    ],
    [
      'a deny label of 31 characters',
      [actions(buttonOf('a', { confirm: confirm({ deny: plain('x'.repeat(31)) }) }))],
      '/blocks/0/elements/0/confirm/deny/text must be less than 31 characters',
    ],
    ['101 table rows', [table(101, 1)], '/blocks/0/rows no more than 100 items allowed'],
    ['21 table columns', [table(1, 21)], '/blocks/0/rows/0 no more than 20 items allowed'],
    ['an empty table cell', [table(1, 1, '')], '/blocks/0/rows/0/0/text must be more than 0 characters'],
    [
      'more than 10,000 characters in a table',
      [table(100, 1, 'x'.repeat(101))],
      '/blocks/0/rows table cells must have less than 10001 characters in total',
    ],
    [
      '21 chart points',
      [chart({ points: 21 })],
      '/blocks/0/chart/series/0/data no more than 20 items allowed',
    ],
    ['7 chart series', [chart({ series: 7 })], '/blocks/0/chart/series no more than 6 items allowed'],
    [
      'a chart title of 51 characters',
      [chart({ title: 'x'.repeat(51) })],
      '/blocks/0/title must be less than 51 characters',
    ],
    [
      'a chart label of 21 characters',
      [chart({ points: 1, label: 'x'.repeat(20) })],
      '/blocks/0/chart/series/0/data/0/label must be less than 21 characters',
    ],
    ['three charts', [chart(), chart(), chart()], '/blocks no more than 2 data_visualization blocks allowed'],
    [
      'points that leave out a category',
      [
        {
          ...chart(),
          chart: {
            type: 'bar',
            series: [{ name: 's', data: [{ label: 'a', value: 1 }] }],
            axis_config: { categories: ['a', 'b'] },
          },
        },
      ],
      '/blocks/0/chart/series/0/data data points must match the categories exactly',
    ],
    [
      'two series of one name',
      [
        {
          ...chart(),
          chart: {
            type: 'line',
            series: times(2, () => ({ name: 's', data: [{ label: 'a', value: 1 }] })),
            axis_config: { categories: ['a'] },
          },
        },
      ],
      '/blocks/0/chart/series/1/name series names must be unique',
    ],
    [
      'an empty rich text element',
      [richText({ type: 'text', text: '' })],
      '/blocks/0/elements/0/elements/0/text must be more than 0 characters',
    ],
    [
      'more than 12,000 characters of markdown in all',
      times(2, () => ({ type: 'markdown', text: 'x'.repeat(6001) })),
      '/blocks markdown must have less than 12001 characters in total',
    ],
    [
      'an image without alt_text',
      [{ type: 'image', image_url: 'https://a.example/a.png' }],
      '/blocks/0 missing required field: alt_text',
    ],
  ])('%s', (_, blocks, problem) => {
    expect(problemsOf(blocks)).toContain(problem);
    expect(verdictOf(blocks)).toMatchObject({ ok: false, error: 'invalid_blocks' });
  });

  test('two tables', () => {
    expect(verdictOf([table(1, 1), table(1, 1)])).toMatchObject({ ok: false, error: 'invalid_attachments' });
  });

  test('a message that is too long as a whole', () => {
    expect(verdictOf(times(5, () => sectionOf('x'.repeat(2700))))).toMatchObject({
      ok: false,
      error: 'msg_blocks_too_long',
    });
  });

  test('charts where the workspace does not know them yet', () => {
    expect(problemsOf([sectionOf('x'), chart()], false)).toEqual([
      '/blocks/1/type unsupported type: data_visualization',
    ]);
  });
});

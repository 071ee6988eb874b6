import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkMessageBlocks } from '../../../sandbox/slack/block-kit.ts';
import { messageReferences } from '../../../sandbox/slack/mrkdwn.ts';
import { commandWords } from '../../../src/chat/slack/command-words.ts';
import { messageBlocks } from '../../../src/chat/slack/message-blocks.ts';
import { plainSections } from '../../../src/chat/slack/plain-sections.ts';
import type { Block, Button, Inline, Message } from '../../../src/domain/message.ts';
import { message } from '../contract-kit.ts';
import { HOSTILE_TEXTS } from '../hostile-texts.ts';

const blocksOf = (...blocks: Block[]) => messageBlocks(message(blocks), 'newest');
const render = (block: Block) => blocksOf(block)[0];
const characters = (text: string) => [...text.replaceAll(/&(?:amp|lt|gt);/g, '&')].length;
const textLength = (value: unknown): number => {
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + textLength(one), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [name, content]) =>
      sum + (name === 'text' && typeof content === 'string' ? characters(content) : textLength(content)),
    0,
  );
};

describe('each kind of block', () => {
  test('headings are cut', () => {
    expect(render({ kind: 'heading', text: 'x'.repeat(200) })).toEqual({
      type: 'header',
      text: { type: 'plain_text', text: `${'x'.repeat(149)}…`, emoji: false },
    });
  });

  test('paragraphs are structure, not markup', () => {
    const text: Inline[] = [
      'RAM user ',
      { kind: 'code', text: 'jane_doe' },
      { kind: 'bold', text: '*now*' },
      { kind: 'link', text: 'sign in', url: 'https://signin.example/' },
      { kind: 'person', memberId: 'U0ANN' },
    ];
    expect(render({ kind: 'paragraph', text })).toEqual({
      type: 'rich_text',
      elements: [
        {
          type: 'rich_text_section',
          elements: [
            { type: 'text', text: 'RAM user ' },
            { type: 'text', text: 'jane_doe', style: { code: true } },
            { type: 'text', text: '*now*', style: { bold: true } },
            { type: 'link', url: 'https://signin.example/', text: 'sign in' },
            { type: 'user', user_id: 'U0ANN' },
          ],
        },
      ],
    });
  });

  test('steps are numbered', () => {
    expect(render({ kind: 'steps', items: [['one'], ['two']] })).toMatchObject({
      elements: [{ type: 'rich_text_list', style: 'ordered', elements: [{}, {}] }],
    });
  });

  test('small print keeps its markup, and names keep theirs to themselves', () => {
    const text: Inline[] = ['Ask _sec_ & jane_doe about :fire: ', { kind: 'code', text: '/mfa `me`' }];
    expect(render({ kind: 'note', text })).toEqual({
      type: 'context',
      elements: [
        {
          type: 'mrkdwn',
          text: 'Ask ˍsecˍ &amp; jane_doe about ∶fire: \u200B`/mfa ˋmeˋ`\u200B',
          verbatim: true,
        },
      ],
    });
  });

  test('facts stand side by side, ten to a section', () => {
    const rows = Array.from({ length: 12 }, (_, index): [string, Inline[]] => [`fact ${index}`, ['value']]);
    const sections = blocksOf({ kind: 'facts', rows });
    expect(sections.map((section) => 'fields' in section && section.fields?.length)).toEqual([10, 2]);
  });

  test('a table has its header, no empty cell, and no row too many', () => {
    const rows = Array.from({ length: 150 }, (_, index) => [`user${index}`]);
    const [table, rest] = blocksOf({ kind: 'table', columns: ['User', 'Device'], rows });
    expect(table).toMatchObject({ type: 'table' });
    const cells = (table as unknown as { rows: { text: string }[][] }).rows;
    expect(cells).toHaveLength(100);
    expect(cells[0]?.map(({ text }) => text)).toEqual(['User', 'Device']);
    expect(cells[1]?.map(({ text }) => text)).toEqual(['user0', '–']);
    expect(JSON.stringify(rest)).toContain('… and 51 more');
  });

  test('Slack shows one table a message: a second one comes as words', () => {
    const table: Block = { kind: 'table', columns: ['User'], rows: [['ann']] };
    expect(blocksOf(table, table).map(({ type }) => type)).toEqual(['table', 'rich_text', 'rich_text']);
  });

  test('a chart that cannot be drawn comes as words', () => {
    const points = [
      { label: '03-01', value: 1 },
      { label: '03-01', value: 2 },
    ];
    const blocks = blocksOf({ kind: 'chart', title: 'Trend', series: '%', points });
    expect(blocks.map(({ type }) => type)).toEqual(['rich_text', 'rich_text']);
    expect(JSON.stringify(blocks)).toContain('03-01: 2');
  });

  test('a chart shows the last fifteen points', () => {
    const points = Array.from({ length: 20 }, (_, index) => ({ label: `day ${index}`, value: index }));
    expect(render({ kind: 'chart', title: 'Trend', series: '%', points })).toMatchObject({
      type: 'data_visualization',
      chart: { type: 'line', axis_config: { categories: points.slice(5).map(({ label }) => label) } },
    });
  });

  test('buttons stand for their commands, each with an id of its own', () => {
    const confirm: Button = { label: 'Require MFA', command: 'confirm ABC', style: 'danger' };
    const [actions] = blocksOf({ kind: 'buttons', buttons: [confirm, { label: 'No', command: 'help' }] });
    expect(actions).toMatchObject({
      type: 'actions',
      elements: [{ value: 'confirm ABC', style: 'danger' }, { value: 'help' }],
    });
    const ids = (actions as unknown as { elements: { action_id: string }[] }).elements.map(
      (one) => one.action_id,
    );
    expect(new Set(ids).size).toBe(2);
  });

  test('a command too long for a button is not cut into another one', () => {
    const command = `enforce ${'a-long-user-name '.repeat(150)}`;
    const blocks = blocksOf({ kind: 'buttons', buttons: [{ label: 'Enforce', command }] });
    expect(blocks.map(({ type }) => type)).toEqual(['rich_text']);
  });

  test('a message without blocks says its summary', () => {
    expect(JSON.stringify(messageBlocks(message([], 'All well'), 'newest'))).toContain('All well');
  });
});

describe('too much of it', () => {
  const items = Array.from({ length: 100 }, (_, index) => [`item ${index}: ${'x'.repeat(200)}`]);

  test.each(['en', 'zh'] as const)('%s: a list ends with how many there are beyond it', (language) => {
    const long = { ...message([{ kind: 'bullets', items }]), language };
    const text = JSON.stringify(messageBlocks(long, 'newest'));
    const shown = [...text.matchAll(/item \d+:/g)].length;
    expect(shown).toBeGreaterThan(20);
    expect(text).toContain(language === 'zh' ? `另有 ${100 - shown} 项` : `… and ${100 - shown} more`);
  });

  test('the buttons stay', () => {
    const paragraphs = Array.from({ length: 90 }, (): Block => ({ kind: 'paragraph', text: ['x'] }));
    const buttons: Block = { kind: 'buttons', buttons: [{ label: 'Confirm', command: 'confirm ABC' }] };
    const blocks = blocksOf(...paragraphs, buttons);
    expect(blocks).toHaveLength(50);
    expect(blocks.filter(({ type }) => type === 'actions')).toHaveLength(1);
    expect(JSON.stringify(blocks)).toContain('… and 42 more');
  });

  test('plain sections show every line of a long list that fits', () => {
    const text = JSON.stringify(plainSections(message([{ kind: 'bullets', items }])));
    const shown = [...text.matchAll(/item \d+:/g)].length;
    expect(text).toContain(`… and ${100 - shown} more`);
    expect(text).toContain(`item ${shown - 1}: ${'x'.repeat(200)}`);
  });
});

describe('whatever the message', () => {
  const data = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 100 }),
    fc.constantFrom(...HOSTILE_TEXTS.map(({ text }) => text.slice(0, 300))),
  );
  // A true link is ours, never data.
  const inline: fc.Arbitrary<Inline> = fc.oneof(
    data,
    fc.record({ kind: fc.constantFrom('bold' as const, 'code' as const), text: data }),
    fc.record({ kind: fc.constant('link' as const), text: data, url: fc.constant('javascript:0') }),
    fc.record({ kind: fc.constant('person' as const), memberId: data.map((text) => `<${text}`) }),
  );
  const text = fc.array(inline, { maxLength: 5 });
  const button: fc.Arbitrary<Button> = fc.record({ label: data, command: data });
  const point = fc.record({ label: data, value: fc.double() });
  const block: fc.Arbitrary<Block> = fc.oneof(
    fc.record({ kind: fc.constant('heading' as const), text: data }),
    fc.record({ kind: fc.constantFrom('paragraph' as const, 'note' as const), text }),
    fc.record({
      kind: fc.constantFrom('bullets' as const, 'steps' as const),
      items: fc.array(text, { maxLength: 30 }),
    }),
    fc.record({
      kind: fc.constant('facts' as const),
      rows: fc.array(fc.tuple(data, text), { maxLength: 30 }),
    }),
    fc.record({
      kind: fc.constant('table' as const),
      columns: fc.array(data, { maxLength: 25 }),
      rows: fc.array(fc.array(data, { maxLength: 5 }), { maxLength: 20 }),
    }),
    fc.record({
      kind: fc.constant('chart' as const),
      title: data,
      series: data,
      points: fc.array(point, { maxLength: 20 }),
    }),
    fc.record({ kind: fc.constant('buttons' as const), buttons: fc.array(button, { maxLength: 3 }) }),
    fc.constant<Block>({ kind: 'divider' }),
  );
  const anyMessage: fc.Arbitrary<Message> = fc.record({
    language: fc.constantFrom('en' as const, 'zh' as const),
    summary: data,
    blocks: fc.array(block, { maxLength: 20 }),
  });
  const renderings = [
    ['newest', (one: Message) => messageBlocks(one, 'newest')],
    ['basic', (one: Message) => messageBlocks(one, 'basic')],
    ['plain', plainSections],
  ] as const;

  test.each(renderings)('%s: Slack accepts it, and nothing in it is parsed', (_, toBlocks) => {
    fc.assert(
      fc.property(anyMessage, (one) => {
        const blocks = JSON.parse(JSON.stringify(toBlocks(one)));
        expect(checkMessageBlocks(blocks, { dataVisualization: true })).toEqual({ ok: true });
        expect(messageReferences({ text: '', blocks })).toEqual([]);
        expect(textLength(blocks)).toBeLessThan(12_000);
      }),
      // A counterexample is long enough without looking for a shorter one.
      { numRuns: 100, endOnFailure: true },
    );
  });
});

test.each([
  ['status <@U0ANN|ann> <#C0SEC|sec>', 'status <@U0ANN|ann> <#C0SEC|sec>'],
  ['exempt x 2026-01-01 R&amp;D &lt;3', 'exempt x 2026-01-01 R&D <3'],
  ['<mailto:a@b.example|a@b.example> <mailto:c@d.example>', 'a@b.example c@d.example'],
  ['<http://jane.do|jane.do>', 'jane.do'],
  ['   ', ''],
])('typed %j is %j', (typed, words) => {
  expect(commandWords(typed)).toBe(words);
});

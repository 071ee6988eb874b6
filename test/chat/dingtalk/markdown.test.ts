import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readMarkdown } from '../../../sandbox/dingtalk/markdown.ts';
import { messageMarkdown } from '../../../src/chat/dingtalk/message-markdown.ts';
import type { Setting } from '../../../src/chat/dingtalk/setting.ts';
import {
  type Block,
  bold,
  code,
  type Language,
  link,
  type Message,
  person,
  text,
} from '../../../src/domain/message.ts';
import { textsFor } from '../../../src/domain/texts/texts.ts';
import { SAMPLES } from '../../domain/texts/samples.ts';
import { HOSTILE_TEXTS } from '../hostile-texts.ts';

const DIRECT: Setting = { place: 'direct', links: 'clickable' };
const GROUP: Setting = { place: 'group', links: 'clickable' };

const message = (blocks: readonly Block[], language: Language = 'en', summary = 'A summary'): Message => ({
  language,
  summary,
  blocks,
});
const markdown = (block: Block, setting = DIRECT, language: Language = 'en') =>
  messageMarkdown(message([block], language), setting).text;

const BUTTONS: Block = {
  kind: 'buttons',
  buttons: [
    { label: 'Check again', command: 'me' },
    { label: 'Not me (really)', command: "not-me jane's_(old)" },
  ],
};

interface BlockCase {
  readonly name: string;
  readonly block: Block;
  readonly setting?: Setting;
  readonly language?: Language;
  readonly expected: string;
}

const CASES: readonly BlockCase[] = [
  { name: 'heading', block: { kind: 'heading', text: 'MFA #1' }, expected: '### MFA \\#1' },
  {
    name: 'paragraph',
    block: { kind: 'paragraph', text: text`User ${code('jane_doe')} in ${bold('corp')}.` },
    expected: 'User **jane\\_doe** in **corp**\\.',
  },
  {
    name: 'bold between Chinese characters, where a mark inside would hide that it begins or ends',
    block: { kind: 'paragraph', text: ['请输入', code('/mfa me'), '，再看', bold('（截止）'), '日期'] },
    language: 'zh',
    expected: '请输入 **/mfa me**，再看 **（截止）** 日期',
  },
  {
    name: 'nothing in bold',
    block: { kind: 'paragraph', text: ['a', bold('  '), 'b'] },
    expected: 'ab',
  },
  { name: 'note', block: { kind: 'note', text: ['Small > print'] }, expected: '> Small \\> print' },
  {
    name: 'bullets',
    block: { kind: 'bullets', items: [['1. one'], [], ['- two']] },
    expected: '- 1\\. one\n- \\- two',
  },
  {
    name: 'steps',
    block: { kind: 'steps', items: [['Open it'], ['Type a code']] },
    expected: '1. Open it\n2. Type a code',
  },
  {
    name: 'facts',
    block: { kind: 'facts', rows: [['RAM user', [code('jane')]]] },
    expected: '- **RAM user**: **jane**',
  },
  {
    name: 'facts in Chinese',
    block: { kind: 'facts', rows: [['账号', ['corp']]] },
    language: 'zh',
    expected: '- **账号**：corp',
  },
  {
    name: 'a table is a list',
    block: {
      kind: 'table',
      columns: ['User', 'Finding'],
      rows: [
        ['jane', 'no device'],
        ['joe', ''],
      ],
    },
    expected: '**User · Finding**\n\n- jane · no device\n- joe · –',
  },
  {
    name: 'a chart is a small line of text, its ends in words',
    block: {
      kind: 'chart',
      title: 'Protected',
      series: 'percent',
      points: [
        { label: '12-07', value: 0 },
        { label: '12-08', value: 41.5 },
        { label: '12-09', value: 83 },
      ],
    },
    expected: '**Protected** \\(percent\\)\n\n12\\-07 0 ▁▅█ 83 12\\-09',
  },
  { name: 'divider', block: { kind: 'divider' }, expected: '──────' },
  {
    name: 'buttons say it, with the words beside them',
    block: BUTTONS,
    expected: [
      '▸ [Check again](dtmd://dingtalkclient/sendMessage?content=%2Fmfa%20me) (or type **/mfa me**)',
      "▸ [Not me \\(really\\)](dtmd://dingtalkclient/sendMessage?content=%2Fmfa%20not-me%20jane%27s_%28old%29) (or type **/mfa not\\-me jane's\\_\\(old\\)**)",
    ].join('\n\n'),
  },
  {
    name: 'buttons in a group are words: pressed there, nothing would reach the bot',
    block: { kind: 'buttons', buttons: [{ label: 'Status', command: 'status' }] },
    setting: GROUP,
    expected: '▸ Status: **@bot /mfa status**',
  },
  {
    name: 'commands in a group mention the bot, names do not',
    block: { kind: 'paragraph', text: text`Type ${code('/mfa status held')} about ${code('jane')}` },
    setting: GROUP,
    expected: 'Type **@bot /mfa status held** about **jane**',
  },
  {
    name: 'links, with what would end them written otherwise',
    block: { kind: 'paragraph', text: [link('Play [x]', 'https://play.example/a(b)?c=d e')] },
    expected: '[Play \\[x\\]](https://play.example/a%28b%29?c=d%20e)',
  },
  {
    name: 'links as words, where DingTalk took one for unsafe',
    block: {
      kind: 'paragraph',
      text: [
        link('App Store', 'https://apps.example/1'),
        ' or ',
        link('https://b.example/x', 'https://b.example/x'),
      ],
    },
    setting: { place: 'direct', links: 'words' },
    expected: 'App Store or b\\.example',
  },
  {
    name: 'buttons as words then',
    block: { kind: 'buttons', buttons: [{ label: 'Check again', command: 'me' }] },
    setting: { place: 'direct', links: 'words' },
    expected: '▸ Check again: **/mfa me**',
  },
  {
    name: 'a person is the id',
    block: { kind: 'paragraph', text: [person('manager_1')] },
    expected: 'manager\\_1',
  },
];

describe('blocks', () => {
  test.each(CASES)('$name', ({ block, setting, language, expected }) => {
    expect(markdown(block, setting, language)).toBe(expected);
  });

  test('stand apart', () => {
    const blocks: Block[] = [
      { kind: 'heading', text: 'One' },
      { kind: 'paragraph', text: ['Two'] },
      { kind: 'bullets', items: [['Three'], ['Four']] },
    ];
    expect(messageMarkdown(message(blocks), DIRECT)).toEqual({
      title: 'A summary',
      text: '### One\n\nTwo\n\n- Three\n- Four',
    });
  });

  test('without any, the summary is the text; without that, neither field is empty', () => {
    expect(messageMarkdown(message([], 'en', 'Done.'), DIRECT)).toEqual({ title: 'Done.', text: 'Done\\.' });
    expect(messageMarkdown(message([], 'en', ''), DIRECT)).toEqual({ title: 'MFA', text: 'MFA' });
  });
});

describe('hostile texts', () => {
  test.each(HOSTILE_TEXTS)('$name reads as it is, and nothing in it acts', ({ text: hostile }) => {
    const short = [...hostile].slice(0, 200).join('');
    const seen = readMarkdown(markdown({ kind: 'paragraph', text: ['By ', short, ' today'] }));
    expect(seen.links).toEqual([]);
    const shown = seen.shownText.replaceAll('\u200B', '').replace(/\s+/g, ' ');
    const expected = `By ${short.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu, ' ')} today`;
    expect(shown).toBe(expected.replace(/\s+/g, ' '));
  });
});

const words = fc.string({ unit: 'binary', maxLength: 300 });
const inlines = fc.array(
  fc.oneof(
    words,
    words.map((value) => bold(value)),
    words.map((value) => code(value)),
    words.map((value) => link(value, 'https://a.example/x')),
  ),
  { maxLength: 5 },
);
const blocks = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constantFrom('heading' as const), text: words }),
    fc.record({ kind: fc.constantFrom('paragraph' as const, 'note' as const), text: inlines }),
    fc.record({
      kind: fc.constantFrom('bullets' as const, 'steps' as const),
      items: fc.array(inlines, { maxLength: 60 }),
    }),
    fc.record({
      kind: fc.constant('table' as const),
      columns: fc.array(words, { minLength: 1, maxLength: 4 }),
      rows: fc.array(fc.array(words, { maxLength: 4 }), { maxLength: 60 }),
    }),
    fc.record({
      kind: fc.constant('buttons' as const),
      buttons: fc.array(fc.record({ label: words, command: words }), { maxLength: 5 }),
    }),
  ),
  { maxLength: 25 },
);

describe('room', () => {
  test('no message is longer than its place takes', () => {
    fc.assert(
      fc.property(blocks, fc.constantFrom<Language>('en', 'zh'), (content, language) => {
        const direct = messageMarkdown(message(content, language), DIRECT);
        const group = messageMarkdown(message(content, language), GROUP);
        expect(direct.text.length).toBeLessThan(3800);
        expect(Buffer.byteLength(group.text)).toBeLessThan(12_000);
        expect(Buffer.byteLength(JSON.stringify(group))).toBeLessThan(15_000);
        expect(Math.min(direct.text.trim().length, direct.title.trim().length)).toBeGreaterThan(0);
      }),
      { numRuns: 100, endOnFailure: true },
    );
  });

  test('what is left out is counted, and buttons stay', () => {
    const items = Array.from({ length: 400 }, (_, index) => [`user-${index}`]);
    const { text: shown } = messageMarkdown(message([{ kind: 'bullets', items }, BUTTONS]), DIRECT);
    const listed = shown.split('\n').filter((line) => line.startsWith('- user')).length;
    expect(shown).toContain(`- … and ${400 - listed} more`);
    expect(shown).toContain('[Check again]');
    expect(listed).toBeGreaterThan(200);
  });

  test('a group takes more than a person', () => {
    const items = Array.from({ length: 400 }, (_, index) => [`user-${index} has no device`]);
    const shown = (setting: Setting) => messageMarkdown(message([{ kind: 'bullets', items }]), setting).text;
    expect(shown(GROUP).length).toBeGreaterThan(shown(DIRECT).length * 2);
  });

  test.each(SAMPLES.filter(({ from }) => from.startsWith('notice.')))(
    '$from, $title: nothing is cut',
    (sample) => {
      for (const language of ['en', 'zh'] as const) {
        const { text: shown } = messageMarkdown(sample.of(textsFor(language)), DIRECT);
        expect(shown.length).toBeLessThan(3800);
        expect(shown).not.toMatch(/and \d+ more|另有 \d+ 项/);
      }
    },
  );
});

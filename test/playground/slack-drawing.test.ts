import { describe, expect, test } from 'vitest';
import { seenInSlack } from '../../demo/slack-hands.ts';
import { drawBlock, type SlackButton } from '../../playground/page/slack/blocks.ts';
import { scaleFor } from '../../playground/page/slack/chart.ts';
import { readMrkdwn } from '../../playground/page/slack/mrkdwn.ts';
import type { SlackReader } from '../../playground/page/slack/reader.ts';
import { drawSlackMessages } from '../../playground/page/slack/slack-window.ts';
import { checkMessageBlocks } from '../../sandbox/slack/block-kit.ts';
import { messageBlocks } from '../../src/chat/slack/message-blocks.ts';
import { bold, code, text } from '../../src/domain/message.ts';
import { textsFor } from '../../src/domain/texts/texts.ts';
import { HOSTILE_TEXTS } from '../chat/hostile-texts.ts';
import { SAMPLES } from '../domain/texts/samples.ts';
import { elementsOf, everyElement, press, textIn } from './drawn.ts';
import { slackMessage } from './sample-view.ts';

const READER: SlackReader = {
  language: 'en',
  timeZone: 'Asia/Shanghai',
  nameOf: (id) => (id === 'U0JANE' ? 'Jane Doe' : id),
  channelName: (id) => (id === 'C0SEC' ? 'security' : id),
};

type Block = Parameters<typeof drawBlock>[0];

function draw(block: Block, onPress: (button: SlackButton) => void = () => undefined) {
  return drawBlock(block, { reader: READER, press: onPress });
}

const plain = (words: string) => ({ type: 'plain_text', text: words });
const section = (...elements: readonly object[]) => ({ type: 'rich_text_section', elements });
const richText = (...elements: readonly object[]) => ({ type: 'rich_text', elements });
const without = (words: string, marks: RegExp) => words.replace(marks, '');

describe('a block of Slack is drawn as Slack draws it', () => {
  test.each<readonly [string, Block, string, readonly string[]]>([
    ['a header', { type: 'header', text: plain('MFA report') }, 'h3', ['MFA report']],
    ['a divider', { type: 'divider' }, 'hr', ['']],
    ['bold', richText(section({ type: 'text', text: 'now', style: { bold: true } })), 'strong', ['now']],
    [
      'code',
      richText(section({ type: 'text', text: '/mfa me', style: { code: true } })),
      'code',
      ['/mfa me'],
    ],
    ['a mention', richText(section({ type: 'user', user_id: 'U0JANE' })), 'span', ['@Jane Doe']],
    ['a broadcast', richText(section({ type: 'broadcast', range: 'here' })), 'span', ['@here']],
    ['a channel', richText(section({ type: 'channel', channel_id: 'C0SEC' })), 'span', ['#security']],
    ['an emoji', richText(section({ type: 'emoji', name: 'palm_tree', unicode: '1f334' })), 'p', ['🌴']],
    [
      'a quote',
      richText({ type: 'rich_text_quote', elements: [{ type: 'text', text: 'so' }] }),
      'blockquote',
      ['so'],
    ],
    [
      'a preformatted text',
      richText({ type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'a  b' }] }),
      'pre',
      ['a  b'],
    ],
    [
      'small print',
      { type: 'context', elements: [{ type: 'mrkdwn', text: 'as of *now*' }] },
      'strong',
      ['now'],
    ],
    [
      'a picture, by its words',
      { type: 'image', alt_text: 'a shield', image_url: 'https://corp.example/s.png' },
      'span',
      ['a shield'],
    ],
    ['a block nobody knows, which is told', { type: 'carousel' }, 'p', ['[carousel]']],
  ])('%s', (_what, block, tag, words) => {
    expect(elementsOf(draw(block), tag).map(textIn)).toEqual(words);
  });

  test('lists, numbered and not, from where they count', () => {
    const items = [section({ type: 'text', text: 'one' }), section({ type: 'text', text: 'two' })];
    const ordered = draw(richText({ type: 'rich_text_list', style: 'ordered', offset: 3, elements: items }));
    const bullets = draw(richText({ type: 'rich_text_list', style: 'bullet', elements: items }));
    expect(elementsOf(ordered, 'ol')[0]?.props.start).toBe(4);
    expect(elementsOf(bullets, 'ul')).toHaveLength(1);
    expect(elementsOf([ordered, bullets], 'li').map(textIn)).toEqual(['one', 'two', 'one', 'two']);
  });

  test('a table with its first row as the head of its columns', () => {
    const cell = (words: string) => ({ type: 'raw_text', text: words });
    const rows = [
      [cell('User'), cell('Days')],
      [cell('tom.hill'), { type: 'raw_number', value: 3 }],
    ];
    const drawing = draw({ type: 'table', rows, column_settings: [{}, { align: 'right' }] });
    expect(elementsOf(drawing, 'th').map(textIn)).toEqual(['User', 'Days']);
    expect(elementsOf(drawing, 'th').map(({ props }) => props.scope)).toEqual(['col', 'col']);
    expect(elementsOf(drawing, 'td').map(textIn)).toEqual(['tom.hill', '3']);
    expect(elementsOf(drawing, 'td').map(({ props }) => props.class)).toEqual(['align-left', 'align-right']);
  });

  test.each(['line', 'area', 'bar'])('a %s chart, and its numbers for whoever cannot see it', (type) => {
    const data = [
      { label: '03-02', value: 25 },
      { label: '03-03', value: 50 },
    ];
    const chart = {
      type,
      series: [{ name: 'users', data }],
      axis_config: { categories: ['03-02', '03-03'] },
    };
    const block = { type: 'data_visualization', title: 'Protected', chart };
    expect(checkMessageBlocks([block], { dataVisualization: true })).toEqual({ ok: true });
    const drawing = draw(block);
    expect(elementsOf(drawing, 'figcaption').map(textIn)).toEqual(['Protected']);
    expect(elementsOf(drawing, 'svg')[0]?.props['aria-hidden']).toBe('true');
    expect(elementsOf(drawing, 'td').map(textIn)).toEqual(['', '25', '50']);
    expect(elementsOf(drawing, type === 'bar' ? 'rect' : 'circle')).toHaveLength(2);
  });

  test('a pie has a piece for each segment', () => {
    const segments = [
      { label: 'yes', value: 3 },
      { label: 'no', value: 1 },
    ];
    const drawing = draw({ type: 'data_visualization', title: 'MFA', chart: { type: 'pie', segments } });
    expect(elementsOf(drawing, 'path')).toHaveLength(2);
    expect(elementsOf(drawing, 'th').map(textIn)).toEqual(['yes', 'no', 'MFA']);
  });

  test.each([
    ['percents', [25, 56.3], [0, 20, 40, 60]],
    ['up to a hundred', [98, 100], [0, 25, 50, 75, 100]],
    ['nothing but zeros', [0, 0], [0, 0.25, 0.5, 0.75, 1]],
    ['below zero', [-10, 10], [-10, -5, 0, 5, 10]],
  ])('an axis has round numbers: %s', (_what, values, ticks) => {
    expect(scaleFor(values).ticks.map(Number)).toEqual(ticks.map((tick) => Math.round(tick * 10) / 10));
  });

  test('a button passes on which one it is and what Slack asks first', () => {
    const confirm = {
      title: plain('Sure?'),
      text: { type: 'mrkdwn', text: '*All* of them' },
      confirm: plain('Yes'),
      deny: plain('No'),
    };
    const button = {
      type: 'button',
      action_id: 'command-1',
      text: plain('Require'),
      style: 'danger',
      confirm,
    };
    const pressed: SlackButton[] = [];
    const [element] = elementsOf(
      draw({ type: 'actions', elements: [button] }, (one) => pressed.push(one)),
      'button',
    );
    press(element);
    expect(element?.props.class).toBe('button danger');
    expect(pressed[0]).toMatchObject({
      actionId: 'command-1',
      label: 'Require',
      confirm: { title: 'Sure?', confirm: 'Yes', deny: 'No' },
    });
    expect(textIn(pressed[0]?.confirm?.text)).toBe('All of them');
  });
});

describe('messages in their conversation', () => {
  const BOT = { name: 'RAM MFA Bot', slackUserId: 'U0BOT' };
  const at = (time: string) => Date.parse(`${time}:00+08:00`) / 1000;
  const drawAll = (messages: Parameters<typeof drawSlackMessages>[0], language: 'en' | 'zh' = 'en') =>
    drawSlackMessages(messages, { reader: { ...READER, language }, bot: BOT, press: () => undefined });
  const morning = slackMessage(at('2026-03-02T09:40'), 'Report');
  const reply = slackMessage(at('2026-03-02T11:00'), 'One account later', { threadTs: morning.ts });
  const nextDay = slackMessage(at('2026-03-03T00:10'), 'Next', { editedTs: '1', ephemeralTo: 'U0JANE' });

  test('a day begins in the zone of whoever reads, and a reply stands beneath what it replies to', () => {
    const drawing = drawAll([morning, reply, nextDay]);
    const days = elementsOf(drawing, 'li').filter(({ props }) => props.class === 'day');
    expect(days.map(textIn)).toEqual(['Monday, March 2', 'Tuesday, March 3']);
    const [thread] = elementsOf(drawing, 'ol');
    expect(elementsOf(thread, 'article').map(textIn).join()).toContain('One account later');
    expect(elementsOf(drawing, 'time').map(textIn)).toEqual(['9:40 AM', '11:00 AM', '12:10 AM']);
  });

  test.each([
    ['en', 'APP', 'Only visible to you', '(edited)'],
    ['zh', '应用', '仅对你可见', '（已编辑）'],
  ] as const)('what Slack says around them is in the language of whoever reads: %s', (language, ...words) => {
    for (const word of words) expect(textIn(drawAll([nextDay], language))).toContain(word);
  });
});

describe('Slack’s own markup', () => {
  const read = (markup: string, verbatim?: boolean) => readMrkdwn(markup, verbatim)[0];

  test.each([
    ['*bold* and _italic_ and ~gone~', ['bold', 'text', 'italic', 'text', 'strike']],
    ['2*3*4 is no emphasis, nor snake_case_name', ['text']],
    ['\u200B*粗*\u200B体', ['bold', 'text']],
    ['`*not bold*`', ['code']],
    [
      '<https://corp.example|the *page*> <@U0JANE> <#C0SEC|sec> <!here> <!subteam^S0V>',
      ['link', 'text', 'member', 'text', 'channel', 'text', 'broadcast', 'text', 'usergroup'],
    ],
    ['&lt;!channel&gt; &amp;amp;', ['text']],
  ])('%s', (markup, kinds) => {
    const part = read(markup);
    expect(part?.kind === 'lines' ? part.spans.map(({ kind }) => kind) : part).toEqual(kinds);
  });

  test('an address is a link by itself, unless the text is verbatim', () => {
    const kinds = (verbatim: boolean) => {
      const part = read('see https://corp.example/x', verbatim);
      return part?.kind === 'lines' ? part.spans.map(({ kind }) => kind) : [];
    };
    expect(kinds(false)).toEqual(['text', 'link']);
    expect(kinds(true)).toEqual(['text']);
  });

  test('lines, quotes and fences stand apart', () => {
    expect(readMrkdwn('a\nb\n&gt; c\n```d\n*e*```').map(({ kind }) => kind)).toEqual([
      'lines',
      'quote',
      'preformatted',
    ]);
  });
});

describe('all messages of the bot', () => {
  const messages = SAMPLES.flatMap((sample) =>
    (['en', 'zh'] as const).map((language) => [sample.from, sample.title, language, sample] as const),
  );
  // Between words of one line, marks of markup, and what keeps clients from making links; of a mention the mark.
  const LOOSE = /[\s\u200B*`@]/g;
  const LABELLED = /<(?:https:[^|>]*\||@[A-Z0-9]+)([^>]*)>/g;
  const nameless = { reader: { ...READER, nameOf: () => '' }, press: () => undefined };

  test.each(messages)(
    '%s: %s (%s): every word that Slack got can be read',
    (_from, _title, language, sample) => {
      const message = sample.of(textsFor(language));
      const blocks = messageBlocks(message, 'newest').map((block) => ({ ...block }));
      const drawing = blocks.map((block) => drawBlock(block, nameless));
      const words = seenInSlack(slackMessage(1, '', { blocks }))
        .words.replace(LABELLED, '$1')
        .split('\n');
      const shown = without(textIn(drawing), LOOSE);
      for (const line of words) expect(shown).toContain(without(line, LOOSE));
      expect(everyElement(drawing).filter(({ props }) => props.class === 'not-drawn')).toEqual([]);
    },
  );
});

describe('what somebody may be called stays a name', () => {
  test.each(HOSTILE_TEXTS)('$name', ({ text: name }) => {
    const message = {
      language: 'en',
      summary: 'x',
      blocks: [
        { kind: 'paragraph', text: text`Dear ${name}, ${bold(name)}, ${code(name)}` },
        { kind: 'facts', rows: [['Name', text`${name}`]] },
        { kind: 'note', text: text`${name}` },
      ],
    } as const;
    const drawing = messageBlocks(message, 'newest').map((block) => draw({ ...block }));
    expect(elementsOf(drawing, 'a')).toEqual([]);
    expect(everyElement(drawing).filter(({ props }) => props.class === 'mention')).toEqual([]);
  });

  test.each(['javascript:alert(1)', 'data:text/html,x', 'vbscript:x', 'file:///etc/passwd'])(
    '%s is no link',
    (url) => {
      const drawing = draw(richText(section({ type: 'link', url, text: 'press me' })));
      expect(elementsOf(drawing, 'a')).toEqual([]);
      expect(textIn(drawing)).toBe('press me');
    },
  );
});

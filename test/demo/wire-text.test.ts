import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { wrapped } from '../../demo/columns.ts';
import { wireText } from '../../demo/wire-text.ts';

const nameOf = (memberId: string) => (memberId === 'U0JANE' ? 'Jane Doe' : memberId);
const shown = (...blocks: Readonly<Record<string, unknown>>[]) =>
  wireText({ text: 'in short', blocks }, 40, nameOf);

const text = (words: string) => ({ type: 'text', text: words });
const link = { type: 'link', text: 'here', url: 'https://corp.example/' };
const section = (...elements: object[]) => ({ type: 'rich_text_section', elements });

describe('a message from the wire', () => {
  test('without blocks it is its text', () => {
    expect(shown().lines).toEqual(['in short']);
  });

  test('a link is numbered, and the same one keeps its number', () => {
    const { lines, links } = shown({
      type: 'rich_text',
      elements: [section(text('Look '), link, text(' or '), link)],
    });
    expect(lines).toEqual(['Look here [1] or here [1]']);
    expect(links).toEqual(['https://corp.example/']);
  });

  test('list items are marked, and go on under their first word', () => {
    const items = [section(text('one')), section(text('two is so long that it needs a second line'))];
    const list = (style: string) => ({ type: 'rich_text_list', style, elements: items });
    expect(shown({ type: 'rich_text', elements: [list('ordered')] }).lines).toEqual([
      '1. one',
      '2. two is so long that it needs a second',
      '   line',
    ]);
    expect(shown({ type: 'rich_text', elements: [list('bullet')] }).lines[0]).toBe('• one');
  });

  test('Slack’s own markup is shown as people read it', () => {
    const words = '\u200B*Ask*\u200B <@U0JANE> &lt;b&gt; <https://corp.example/|there>';
    const { lines, links } = shown({ type: 'context', elements: [{ type: 'mrkdwn', text: words }] });
    expect(lines).toEqual(['Ask @Jane Doe <b> there [1]']);
    expect(links).toEqual(['https://corp.example/']);
  });

  test('fields become aligned rows, also with wide characters', () => {
    const field = (words: string) => ({ type: 'mrkdwn', text: words });
    const fields = [field('*账号*\ncorp'), field('*RAM 用户*\nli.lei')];
    expect(shown({ type: 'section', fields }).lines).toEqual(['账号      corp', 'RAM 用户  li.lei']);
  });

  test('buttons show their labels', () => {
    const button = (label: string) => ({ type: 'button', text: { type: 'plain_text', text: label } });
    expect(shown({ type: 'actions', elements: [button('Yes'), button('No')] }).lines).toEqual([
      '[ Yes ]  [ No ]',
    ]);
  });

  test('a table has a line under its head', () => {
    const rows = [
      ['User', 'State'],
      ['jane.doe', 'on'],
    ].map((row) => row.map((cell) => ({ type: 'raw_text', text: cell })));
    expect(shown({ type: 'table', rows }).lines).toEqual([
      'User      State',
      '───────────────',
      'jane.doe  on',
    ]);
  });

  test('a chart has a bar for each point', () => {
    const data = [
      { label: '03-02', value: 0 },
      { label: '03-03', value: 50 },
    ];
    const chart = { type: 'line', series: [{ name: 'percent', data }] };
    expect(shown({ type: 'data_visualization', title: 'Protected', chart }).lines).toEqual([
      'Protected',
      '03-02: 0  ▁█  03-03: 50',
    ]);
  });

  test('a block that nobody has looked at yet is not passed over', () => {
    expect(() => shown({ type: 'video' })).toThrow('video');
  });
});

describe('lines', () => {
  test('Chinese breaks anywhere, but not before a mark that closes', () => {
    const lines = wrapped('你好，我是安全团队的机器人。', 12);
    expect(lines.every((line) => stringWidth(line) <= 12)).toBe(true);
    expect(lines.join('')).toBe('你好，我是安全团队的机器人。');
    expect(lines.filter((line) => /^[，。]/u.test(line))).toEqual([]);
  });
});

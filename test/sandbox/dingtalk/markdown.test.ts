import { describe, expect, test } from 'vitest';
import { readMarkdown } from '../../../sandbox/dingtalk/markdown.ts';

test.each([
  ['headings, bold, italic', '# Title\n**bold** and *italic*', 'Title\nbold and italic'],
  ['a list', 'Steps:\n1. one\n2. two\n- three', 'Steps:\n1. one\n2. two\n- three'],
  ['a quote', '> said\n\nafter', 'said\n\nafter'],
  ['a single line break is none', 'one\ntwo', 'one two'],
  ['with two blanks before it, it is one', 'one  \n  two', 'one\ntwo'],
  ['paragraphs', 'one\n\ntwo', 'one\n\ntwo'],
  ['a kept blank', 'a&nbsp;b', 'a b'],
  [
    'escaped marks',
    String.raw`\# \*not bold\* \[x\]\(https://a.example\)`,
    '# *not bold* [x](https://a.example)',
  ],
  ['an image', 'before ![alt](https://a.example/p.png) after', 'before  after'],
  ['no tables, no code', '`code` | a | b |', '`code` | a | b |'],
])('%s', (_, text, shown) => {
  expect(readMarkdown(text).shownText).toBe(shown);
});

describe('links', () => {
  const linksIn = (text: string) => readMarkdown(text).links;

  test('are shown by their label, and open what they say', () => {
    expect(readMarkdown('Open [the **console**](https://signin.example/a_(b)?c=d) now')).toEqual({
      shownText: 'Open the console now',
      links: [
        {
          kind: 'web',
          label: 'the console',
          url: 'https://signin.example/a_(b)?c=d',
          opens: 'https://signin.example/a_(b)?c=d',
          automatic: false,
        },
      ],
    });
  });

  test('that have the sender say something are told apart', () => {
    const content = encodeURIComponent('/mfa 确认 A+B&C=1');
    expect(linksIn(`[Confirm](dtmd://dingtalkclient/sendMessage?content=${content})`)).toMatchObject([
      { kind: 'send_message', label: 'Confirm', sends: '/mfa 确认 A+B&C=1' },
    ]);
  });

  test('that force the browser open the address inside', () => {
    const url = `dingtalk://dingtalkclient/page/link?url=${encodeURIComponent('https://a.example/?b=c')}&pc_slide=false`;
    expect(linksIn(`[x](${url})`)).toMatchObject([{ kind: 'web', opens: 'https://a.example/?b=c' }]);
  });

  test.each([
    ['a script', '[x](javascript:alert%281%29)'],
    ['another command of the client', '[x](dtmd://dingtalkclient/other?content=a)'],
    ['a stray percent sign', '[x](dtmd://dingtalkclient/sendMessage?content=100%)'],
    ['a page link to a script', '[x](dingtalk://dingtalkclient/page/link?url=javascript%3Aalert)'],
  ])('to %s are neither', (_, text) => {
    expect(linksIn(text)).toMatchObject([{ kind: 'other' }]);
  });

  test.each([
    ['a destination with a blank', '[x](dtmd://dingtalkclient/sendMessage?content=a b)'],
    ['an escaped bracket', String.raw`\[x](dtmd://dingtalkclient/sendMessage?content=a)`],
    ['a label over two lines', '[x\ny](dtmd://dingtalkclient/sendMessage?content=a)'],
  ])('are not made by %s', (_, text) => {
    expect(linksIn(text)).toEqual([]);
  });

  test('are made of plain addresses, escaped or not, outside other links', () => {
    const text = String.raw`https://a.example www.b.example https\:\/\/c\.example a@d.example [https://e.example](https://f.example)`;
    expect(linksIn(text).map(({ url }) => url)).toEqual([
      'https://f.example',
      'https://a.example',
      'www.b.example',
      'https://c.example',
    ]);
  });

  test('include images, which load by themselves', () => {
    expect(linksIn('![p](https://a.example/p.png)')).toEqual([
      { kind: 'image', label: 'p', url: 'https://a.example/p.png' },
    ]);
  });
});

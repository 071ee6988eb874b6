import { describe, expect, test } from 'vitest';
import {
  messageReferences,
  mrkdwnAsSeen,
  mrkdwnReferences,
  type Reference,
} from '../../../sandbox/slack/mrkdwn.ts';
import { sectionOf } from './workspace-fixture.ts';

const link = (url: string, label: string | null = null, automatic = false): Reference => ({
  kind: 'link',
  url,
  label,
  automatic,
});

describe('what a mrkdwn text points at', () => {
  test.each<[string, Reference[]]>([
    [
      '<@U123> and <@W9|name>',
      [
        { kind: 'member', id: 'U123' },
        { kind: 'member', id: 'W9' },
      ],
    ],
    ['<#C1|general>', [{ kind: 'channel', id: 'C1' }]],
    ['<!subteam^S1|@viewers>', [{ kind: 'usergroup', id: 'S1' }]],
    [
      '<!channel> <!here|here> <!everyone>',
      ['channel', 'here', 'everyone'].map((range) => ({ kind: 'broadcast', range })),
    ],
    ['<https://a.example/?a=1&amp;b=2|Sign &lt;in&gt;>', [link('https://a.example/?a=1&b=2', 'Sign <in>')]],
    ['<mailto:a@b.example>', [link('mailto:a@b.example')]],
    ['<!date^1392734382^{date}|Feb 18>', []],
    ['a name in `<!channel>` code notifies nevertheless', [{ kind: 'broadcast', range: 'channel' }]],
    ['&lt;!channel&gt; &lt;@U123&gt; &amp; co', []],
    ['see https://evil.example/x now', [link('https://evil.example/x', null, true)]],
    ['the user login-aliyun.com', [link('login-aliyun.com', null, true)]],
    ['write to ann@corp.example', [link('ann@corp.example', null, true)]],
    ['hello @here', [{ kind: 'broadcast', range: 'here' }]],
    ['in code `login-aliyun.com` and ```https://evil.example``` nothing is clickable', []],
    ['MFA v2.0, 5 of 10', []],
  ])('%s', (text, references) => {
    expect(mrkdwnReferences(text)).toEqual(references);
  });

  test('verbatim text is left as it is, but for what is written out', () => {
    expect(mrkdwnReferences('@here https://a.example <@U1>', { verbatim: true })).toEqual([
      { kind: 'member', id: 'U1' },
    ]);
  });
});

test('a message is searched in its text and in every block', () => {
  const blocks = [
    sectionOf('<@U1>'),
    {
      type: 'section',
      fields: [
        { type: 'mrkdwn', text: 'x' },
        { type: 'mrkdwn', text: '<!here>' },
      ],
    },
    { type: 'header', text: { type: 'plain_text', text: '<!channel> is only a name here' } },
    { type: 'context', elements: [{ type: 'mrkdwn', text: '<https://a.example|a>' }] },
    {
      type: 'actions',
      elements: [{ type: 'button', text: { type: 'plain_text', text: 'Go' }, url: 'https://b.example' }],
    },
    { type: 'markdown', text: '[c](https://c.example)' },
    { type: 'table', rows: [[{ type: 'raw_text', text: '<!channel>' }]] },
    {
      type: 'rich_text',
      elements: [
        {
          type: 'rich_text_section',
          elements: [
            { type: 'user', user_id: 'U2' },
            { type: 'broadcast', range: 'everyone' },
            { type: 'link', url: 'https://d.example' },
            { type: 'text', text: '<!channel>' },
          ],
        },
      ],
    },
  ];
  expect(messageReferences({ text: 'ann.example <@U0>', blocks })).toEqual([
    { kind: 'member', id: 'U0' },
    { kind: 'member', id: 'U1' },
    { kind: 'broadcast', range: 'here' },
    link('https://a.example', 'a'),
    link('https://b.example', 'Go'),
    link('https://c.example', 'c'),
    { kind: 'member', id: 'U2' },
    { kind: 'broadcast', range: 'everyone' },
    link('https://d.example'),
  ]);
});

test.each([
  ['*Hi* <@U1|ann>, <https://a.example|sign in>', '*Hi* ann, sign in'],
  ['<https://a.example> <!here> <@U1>', 'https://a.example @here @U1'],
  ['&lt;!channel&gt; &amp;lt; R&amp;D', '<!channel> &lt; R&D'],
])('%s is read as %s', (text, seen) => {
  expect(mrkdwnAsSeen(text)).toBe(seen);
});

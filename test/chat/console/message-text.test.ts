import { expect, test } from 'vitest';
import { messageText } from '../../../src/chat/console/message-text.ts';
import { message } from '../contract-kit.ts';
import { HOSTILE_TEXTS } from '../hostile-texts.ts';

test('a message as it reads in a terminal', () => {
  const text = messageText(
    message([
      { kind: 'heading', text: 'MFA 未绑定' },
      {
        kind: 'paragraph',
        text: ['RAM user ', { kind: 'code', text: 'jane_doe' }, ' of ', { kind: 'bold', text: 'corp' }, '.'],
      },
      {
        kind: 'steps',
        items: [['Open ', { kind: 'link', text: 'sign-in', url: 'https://s.example/' }], ['Enrol']],
      },
      { kind: 'bullets', items: [['by ', { kind: 'person', memberId: 'U0ANN' }]] },
      {
        kind: 'facts',
        rows: [
          ['账号', ['1']],
          ['Deadline', ['2026-03-16']],
        ],
      },
      {
        kind: 'table',
        columns: ['User', 'Device'],
        rows: [
          ['张伟', 'none'],
          ['ann', 'virtual'],
        ],
      },
      {
        kind: 'chart',
        title: 'Trend',
        series: '%',
        points: [
          { label: '03-01', value: 40 },
          { label: '03-02', value: 80 },
        ],
      },
      { kind: 'divider' },
      { kind: 'note', text: ['Never asks for a code.'] },
      { kind: 'buttons', buttons: [{ label: 'Check again', command: 'me' }] },
    ]),
  );
  expect(text).toMatchInlineSnapshot(`
    "MFA 未绑定
    ==========

    RAM user \`jane_doe\` of corp.

    1. Open sign-in <https://s.example/>
    2. Enrol

    - by @U0ANN

    账号:      1
    Deadline:  2026-03-16

    User  Device
    ------------
    张伟  none
    ann   virtual

    Trend (%)
    03-01  40  ##########
    03-02  80  ####################

    ----

    (Never asks for a code.)

    [ Check again ]  /mfa me"
  `);
});

test('without blocks, the summary', () => {
  expect(messageText(message([], 'All well'))).toBe('All well');
});

test.each(HOSTILE_TEXTS)('$name moves no cursor, reorders nothing and forges no line', ({ text }) => {
  const shown = messageText(
    message([
      {
        kind: 'paragraph',
        text: [text, { kind: 'person', memberId: text }, { kind: 'link', text, url: text }],
      },
      { kind: 'table', columns: [text], rows: [[text]] },
      { kind: 'buttons', buttons: [{ label: text, command: text }] },
    ]),
  );
  const withoutLineBreaks = shown.replaceAll('\n', '');
  expect(withoutLineBreaks).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u);
  expect(shown.split('\n')).toHaveLength(7);
});

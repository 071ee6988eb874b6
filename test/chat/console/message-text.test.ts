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
  expect(text).toMatchInlineSnapshot();
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
  expect(shown).not.toMatch(
    /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069\u200F]/,
  );
  expect(shown.split('\n')).toHaveLength(7);
});

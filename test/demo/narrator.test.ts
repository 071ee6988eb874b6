import { expect, test } from 'vitest';
import type { SeenMessage } from '../../demo/hands.ts';
import { createNarrator } from '../../demo/narrator.ts';
import { seenInSlack } from '../../demo/slack-hands.ts';

function narrate(isTerminal = false) {
  let paper = '';
  const narrator = createNarrator({
    write: (text) => {
      paper += text;
    },
    isTerminal,
    timeZone: 'Asia/Shanghai',
    nameOf: (memberId) => memberId,
  });
  return { narrator, lines: () => paper.split('\n') };
}

const message = (...lines: string[]): SeenMessage =>
  seenInSlack({
    ts: '1772415600.000000',
    channel: 'D1',
    author: 'UBOT',
    text: '',
    blocks: [{ type: 'markdown', text: lines.join('\n') }],
    metadata: null,
    editedTs: null,
    threadTs: null,
    ephemeralTo: null,
    reachesSomebody: true,
  });

test('what did not happen as told is shown, and remembered', () => {
  const { narrator, lines } = narrate();
  narrator.fact('The sun rose.', true);
  narrator.fact('It rained.', false);
  expect(lines()).toEqual(['✓ The sun rose.', '✗ NOT SO: It rained.', '']);
  expect(narrator.failures).toEqual(['It rained.']);
});

test('days count from the first scene, in the company’s zone', () => {
  const { narrator, lines } = narrate();
  narrator.scene(Date.parse('2026-03-02T15:50:00Z'), 'evening');
  narrator.scene(Date.parse('2026-03-02T16:10:00Z'), 'past midnight');
  expect(lines().filter((line) => line.startsWith('Day'))).toEqual([
    'Day 0 · Mon 2 Mar 2026, 23:50 Asia/Shanghai · evening',
    'Day 1 · Tue 3 Mar 2026, 00:10 Asia/Shanghai · past midnight',
  ]);
});

test('only a terminal gets control characters', () => {
  const { narrator, lines } = narrate(true);
  narrator.scene(0, 'once');
  expect(lines().join('')).toContain('\u001B[1m');
});

test.each([
  [{}, ['│ a', '│ b', '│', '│ c', '│ d', '│', '│ e']],
  [{ firstLines: 1 }, ['│ a', '│ …']],
  [{ firstLines: 2, parts: ['c'] }, ['│ a', '│ b', '│', '│ c', '│ d', '│ …']],
  [{ parts: ['c'], lastLines: 1 }, ['│ …', '│ c', '│ d', '│', '│ e']],
])('of a message %j is shown', (extent, expected) => {
  const { narrator, lines } = narrate();
  narrator.show('Jane sees this.', message('a', 'b', '', 'c', 'd', '', 'e'), extent);
  expect(lines().filter((line) => line.startsWith('│'))).toEqual(expected);
});

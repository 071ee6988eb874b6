import { describe, expect, test } from 'vitest';
import { leaveOf } from '../../src/domain/leave.ts';

const leave = (text: string, emoji = '', more: readonly string[] = []) =>
  leaveOf({ text, emoji, expiresAt: null }, more) !== null;

describe('a status that says so', () => {
  test.each([
    'Vacationing',
    'On vacation, back Monday',
    'OOO until 5 May',
    'ooo',
    'Out of  Office',
    'PTO',
    'I am on annual leave.',
    'out sick',
    'ＯＯＯ',
    '休假中，周一见',
    '本周请假',
    '年假',
    '产假',
  ])('%s', (text) => {
    expect(leave(text)).toBe(true);
  });

  test.each([':palm_tree:', ':face_with_thermometer:'])('the picture %s alone', (emoji) => {
    expect(leave('', emoji)).toBe(true);
  });

  test('until it expires', () => {
    const status = { text: 'Vacationing', emoji: ':palm_tree:', expiresAt: 1_772_000_000_000 };
    expect(leaveOf(status, [])).toEqual({ untilAt: 1_772_000_000_000 });
    expect(leaveOf({ ...status, expiresAt: null }, [])).toEqual({ untilAt: null });
  });
});

describe('a status that does not', () => {
  test.each([
    '',
    'In a meeting',
    'Zoom',
    'Evacuation drill',
    'crypto and stop',
    'Looong day',
    'please leave a message',
    'back from vacation',
    'not on leave',
    '休假结束',
    '已销假',
    '开会',
  ])('%s', (text) => {
    expect(leave(text)).toBe(false);
  });

  test.each([':calendar:', ':palm_tree', 'palm_tree', ':house_with_garden:'])('the picture %s', (emoji) => {
    expect(leave('', emoji)).toBe(false);
  });
});

describe('words of one’s own', () => {
  test.each([
    ['Sabbatical', 'sabbatical', true],
    ['my sabbatical year', 'Sabbatical', true],
    ['sabbaticals', 'sabbatical', false],
    ['at the  coast', 'at the coast', true],
    ['今天外出休整', '休整', true],
    ['C++ all day', 'c++', true],
    ['anything', '  ', false],
  ])('%s, by %s: %s', (text, word, says) => {
    expect(leave(text, '', [word])).toBe(says);
  });
});

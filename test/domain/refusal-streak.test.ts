import { describe, expect, test } from 'vitest';
import {
  afterRefusal,
  afterRun,
  isRefusingEverybody,
  type RefusalStreak,
  scopeOf,
} from '../../src/domain/refusal-streak.ts';

/** `ann access_denied` = refused, `ann` = reached, `|` = a run has ended in which nobody was reached. */
function after(story: string): RefusalStreak | null {
  return story.split(', ').reduce<RefusalStreak | null>((streak, event) => {
    if (event === '|') return afterRun(streak);
    const [memberId = '', code] = event.split(' ');
    return code === undefined ? null : afterRefusal(streak, { memberId, code });
  }, null);
}

describe('a chat refuses everybody', () => {
  test.each([
    ['ann no', false],
    ['ann no, bob no', false],
    ['ann no, bob no, cem no', true],
    ['ann no, ann no, ann no', false],
    ['ann no, bob no, eva, cem no', false],
    ['ann no, bob never, cem no', false],
    ['ann no, |', false],
    ['ann no, |, ann no, |', true],
    ['ann no, bob no, |, ann no, bob no, |', true],
    ['ann no, |, eva, ann no, |', false],
    ['ann no, |, ann never, |', false],
  ])('%s: %s', (story, isRefusing) => {
    expect(isRefusingEverybody(after(story))).toBe(isRefusing);
  });
});

test.each([
  ['configuration', 'stops', 'refused_app'],
  ['unavailable', 'stops', 'silent_chat'],
  ['rate_limited', 'stops', 'silent_chat'],
  ['rate_limited', 'waits', 'slow_chat'],
  ['refused', 'goes_on', 'person'],
  ['ambiguous', 'goes_on', 'person'],
  ['recipient', 'goes_on', 'person'],
] as const)('%s, where the run %s, is about: %s', (reason, restOfRun, scope) => {
  expect(scopeOf({ reason, restOfRun }, null)).toBe(scope);
});

test('the third alike is about everybody', () => {
  const streak = after('ann no, bob no, cem no');
  expect(scopeOf({ reason: 'refused', restOfRun: 'goes_on' }, streak)).toBe('refused_people');
});

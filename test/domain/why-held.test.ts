import { describe, expect, test } from 'vitest';
import { HELD_REASONS, type HeldReason } from '../../src/domain/notice.ts';
import { type Circumstances, overDailyLimit, whyHeld } from '../../src/domain/why-held.ts';

const FREE: Circumstances = {
  isMessagingOff: false,
  isPaused: false,
  isAccountHeld: false,
  isExempt: false,
  isDisputed: false,
  isAway: false,
  isUnreadable: false,
  contact: 'found',
  isUndeliverable: false,
  isRefused: false,
  isChatFailing: false,
  isWorkingTime: true,
};

/** In the order in which the first that applies is told. */
const ROWS: readonly (readonly [HeldReason, Partial<Circumstances>])[] = [
  ['messaging_off', { isMessagingOff: true }],
  ['paused', { isPaused: true }],
  ['account_held', { isAccountHeld: true }],
  ['exempt', { isExempt: true }],
  ['disputed', { isDisputed: true }],
  ['away', { isAway: true }],
  ['could_not_read', { isUnreadable: true }],
  ['no_chat_credentials', { contact: 'no_chat_credentials' }],
  ['unmapped', { contact: 'unmapped' }],
  ['ambiguous', { contact: 'ambiguous' }],
  ['unreachable', { contact: 'unreachable' }],
  ['unreachable', { isUndeliverable: true }],
  ['refused', { isRefused: true }],
  ['chat_failing', { isChatFailing: true }],
  ['outside_hours', { isWorkingTime: false }],
];

describe('why a due step is held', () => {
  test('nothing holds it', () => {
    expect(whyHeld(FREE)).toBeNull();
  });

  test.each(ROWS)('%s', (reason, circumstances) => {
    expect(whyHeld({ ...FREE, ...circumstances })).toBe(reason);
  });

  test('of several reasons the first is told', () => {
    for (const [index, [reason]] of ROWS.entries()) {
      const all = ROWS.slice(index)
        .toReversed()
        .map(([, circumstances]) => circumstances);
      expect(whyHeld(Object.assign({}, FREE, ...all))).toBe(reason);
    }
  });

  test('the order of the list is the order of the rule', () => {
    const told = [...new Set(ROWS.map(([reason]) => reason))];
    expect(HELD_REASONS.filter((reason) => told.includes(reason))).toEqual(told);
  });
});

describe('the day’s limit of first messages', () => {
  const due = (step: 'first' | 'regressed' | 'reminder', heldBecause: HeldReason | null = null) => ({
    step,
    heldBecause,
  });

  test('lets the first ones go, in the order given', () => {
    const [a, b, c] = [due('first'), due('regressed'), due('first')];
    expect(overDailyLimit([a, b, c], 2)).toEqual(new Set([c]));
  });

  test('is not for what comes after the first message', () => {
    const [reminder, first] = [due('reminder'), due('first')];
    expect(overDailyLimit([reminder, first], 1)).toEqual(new Set());
    expect(overDailyLimit([reminder, first], 0)).toEqual(new Set([first]));
  });

  test('is used up by who waits for the morning, and not by who is held otherwise', () => {
    const [night, unmapped, day] = [due('first', 'outside_hours'), due('first', 'unmapped'), due('first')];
    expect(overDailyLimit([night, unmapped, day], 1)).toEqual(new Set([day]));
    expect(overDailyLimit([night, unmapped, day], 2)).toEqual(new Set());
  });
});

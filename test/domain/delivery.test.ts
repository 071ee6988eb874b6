import { describe, expect, test } from 'vitest';
import {
  aftermathOf,
  DELIVERY_FAILURES,
  type DeliveryFailure,
  PATIENCE_MS,
  waitAfter,
} from '../../src/domain/delivery.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** What happens to what was to be said, to the rest of the run, whether the other chat may say it, and who hears of it. */
const ROWS: readonly (readonly [DeliveryFailure, string, string, boolean, string | null])[] = [
  ['recipient', 'failed', 'goes_on', true, 'unreachable_person'],
  ['message_rejected', 'failed', 'goes_on', false, 'unreachable_person'],
  ['refused', 'again', 'goes_on', false, 'unreachable_person'],
  ['postponed', 'again', 'goes_on', false, null],
  ['channel', 'again', 'goes_on', false, 'closed_channel'],
  ['rate_limited', 'again', 'waits', false, 'silent_chat'],
  ['unavailable', 'again', 'stops', false, 'silent_chat'],
  ['configuration', 'again', 'stops', false, 'stopped_chat'],
  ['ambiguous', 'look_for_it', 'goes_on', false, 'silent_chat'],
];

describe('what follows a failure', () => {
  test.each(ROWS)('%s: %s, the run %s', (failure, outcome, restOfRun, mayUseOtherChat, reportedAs) => {
    expect(aftermathOf(failure)).toMatchObject({ outcome, restOfRun, mayUseOtherChat, reportedAs });
  });

  test('is decided for every failure there is', () => {
    expect(ROWS.map(([failure]) => failure).toSorted()).toEqual(DELIVERY_FAILURES.toSorted());
  });

  test('the other chat says only what was surely not said, and never will be', () => {
    const may = DELIVERY_FAILURES.filter((failure) => aftermathOf(failure).mayUseOtherChat);
    expect(may.map((failure) => aftermathOf(failure).outcome)).toEqual(['failed']);
  });
});

describe('the wait until the next try', () => {
  const untold = (reason: DeliveryFailure) => ({ reason, retryAfterMs: null });

  test.each([
    ['refused', 0, 15 * MINUTE_MS],
    ['refused', 1, 30 * MINUTE_MS],
    ['refused', 4, 4 * HOUR_MS],
    ['refused', 7, 24 * HOUR_MS],
    ['refused', 400, 24 * HOUR_MS],
    ['ambiguous', 2, HOUR_MS],
    ['postponed', 5, 15 * MINUTE_MS],
    ['channel', 5, HOUR_MS],
    ['unavailable', 5, 5 * MINUTE_MS],
    ['rate_limited', 5, PATIENCE_MS],
    ['configuration', 5, null],
    ['recipient', 0, null],
  ] as const)('after %s and %d tries before', (reason, tries, waitMs) => {
    expect(waitAfter(untold(reason), tries)).toBe(waitMs);
  });

  test('is what the vendor asks for', () => {
    expect(waitAfter({ reason: 'rate_limited', retryAfterMs: 1500 }, 3)).toBe(1500);
  });

  test('but never more than an hour, whatever the vendor says', () => {
    expect(waitAfter({ reason: 'rate_limited', retryAfterMs: 999_999_999_000 }, 0)).toBe(HOUR_MS);
  });
});

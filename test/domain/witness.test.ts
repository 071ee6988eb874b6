import { describe, expect, test } from 'vitest';
import {
  afterLookUp,
  bindingWithin,
  isBindingSought,
  lastWithoutMfa,
  lookUpFrom,
  newsSince,
  unfamiliarSignIns,
  type WitnessedEvent,
} from '../../src/domain/witness.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const NOW = Date.parse('2026-03-02T10:00:00Z');

const signIn = (
  at: number,
  fromAddress: string | null,
  mfaChecked: boolean | null = false,
): WitnessedEvent => ({
  ...{ kind: 'signed_in', at, fromAddress, mfaChecked },
});
const binding = (at: number): WitnessedEvent => ({ ...signIn(at, null, null), kind: 'device_bound' });

test.each([
  ['the whole reach at first', null, NOW - 90 * DAY_MS],
  ['an hour before the last look, as events show up late', NOW - 2 * HOUR_MS, NOW - 3 * HOUR_MS],
  ['never further back than there is anything', NOW - 200 * DAY_MS, NOW - 90 * DAY_MS],
])('looked up is %s', (_, witnessedAt, from) => {
  expect(lookUpFrom(witnessedAt, NOW)).toBe(from);
});

test.each([
  ['not before the event can be there', 9, null, false],
  ['after ten minutes', 10, null, true],
  ['after ten minutes, whatever was looked at before', 10, 5, true],
  ['again when twice that time has passed', 24, 12, true],
  ['and not before', 23, 12, false],
  ['for six hours', 360, 100, true],
  ['and no longer', 361, 100, false],
])('a binding is sought %s', (_, ageMinutes, lookedAfterMinutes, isSought) => {
  const thankedAt = NOW - ageMinutes * MINUTE_MS;
  const witnessedAt = lookedAfterMinutes === null ? null : thankedAt + lookedAfterMinutes * MINUTE_MS;
  expect(isBindingSought({ thankedAt, witnessedAt }, NOW)).toBe(isSought);
});

test('the binding is the last one within the time, and no sign-in', () => {
  const events = [binding(1), binding(5), signIn(6, null), binding(9)];
  expect(bindingWithin(events, { from: 2, to: 8 })?.at).toBe(5);
  expect(bindingWithin(events, { from: 6, to: 8 })).toBeNull();
});

describe('an account that does not let its record be looked into', () => {
  const never = { answeredAt: null, failingSince: null };
  const once = { answeredAt: NOW - HOUR_MS, failingSince: null };
  const refused = { isGrantMissing: true };
  const away = { isGrantMissing: false };

  test('and never did is no news, however long', () => {
    const known = { ...never, failingSince: NOW - 9 * DAY_MS };
    expect(afterLookUp(known, refused, NOW)).toMatchObject({ hasStopped: false });
    expect(afterLookUp(known, away, NOW)).toMatchObject({ hasStopped: false });
  });

  test('any more is news once', () => {
    const first = afterLookUp(once, refused, NOW);
    expect(first).toEqual({ answeredAt: null, failingSince: NOW, hasStopped: true });
    expect(afterLookUp(first, refused, NOW + HOUR_MS).hasStopped).toBe(false);
  });

  test('for another reason is news after a day of nothing else', () => {
    const failing = afterLookUp(once, away, NOW);
    expect(failing).toEqual({ ...once, failingSince: NOW, hasStopped: false });
    expect(afterLookUp(failing, away, NOW + DAY_MS - 1).hasStopped).toBe(false);
    expect(afterLookUp(failing, away, NOW + DAY_MS).hasStopped).toBe(true);
    expect(afterLookUp(failing, null, NOW + DAY_MS)).toEqual({
      ...{ answeredAt: NOW + DAY_MS, failingSince: null, hasStopped: false },
    });
  });
});

test('of sign-ins without MFA the last one counts, and no other', () => {
  const events = [signIn(1, 'a'), signIn(2, 'a', true), signIn(3, 'a', null), binding(4)];
  expect(lastWithoutMfa(events)?.at).toBe(1);
  expect(lastWithoutMfa(events.slice(1))).toBeNull();
});

describe('a sign-in from where nobody was before', () => {
  const HOME = '203.0.113.7';
  const AWAY = '198.51.100.23';
  const five = [1, 2, 3, 4, 5].map((at) => signIn(at, HOME));
  const found = (
    events: readonly WitnessedEvent[],
    known: readonly WitnessedEvent[] = five,
    since = Number.NEGATIVE_INFINITY,
  ) => unfamiliarSignIns(known, { events, since });

  test('is told with how many are known', () => {
    expect(found([signIn(9, AWAY)])).toEqual([{ at: 9, fromAddress: AWAY, earlier: 5 }]);
    expect(found([...five, signIn(9, AWAY)], [])).toEqual([{ at: 9, fromAddress: AWAY, earlier: 5 }]);
  });

  test('once, however often it comes up and whenever it shows up', () => {
    expect(found([signIn(8, AWAY), signIn(9, AWAY)])).toHaveLength(1);
    expect(found([signIn(9, AWAY)], [...five, signIn(9, AWAY)])).toEqual([]);
    expect(found([signIn(8, AWAY)], [...five, signIn(9, AWAY)])).toEqual([]);
  });

  test.each([
    ['too few are known', found([signIn(9, AWAY)], five.slice(1))],
    ['those that are known came later', found([signIn(0, AWAY)])],
    ['a second step was asked for', found([signIn(9, AWAY, true)])],
    ['it is not known whether one was', found([signIn(9, AWAY, null)])],
    ['no address is known', found([signIn(9, null)])],
    ['it is no sign-in', found([binding(9)])],
    ['it is older than what is news', found([signIn(9, AWAY)], five, 10)],
  ])('is not told where %s', (_, signIns) => {
    expect(signIns).toEqual([]);
  });

  test.each([
    ['2001:db8:1:2::7', '2001:DB8:1:2:aaaa:bbbb:cccc:dddd', true],
    ['2001:db8::7', '2001:db8:0:0:1::', true],
    ['2001:db8:1:2::7', '2001:db8:1:3::7', false],
    ['::1', '::2', true],
    ['203.0.113.7', '203.0.113.8', false],
  ])(
    '%s and %s are one place: %s, since the rest of an IPv6 address changes by itself',
    (one, other, isOne) => {
      const known = [1, 2, 3, 4, 5].map((at) => signIn(at, one));
      expect(found([signIn(9, other)], known)).toHaveLength(isOne ? 0 : 1);
    },
  );

  test('at the first look at somebody is news for a day, later whatever was not there before', () => {
    expect(newsSince(null, NOW)).toBe(NOW - DAY_MS);
    expect(newsSince(NOW - 3 * DAY_MS, NOW)).toBe(NOW - 3 * DAY_MS - HOUR_MS);
  });
});

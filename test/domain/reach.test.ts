import { describe, expect, test } from 'vitest';
import {
  isNews,
  isTriedAnew,
  isUndeliverableToday,
  isUnreachable,
  type Try,
} from '../../src/domain/reach.ts';

const NOW = Date.parse('2026-03-02T12:00:00Z');
const TODAY = { zone: 'UTC', now: NOW };
const ANN = { kind: 'found', memberId: 'UANN' } as const;

function tried(facts: Partial<Try> = {}): Try {
  return { audience: 'person', state: 'failed', recipient: 'UANN', settledAt: NOW, ...facts };
}

interface Row {
  readonly name: string;
  readonly tries: readonly Try[];
  readonly isUnreachable: boolean;
  readonly isUndeliverableToday: boolean;
}

const ROWS: readonly Row[] = [
  { name: 'never written to', tries: [], isUnreachable: false, isUndeliverableToday: false },
  { name: 'failed today', tries: [tried()], isUnreachable: true, isUndeliverableToday: true },
  {
    name: 'failed yesterday',
    tries: [tried({ settledAt: NOW - 24 * 3_600_000 })],
    isUnreachable: true,
    isUndeliverableToday: false,
  },
  {
    name: 'somebody else was the contact then',
    tries: [tried({ recipient: 'UBOB' })],
    isUnreachable: false,
    isUndeliverableToday: false,
  },
  {
    name: 'a word to the manager failed',
    tries: [tried({ audience: 'manager' })],
    isUnreachable: false,
    isUndeliverableToday: false,
  },
  {
    name: 'reached after all',
    tries: [tried({ settledAt: NOW - 48 * 3_600_000 }), tried({ state: 'sent' })],
    isUnreachable: false,
    isUndeliverableToday: false,
  },
];

describe('a contact that was found', () => {
  test.each(ROWS)('$name', ({ tries, ...expected }) => {
    expect(isUnreachable(ANN, tries)).toBe(expected.isUnreachable);
    expect(isUndeliverableToday(ANN, tries, TODAY)).toBe(expected.isUndeliverableToday);
  });
});

test('a tag that names nobody is out of reach, whatever was tried', () => {
  expect(isUnreachable({ kind: 'unreachable', memberId: 'UGONE' }, [])).toBe(true);
  expect(isUnreachable({ kind: 'unmapped', memberId: null }, [tried()])).toBe(false);
});

test.each([
  { name: 'to the same person on the same day', failed: {}, isTried: false },
  { name: 'to the same person a day later', failed: { settledAt: NOW - 24 * 3_600_000 }, isTried: true },
  { name: 'to somebody else at once', failed: { recipient: 'UBOB' }, isTried: true },
])('what failed for good is tried anew $name: $isTried', ({ failed, isTried }) => {
  expect(isTriedAnew(tried(failed), ANN.memberId, TODAY)).toBe(isTried);
});

test('after a month nobody waits for it', () => {
  expect(isNews({ dueAt: NOW - 30 * 24 * 3_600_000 }, NOW)).toBe(true);
  expect(isNews({ dueAt: NOW - 31 * 24 * 3_600_000 }, NOW)).toBe(false);
});

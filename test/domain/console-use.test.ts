import { describe, expect, test } from 'vitest';
import { type ConsoleUsage, judgeConsoleUse, UNUSED_AFTER_MS } from '../../src/domain/console-use.ts';

const NOW = Date.UTC(2026, 10, 26);
const RECENT = NOW - UNUSED_AFTER_MS;
const OLD = RECENT - 1;

describe('a console login', () => {
  const rows: readonly [lastSignInAt: number | null, profileSince: number | null, expected: ConsoleUsage][] =
    [
      [RECENT, OLD, 'in_use'],
      [OLD, OLD, 'unused'],
      // A profile that was changed lately can still be unused.
      [OLD, RECENT, 'unused'],
      [null, OLD, 'none_on_record'],
      [null, RECENT, 'not_known'],
      [null, null, 'not_known'],
    ];
  test.each(rows)('last used %s, there since %s: %s', (lastSignInAt, profileSince, expected) => {
    expect(judgeConsoleUse({ lastSignInAt, profileSince }, NOW)).toBe(expected);
  });
});

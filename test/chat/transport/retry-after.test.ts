import { expect, test } from 'vitest';
import { retryAfterMs } from '../../../src/chat/transport/retry-after.ts';

const NOW = Date.UTC(2026, 10, 26, 12, 0, 0);
const HOUR_MS = 3_600_000;

test.each<[header: string | null, expectedMs: number | null]>([
  ['7', 7000],
  [' 7 ', 7000],
  ['0', 1000],
  ['999999999', HOUR_MS],
  ['9'.repeat(400), HOUR_MS],
  ['-5', null],
  ['1.5', null],
  ['1e9', null],
  ['soon', null],
  ['2027', 2_027_000],
  ['', null],
  [null, null],
  ['Thu, 26 Nov 2026 12:02:00 GMT', 120_000],
  ['Thu, 26 Nov 2026 11:00:00 GMT', 1000],
  ['Tue, 31 Dec 2058 12:00:00 GMT', HOUR_MS],
  ['Thu, 99 Nov 2026 12:02:00 GMT', null],
])('%j: %j ms', (header, expectedMs) => {
  expect(retryAfterMs(header, NOW)).toBe(expectedMs);
});

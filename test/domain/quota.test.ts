import { describe, expect, test } from 'vitest';
import { forecastMonth, forecastUses, isSpent } from '../../src/domain/quota.ts';

/** The 26th of a month of 30 days: four digests are still to come. */
const AT = { now: Date.parse('2026-11-26T08:00:00Z'), zone: 'Asia/Shanghai' };
const MONTH = { used: 0, quota: 100, peopleDueNow: 0 };
const next = (iso: string) => ({ isDue: false, nextAt: Date.parse(iso) });

describe('what a counted month still costs', () => {
  test.each([
    ['nobody is followed up: a digest a day', [], 4],
    ['a step that is due now', [{ isDue: true, nextAt: null }], 5],
    ['a step that is due later this month', [next('2026-11-30T01:30:00Z')], 5],
    ['a step of next month', [next('2026-12-01T01:30:00Z')], 4],
    ['the month ends by the clock of the place', [next('2026-11-30T16:30:00Z')], 4],
    ['a step due now and the next one', [{ isDue: true, nextAt: AT.now + 3_600_000 }], 6],
  ] as const)('%s', (_name, expected, forecast) => {
    expect(forecastMonth(MONTH, expected, AT).forecast).toBe(forecast);
  });

  test.each([
    [60, 0, false],
    [60, 1, true],
    [61, 0, true],
    [0, 60, false],
    [0, 61, true],
  ])('with %d used and %d people due, the month of 100 is short: %s', (used, peopleDueNow, isShort) => {
    expect(forecastMonth({ used, peopleDueNow, quota: 100 }, [], AT).isShort).toBe(isShort);
  });
});

test.each([
  [0, 0],
  [26, 4],
  [260, 40],
  [13, 2],
])('of what people do, %d in 26 days let expect %d more in four', (used, forecast) => {
  expect(forecastUses(used, AT)).toBe(forecast);
});

test.each([
  ['some is left', { used: 99, refusedWith: null }, false],
  ['all was used', { used: 100, refusedWith: null }, true],
  ['others used it', { used: 1, refusedWith: '20001' }, true],
])('%s', (_, use, spent) => {
  expect(isSpent({ quota: 100, ...use })).toBe(spent);
});

import { expect, it } from 'vitest';
import { grammar as en } from '../../../src/domain/texts/en/grammar.ts';
import { grammar as zh } from '../../../src/domain/texts/zh/grammar.ts';

const at = Date.parse('2026-12-08T09:30:00Z');
const LANGUAGES = { en, zh };

it.each([
  ['en', 'Asia/Shanghai', 'Tue 8 Dec 2026, 17:30 (Asia/Shanghai)'],
  ['zh', 'Asia/Shanghai', '2026年12月8日（周二）17:30（北京时间）'],
  ['zh', 'Europe/Berlin', '2026年12月8日（周二）10:30（Europe/Berlin）'],
  ['en', 'America/New_York', 'Tue 8 Dec 2026, 04:30 (America/New_York)'],
  ['en', 'Not/AZone', 'Tue 8 Dec 2026, 09:30 (UTC)'],
] as const)('in %s and %s: %s', (language, zone, expected) => {
  expect(LANGUAGES[language].whenWithZone({ at, zone })).toBe(expected);
});

it('leaves the zone out where it is clear', () => {
  expect(en.when({ at, zone: 'Asia/Shanghai' })).toBe('Tue 8 Dec 2026, 17:30');
  expect(zh.when({ at, zone: 'Asia/Shanghai' })).toBe('2026年12月8日（周二）17:30');
});

it('writes a date, and shows what is none as it is', () => {
  expect(en.date('2026-12-08')).toBe('Tue 8 Dec 2026');
  expect(zh.date('2026-12-08')).toBe('2026年12月8日（周二）');
  expect(en.date('someday')).toBe('someday');
});

it('writes numbers', () => {
  expect([en.grouped(1234), zh.grouped(1234)]).toEqual(['1,234', '1,234']);
  expect([en.percent(90.5), en.percent(100), zh.percent(0)]).toEqual(['90.5%', '100.0%', '0.0%']);
});

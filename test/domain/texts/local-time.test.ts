import { expect, it } from 'vitest';
import { dateText, instantText, instantWithZone } from '../../../src/domain/texts/local-time.ts';

const at = Date.parse('2026-12-08T09:30:00Z');

it.each([
  ['en', 'Asia/Shanghai', 'Tue 8 Dec 2026, 17:30 (Asia/Shanghai)'],
  ['zh', 'Asia/Shanghai', '2026年12月8日（周二）17:30（北京时间）'],
  ['zh', 'Europe/Berlin', '2026年12月8日（周二）10:30（Europe/Berlin）'],
  ['en', 'America/New_York', 'Tue 8 Dec 2026, 04:30 (America/New_York)'],
  ['en', 'Not/AZone', 'Tue 8 Dec 2026, 09:30 (UTC)'],
] as const)('in %s and %s: %s', (language, zone, expected) => {
  expect(instantWithZone({ at, zone }, language)).toBe(expected);
});

it('leaves the zone out where it is clear', () => {
  expect(instantText({ at, zone: 'Asia/Shanghai' }, 'en')).toBe('Tue 8 Dec 2026, 17:30');
  expect(instantText({ at, zone: 'Asia/Shanghai' }, 'zh')).toBe('2026年12月8日（周二）17:30');
});

it('writes a date, and shows what is none as it is', () => {
  expect(dateText('2026-12-08', 'en')).toBe('Tue 8 Dec 2026');
  expect(dateText('2026-12-08', 'zh')).toBe('2026年12月8日（周二）');
  expect(dateText('someday', 'en')).toBe('someday');
});

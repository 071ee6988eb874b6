import { DateTime } from 'luxon';
import type { LocalInstant } from '../clock.ts';
import type { Language } from '../message.ts';

const LOCALES: Record<Language, string> = { en: 'en-US', zh: 'zh-CN' };
const DATE_FORMATS: Record<Language, string> = { en: 'ccc d LLL yyyy', zh: 'yyyy年M月d日（ccc）' };
const TIME_FORMATS: Record<Language, string> = { en: ', HH:mm', zh: 'HH:mm' };

/** `Tue 8 Dec 2026, 17:30` or `2026年12月8日（周二）17:30`: where the zone is clear from what stands around it. */
export function instantText(instant: LocalInstant, language: Language): string {
  return local(instant)
    .setLocale(LOCALES[language])
    .toFormat(DATE_FORMATS[language] + TIME_FORMATS[language]);
}

/** The same with its zone, for what somebody has to keep to. */
export function instantWithZone(instant: LocalInstant, language: Language): string {
  return instantText(instant, language) + zoneText(local(instant).zoneName ?? 'UTC', language);
}

/** Of a `YYYY-MM-DD`; anything else is shown as it is. */
export function dateText(date: string, language: Language): string {
  const day = DateTime.fromISO(date, { zone: 'utc', locale: LOCALES[language] });
  return day.isValid ? day.toFormat(DATE_FORMATS[language]) : date;
}

/** A zone this machine does not know must not turn a deadline into "Invalid DateTime". */
function local({ at, zone }: LocalInstant): DateTime {
  const there = DateTime.fromMillis(at, { zone });
  return there.isValid ? there : DateTime.fromMillis(at, { zone: 'utc' });
}

function zoneText(zone: string, language: Language): string {
  if (language === 'en') return ` (${zone})`;
  return zone === 'Asia/Shanghai' ? '（北京时间）' : `（${zone}）`;
}

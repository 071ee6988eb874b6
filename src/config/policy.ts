import { IANAZone } from 'luxon';
import { z } from 'zod';
import type { BreakGlassName } from '../domain/break-glass.ts';
import { CHAT_NAMES, type ChatName } from '../domain/chats.ts';
import type { LadderDays } from '../domain/ladder.ts';
import { LANGUAGES, type Language } from '../domain/message.ts';
import { oneLine } from '../domain/one-line.ts';
import type { WorkCalendar } from '../domain/work-calendar.ts';
import { integer, listOf, matching, oneOf, webAddress } from './formats.ts';
import { defineGroup, optional, withDefault } from './variable.ts';
import { endlessDaysOff, noMessageDates, workDays, workHours } from './work-calendar.ts';

export interface PolicyConfig extends WorkCalendar {
  /** IANA zone of the schedule, and of people whose chat tells none. */
  readonly timeZone: string;
  readonly messaging: 'on' | 'off';
  readonly ladderDays: LadderDays;
  readonly maxFirstPerDay: number;
  /** Where somebody both chats know is messaged. */
  readonly preferredChat: ChatName;
  /** Lower case. */
  readonly contactEmailDomains: readonly string[];
  readonly breakGlass: readonly BreakGlassName[];
  /** Who to ask, as people will read it; `/mfa start` needs it. */
  readonly securityContact: string | null;
  /** A page of one's own that each message to a person names; null: none. */
  readonly infoUrl: string | null;
  /** Of people whose chat tells no locale; null: each chat's own. */
  readonly defaultLanguage: Language | null;
}

const timeZone = z
  .string()
  .refine(
    (zone) => !/^[+-]/.test(zone) && IANAZone.isValidZone(zone),
    'write an IANA zone such as Asia/Shanghai, Europe/Berlin or UTC',
  );

const ladderDays = z.string().transform((value, context): LadderDays => {
  const [first, reminder, warning, deadline, ...more] = value.split(',').map(wholeDays);
  const days = [first ?? -1, reminder ?? -1, warning ?? -1, deadline ?? -1] as const;
  const isAscending = days.every((day, index) => day > (days[index - 1] ?? -1));
  if (days[0] === 0 && isAscending && more.length === 0) {
    const [, toReminder, toWarning, toDeadline] = days;
    return { reminder: toReminder, warning: toWarning, deadline: toDeadline };
  }
  context.addIssue(
    'write four ascending days that begin with 0, such as 0,3,7,14: first message, reminder, warning, deadline',
  );
  return z.NEVER;
});

function wholeDays(text: string): number {
  return /^\s*\d{1,3}\s*$/.test(text) ? Number(text) : -1;
}

const emailDomain = matching(
  /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/i,
  'write a domain such as corp.example, without @',
).transform((domain) => domain.toLowerCase());

const BREAK_GLASS = /^([\w.-]{1,64})(@([a-z0-9][a-z0-9-]*)(\.onaliyun\.com)?)?$/i;
const breakGlassName = z.string().transform((value, context): BreakGlassName => {
  const [, userName, , alias = null] = BREAK_GLASS.exec(value) ?? [];
  if (userName !== undefined) return { userName, alias };
  context.addIssue('write the name of a RAM user, or name@alias with the alias of its account');
  return z.NEVER;
});

const ONE_LINE = 'write one line of at most 200 characters';
const asPeopleRead = z
  .string()
  .max(200, ONE_LINE)
  .refine((value) => oneLine(value) === value, ONE_LINE);

const ownPage = webAddress('https://intranet.corp.example/mfa').transform(({ href }) => href);

export const policyGroup = defineGroup({
  variables: {
    // What needs no zone of one's own runs in UTC; who needs one is told so before.
    TIMEZONE: optional(timeZone),
    MESSAGING: withDefault('on', oneOf(['on', 'off'])),
    LADDER_DAYS: withDefault('0,3,7,14', ladderDays),
    WORK_HOURS: withDefault('09:30-17:30', workHours),
    WORK_DAYS: withDefault('1-5', workDays),
    NO_MESSAGE_DATES: optional(noMessageDates),
    MAX_FIRST_PER_DAY: withDefault('200', integer(1, 100_000)),
    PREFERRED_CHAT: withDefault('slack', oneOf(CHAT_NAMES)),
    CONTACT_EMAIL_DOMAINS: optional(listOf(emailDomain)),
    BREAK_GLASS_USERS: optional(listOf(breakGlassName)),
    SECURITY_CONTACT: optional(asPeopleRead),
    INFO_URL: optional(ownPage),
    DEFAULT_LANGUAGE: optional(oneOf(LANGUAGES)),
  },
  check(_raw, { WORK_DAYS, NO_MESSAGE_DATES }) {
    if (!WORK_DAYS || !NO_MESSAGE_DATES) return [];
    const date = endlessDaysOff({ workDays: WORK_DAYS, noMessageDates: NO_MESSAGE_DATES });
    if (date === null) return [];
    const message = `leaves no working day for more than 60 days from ${date}: remove dates, or set MESSAGING=off for that time`;
    return [{ variable: 'NO_MESSAGE_DATES', message }];
  },
  advise(raw) {
    if (raw.SECURITY_CONTACT !== undefined) return [];
    const message =
      'is not set: messages to people cannot be started. Set it to whom people may ask, as they will read it';
    return [{ variable: 'SECURITY_CONTACT', message }];
  },
  build: (values): PolicyConfig => ({
    timeZone: values.TIMEZONE ?? 'UTC',
    messaging: values.MESSAGING,
    ladderDays: values.LADDER_DAYS,
    workHours: values.WORK_HOURS,
    workDays: values.WORK_DAYS,
    noMessageDates: values.NO_MESSAGE_DATES ?? new Set(),
    maxFirstPerDay: values.MAX_FIRST_PER_DAY,
    preferredChat: values.PREFERRED_CHAT,
    contactEmailDomains: values.CONTACT_EMAIL_DOMAINS ?? [],
    breakGlass: values.BREAK_GLASS_USERS ?? [],
    securityContact: values.SECURITY_CONTACT,
    infoUrl: values.INFO_URL,
    defaultLanguage: values.DEFAULT_LANGUAGE,
  }),
});

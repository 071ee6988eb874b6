import { CronExpressionParser } from 'cron-parser';
import { validate } from 'node-cron';
import { z } from 'zod';
import { integer } from './formats.ts';
import { defineGroup, optional, withDefault } from './variable.ts';

export interface ScheduleConfig {
  /** Five cron fields, at most once a day, in the zone of the policy. */
  readonly auditCron: string;
  /** Five cron fields; however often they fire, there is one digest a date. */
  readonly digestCron: string;
  /** The weekly summary’s, one a date as well; null: there is none. */
  readonly weeklyCron: string | null;
  /** What share of the users the summary is about. */
  readonly targetPercent: number;
}

/** One run a day is what the date in a run's key can tell apart. */
const dailyCron = (example: string) =>
  z
    .string()
    .refine(
      isDailyCron,
      `write five cron fields that fire at most once a day, with one fixed minute and one fixed hour, such as ${example}`,
    );

const anyCron = (example: string) =>
  z
    .string()
    .refine(
      isCron,
      `write five cron fields: minute, hour, day of month, month, day of week, such as ${example}`,
    );

function isDailyCron(cron: string): boolean {
  const [minute = '', hour = '', ...days] = cron.split(/\s+/);
  const isFixed = (field: string) => /^\d{1,2}$/.test(field);
  return days.length === 3 && isFixed(minute) && isFixed(hour) && isCron(cron);
}

/** The 30th of February is well written, and never comes. */
function isCron(cron: string): boolean {
  if (cron.split(/\s+/).length !== 5 || !validate(cron)) return false;
  try {
    CronExpressionParser.parse(cron, { tz: 'UTC' }).next();
    return true;
  } catch {
    return false;
  }
}

const AUDIT_CRON = '10 9 * * *';
const DIGEST_CRON = '30 9 * * *';

export const scheduleGroup = defineGroup({
  variables: {
    AUDIT_CRON: withDefault(AUDIT_CRON, dailyCron(AUDIT_CRON)),
    DIGEST_CRON: withDefault(DIGEST_CRON, anyCron(DIGEST_CRON)),
    WEEKLY_CRON: optional(anyCron('0 10 * * 1')),
    TARGET_PERCENT: withDefault('95', integer(1, 100)),
  },
  build: (values): ScheduleConfig => ({
    auditCron: values.AUDIT_CRON,
    digestCron: values.DIGEST_CRON,
    weeklyCron: values.WEEKLY_CRON,
    targetPercent: values.TARGET_PERCENT,
  }),
});

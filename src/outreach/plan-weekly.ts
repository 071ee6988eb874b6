import type { EpochMs } from '../domain/clock.ts';
import { TREND_DAYS_MAX } from '../domain/digest.ts';
import type { Language } from '../domain/message.ts';
import { accountId as toAccountId } from '../domain/ram-user.ts';
import type { WeeklyModel } from '../domain/texts/layouts/weekly.ts';
import { textsFor } from '../domain/texts/texts.ts';
import { progressTo, shareOn } from '../domain/weekly.ts';
import { addDays } from '../domain/work-calendar.ts';
import { listCompleteScheduledRuns } from '../store/account-runs.ts';
import { countCasesClosed } from '../store/cases.ts';
import { planChannelPosts } from '../store/posts.ts';
import { buildDigest } from './build-digest.ts';
import { lookAhead } from './outlook.ts';
import type { DigestPostDeps } from './plan-digest.ts';

export interface WeeklyDeps extends DigestPostDeps {
  readonly targetPercent: number;
}

const DAYS = 7;
const DAY_MS = 24 * 60 * 60_000;

/** Plans the summary of one date for every security channel, each once. */
export async function planWeekly(
  deps: WeeklyDeps,
  day: { readonly date: string; readonly runsSince: EpochMs },
  signal: AbortSignal,
): Promise<void> {
  const { db } = deps;
  const now = deps.clock.now();
  const outlooks = await lookAhead(deps, now, signal);
  const excludedAccountIds = deps.excludedAccountIds().map(toAccountId);
  const digest = await buildDigest(deps, { ...day, now, outlooks, excludedAccountIds });
  const runs = await listCompleteScheduledRuns(db, now - (DAYS + TREND_DAYS_MAX) * DAY_MS);
  const dated = runs.flatMap((run) => (run.localDate === null ? [] : { ...run, localDate: run.localDate }));
  const model: WeeklyModel = {
    ...digest,
    target: progressTo(deps.targetPercent, digest.totals),
    before: shareOn(addDays(day.date, -DAYS), dated),
    enrolled: await countCasesClosed(db, 'enrolled', now - DAYS * DAY_MS),
    exempt: digest.exemptions.active,
  };
  const message = (language: Language) => textsFor(language).channel.weekly(model);
  await planChannelPosts(db, deps, { kind: 'weekly', subject: day.date, at: now, message });
}

import { type Finding, isBoundNotRequired, type LoginMfaMode } from './finding.ts';
import type { ChartPoint } from './message.ts';

/** Users of one account, or of all, by what was found. */
export interface Counts {
  readonly compliant: number;
  readonly noncompliant: number;
  readonly unknown: number;
  readonly notApplicable: number;
  readonly boundNotRequired: number;
}

/** Each count minus the one that was last shown; null where there is none to compare with. */
export type CountChanges = { readonly [Name in keyof Counts]: number } | null;

/** So many users with this verdict and setting. */
export interface CountedFinding extends Pick<Finding, 'verdict' | 'mfaRequired'> {
  readonly total: number;
}

/** The figures of one account. */
export function countFindings(findings: readonly CountedFinding[], loginMfaMode: LoginMfaMode): Counts {
  const sum = (counts: (one: CountedFinding) => boolean) =>
    findings.filter(counts).reduce((all, { total }) => all + total, 0);
  return {
    compliant: sum(({ verdict }) => verdict === 'compliant'),
    noncompliant: sum(({ verdict }) => verdict === 'noncompliant'),
    unknown: sum(({ verdict }) => verdict === 'unknown'),
    notApplicable: sum(({ verdict }) => verdict === 'not_applicable'),
    boundNotRequired: sum((one) => isBoundNotRequired(one, loginMfaMode)),
  };
}

export function sumCounts(all: readonly Counts[]): Counts {
  const sum = (name: keyof Counts) => all.reduce((total, counts) => total + counts[name], 0);
  return {
    compliant: sum('compliant'),
    noncompliant: sum('noncompliant'),
    unknown: sum('unknown'),
    notApplicable: sum('notApplicable'),
    boundNotRequired: sum('boundNotRequired'),
  };
}

/** Everybody the rule applies to, as far as is known: unknown ones count, and never as protected. */
export function assessedCount(counts: Counts): number {
  return counts.compliant + counts.noncompliant + counts.unknown;
}

/** Percent of the users the rule applies to; what is unknown counts as not compliant. null when it applies to nobody. */
export function compliantPercent(counts: Counts): number | null {
  const all = assessedCount(counts);
  if (all === 0) return null;
  const percent = Math.round((counts.compliant * 1000) / all) / 10;
  // 100 % is only said when nobody is missing.
  return counts.compliant < all ? Math.min(percent, 99.9) : percent;
}

/** What has changed since it was last said; only accounts that were complete both times can be compared. */
export function changesSinceShown<Account>(
  now: readonly { readonly accountId: Account; readonly counts: Counts }[],
  shown: ReadonlyMap<Account, Counts>,
): CountChanges {
  const comparable = now.filter(({ accountId }) => shown.has(accountId));
  if (comparable.length === 0) return null;
  const before = comparable.flatMap(({ accountId }) => shown.get(accountId) ?? []);
  return countChanges(sumCounts(comparable.map(({ counts }) => counts)), sumCounts(before));
}

function countChanges(now: Counts, before: Counts): CountChanges {
  return {
    compliant: now.compliant - before.compliant,
    noncompliant: now.noncompliant - before.noncompliant,
    unknown: now.unknown - before.unknown,
    notApplicable: now.notApplicable - before.notApplicable,
    boundNotRequired: now.boundNotRequired - before.boundNotRequired,
  };
}

export const TREND_DAYS_MAX = 15;

/** One complete look at one account on one day. */
export interface TrendRun {
  readonly accountId: string;
  readonly localDate: string;
  readonly counts: Counts;
}

/** Percent per day over all accounts; a day on which one of them was not complete is a gap. */
export function trend(runs: readonly TrendRun[], daysMax = TREND_DAYS_MAX): readonly ChartPoint[] {
  const days = new Map<string, Map<string, Counts>>();
  for (const run of runs) {
    const day = days.get(run.localDate) ?? new Map<string, Counts>();
    days.set(run.localDate, day.set(run.accountId, run.counts));
  }
  let known = 0;
  const points: ChartPoint[] = [];
  for (const [date, accounts] of [...days].sort(([a], [b]) => a.localeCompare(b))) {
    known = Math.max(known, accounts.size);
    const percent = accounts.size < known ? null : compliantPercent(sumCounts([...accounts.values()]));
    if (percent !== null) points.push({ label: date.slice(5), value: percent });
  }
  return points.slice(-daysMax);
}

import { DateTime } from 'luxon';
import type { EpochMs } from '../domain/clock.ts';
import { type Counts, compliantPercent, sumCounts } from '../domain/digest.ts';
import type { Period } from '../domain/period.ts';
import type { Store } from '../store/database.ts';
import {
  type AuditRow,
  countsOfAudit,
  countUntold,
  funnelOf,
  listAdminsIn,
  listAuditsIn,
  listFailedAuditsIn,
} from '../store/evidence-rows.ts';

/** Of the users the rule applies to, on a day of the period’s zone. */
export interface Share {
  readonly day: string;
  readonly percent: number;
}

/** A day, or several in a row, that is not whole; `why` is the vendor’s or our code, null where no audit was. */
interface Incomplete {
  readonly day: string;
  readonly lastDay: string;
  readonly accountId: string | null;
  readonly why: string | null;
}

interface Total {
  readonly name: string;
  readonly total: number;
}

export interface ReportFigures {
  readonly accountIds: readonly string[];
  readonly shares: readonly Share[];
  readonly incomplete: readonly Incomplete[];
  readonly funnel: Awaited<ReturnType<typeof funnelOf>>;
  /** Open at the end, and never told to anybody. */
  readonly untold: number;
  readonly open: readonly Total[];
  /** Of those with a device: how many RAM does not ask for it, by the setting. */
  readonly bound: { readonly total: number; readonly notRequired: number };
  readonly factors: readonly Total[];
  readonly admins: Awaited<ReturnType<typeof listAdminsIn>>;
}

/** Counted by the database or a day at a time: however many users there are, no finding is held. */
export async function reportFigures(store: Store, period: Period, zone: string): Promise<ReportFigures> {
  const dayOf = (at: EpochMs) => DateTime.fromMillis(at, { zone }).toISODate() ?? '';
  const audits = await listAuditsIn(store, period);
  const failed = await listFailedAuditsIn(store, period);
  const days = Map.groupBy(audits, ({ endedAt }) => dayOf(endedAt));
  const failures = new Map(failed.map((run) => [dayOf(run.endedAt ?? run.startedAt), run.errorCode]));
  const incomplete = [
    ...[...days].flatMap(([day, runs]) => unreadOf(day, runs)),
    ...[...failures].filter(([day]) => !days.has(day)).map(([day, why]) => only(day, why ?? 'failed')),
    ...withoutAudit(period, zone, (day) => days.has(day) || failures.has(day)),
  ];
  const found = await lastFound(store, audits);
  const isOpen = ({ verdict }: Found) => verdict === 'noncompliant' || verdict === 'unknown';
  return {
    accountIds: [...new Set(audits.map(({ accountId }) => accountId))].sort(),
    shares: [...days].flatMap(([day, runs]) => shareOf(day, runs)),
    incomplete: incomplete.sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1)),
    funnel: await funnelOf(store, period),
    untold: await countUntold(store, period),
    bound: boundIn(audits),
    open: totals(found.filter(isOpen), ({ reason }) => reason),
    factors: totals(
      found.filter(({ verdict }) => verdict === 'compliant'),
      ({ mfaDevice }) => mfaDevice,
    ),
    admins: await listAdminsIn(store, period),
  };
}

const only = (day: string, why: string): Incomplete => ({ day, lastDay: day, accountId: null, why });
const keyOf = ({ day, accountId }: Incomplete) => `${day} ${accountId ?? ''}`;

/** Of each account the last complete audit among these, or else the last one. */
function lastOfEach(runs: readonly AuditRow[]): readonly AuditRow[] {
  const last = new Map<string, AuditRow>();
  for (const run of runs)
    if (run.complete || !last.get(run.accountId)?.complete) last.set(run.accountId, run);
  return [...last.values()];
}

function unreadOf(day: string, runs: readonly AuditRow[]): readonly Incomplete[] {
  return lastOfEach(runs)
    .filter(({ complete }) => !complete)
    .map(({ accountId, incompleteReason, errorCode }) => ({
      ...{ day, lastDay: day, accountId },
      why: [incompleteReason, errorCode].filter((one) => one !== null).join(' '),
    }));
}

function shareOf(day: string, runs: readonly AuditRow[]): readonly Share[] {
  const last = lastOfEach(runs);
  const percent = last.every(({ complete }) => complete)
    ? compliantPercent(sumCounts(last.map(countsOf)))
    : null;
  return percent === null ? [] : [{ day, percent }];
}

const countsOf = ({ counts }: AuditRow): Counts => ({
  ...{
    compliant: counts.compliant ?? 0,
    noncompliant: counts.noncompliant ?? 0,
    unknown: counts.unknown ?? 0,
  },
  ...{ notApplicable: counts.notApplicable ?? 0, boundNotRequired: counts.boundNotRequired ?? 0 },
});

/** Days in a row on which nobody looked are one line. */
function withoutAudit({ fromMs, toMs }: Period, zone: string, hasAudit: (day: string) => boolean) {
  const gaps: Incomplete[] = [];
  let since: string | null = null;
  for (let at = DateTime.fromMillis(fromMs, { zone }); at.toMillis() < toMs; at = at.plus({ days: 1 })) {
    const day = at.toISODate() ?? '';
    if (hasAudit(day)) {
      since = null;
      continue;
    }
    if (since === null) since = day;
    else gaps.pop();
    gaps.push({ day: since, lastDay: day, accountId: null, why: null });
  }
  return gaps;
}

function boundIn(audits: readonly AuditRow[]): ReportFigures['bound'] {
  const { compliant, boundNotRequired } = sumCounts(
    lastOfEach(audits)
      .filter(({ complete }) => complete)
      .map(countsOf),
  );
  return { total: compliant, notRequired: boundNotRequired };
}

type Found = Awaited<ReturnType<typeof countsOfAudit>>[number];

async function lastFound(store: Store, audits: readonly AuditRow[]): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const run of lastOfEach(audits)) if (run.complete) found.push(...(await countsOfAudit(store, run)));
  return found;
}

/** The most frequent first. */
function totals(found: readonly Found[], nameOf: (one: Found) => string): readonly Total[] {
  return [...Map.groupBy(found, nameOf)]
    .map(([name, rows]) => ({ name, total: rows.reduce((sum, { total }) => sum + total, 0) }))
    .sort((one, other) => other.total - one.total || (one.name < other.name ? -1 : 1));
}

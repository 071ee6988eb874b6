import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EpochMs } from '../domain/clock.ts';
import type { Meanings } from '../domain/code-meaning.ts';
import { changesSinceShown, compliantPercent, sumCounts, TREND_DAYS_MAX, trend } from '../domain/digest.ts';
import type { FactorKind } from '../domain/finding.ts';
import { isOverdue, namedStep } from '../domain/ladder.ts';
import { LADDER_STEPS } from '../domain/notice.ts';
import { administratorsFirst, isAdministrator } from '../domain/privilege.ts';
import type { AccountId, UserLabel } from '../domain/ram-user.ts';
import type { DigestModel } from '../domain/texts/layouts/digest.ts';
import type { MessagingState } from '../domain/texts/layouts/in-words.ts';
import { listCompleteScheduledRuns } from '../store/account-runs.ts';
import { findActivityHead } from '../store/activity-chain.ts';
import { findLastScheduledRun } from '../store/audit-runs.ts';
import { countCasesClosed } from '../store/cases.ts';
import type { Database } from '../store/database.ts';
import { findLastShown, type ShownFigures } from '../store/digest-figures.ts';
import { countCurrentDevices } from '../store/findings.ts';
import { userLabel } from '../store/labels.ts';
import { listNotNeeded } from '../store/not-needed.ts';
import { countNoticesInState } from '../store/notices.ts';
import { findCurrentPause } from '../store/pauses.ts';
import { listPostsInState } from '../store/posts.ts';
import { countAdministratorsFound } from '../store/ram-users.ts';
import { type AccountSummary, summarizeAccounts } from './account-summary.ts';
import { summarizeExemptions } from './exemption-summary.ts';
import { failingParts } from './failing-parts.ts';
import { answersAbout } from './not-needed-answers.ts';
import { outOfReach, whyOutOfReach } from './out-of-reach.ts';
import { type CaseOutlook, eachAddressee, type OutreachPolicy } from './outlook.ts';
import type { PartBoard } from './part-board.ts';
import { type QuotaDeps, readQuotas } from './quota.ts';

/** What the digest and `/mfa status` say about the configuration. */
export interface DigestSettings {
  readonly enforcement: DigestModel['enforcement'];
  readonly breakGlass: () => Promise<DigestModel['breakGlass']>;
}

export interface DigestDeps extends QuotaDeps {
  readonly board: Pick<PartBoard, 'states'>;
  readonly meanings: Meanings;
  readonly db: Database;
  readonly policy: OutreachPolicy;
  readonly settings: DigestSettings;
}

/** The figures of one day, from what is stored. */
export async function buildDigest(
  deps: DigestDeps,
  digest: {
    /** The local date it is of. */
    readonly date: string;
    readonly now: EpochMs;
    /** Runs that ended before this belong to an earlier day. */
    readonly runsSince: EpochMs;
    readonly outlooks: readonly CaseOutlook[];
    readonly excludedAccountIds: readonly AccountId[];
  },
): Promise<DigestModel> {
  const { db, policy, settings } = deps;
  const { outlooks, now } = digest;
  const zone = policy.timeZone;
  const summaries = await summarizeAccounts(db, outlooks, { zone, now, notBefore: digest.runsSince });
  const totals = sumCounts(completeFigures(summaries).map(({ counts }) => counts));
  const undisputed = outlooks.filter(({ record }) => record.dispute === null);
  const lastShown = await findLastShown(db, digest.date);
  return {
    date: digest.date,
    asOf: { at: now, zone },
    failing: await failingParts(deps, deps.board.states(), (at) => ({ at, zone })),
    anyComplete: summaries.some((one) => one.shown.complete),
    ...(await administrators(db, summaries)),
    totals,
    factors: await countFactors(
      db,
      completeFigures(summaries).map(({ accountId }) => accountId),
    ),
    changes: changesSinceShown(completeFigures(summaries), lastShown.counts),
    compliantPercent: compliantPercent(totals),
    accounts: summaries.map((one) => one.shown),
    excludedAccountIds: digest.excludedAccountIds,
    directoryErrorCode: (await findLastScheduledRun(db, now))?.errorCode ?? null,
    trend: await trendOf(db, now),
    openCases: outlooks.length,
    told: outlooks.filter((one) => one.progress.toldAt !== null).length,
    named: administratorsFirst(
      outlooks
        .flatMap((one) => namedLine(one, now))
        .toSorted((one, other) => one.deadline.at - other.deadline.at),
      ({ user }) => user.isAdministrator,
    ),
    exemptions: await summarizeExemptions(db, { now, zone }),
    overdueCount: outlooks.filter((one) => isOverdue(one.progress, now)).length,
    unmapped: labelsOf(undisputed, 'unmapped'),
    ambiguous: labelsOf(undisputed, 'ambiguous'),
    disputed: outlooks.filter(({ record }) => record.dispute !== null).map(labelOf),
    unreachable: outlooks
      .flatMap((one) => outOfReach(one) ?? [])
      .map((one) => ({ user: labelOf(one), code: whyOutOfReach(one, deps.meanings) })),
    administratorsAway: outlooks.flatMap((one) =>
      one.away !== null && isAdministrator(one.user) ? [{ user: labelOf(one), away: one.away }] : [],
    ),
    notNeeded: countUsers(answersAbout(outlooks, await listNotNeeded(db))),
    unknownDeliveries: await countUnknownDeliveries(db, lastShown.builtAt),
    breakGlass: await settings.breakGlass(),
    enforcement: settings.enforcement,
    messaging: await messagingState(deps),
    quotas: await readQuotas(deps, outlooks, now),
    activityHead: (await findActivityHead(db))?.hash ?? null,
    enrolledSinceLast: await countCasesClosed(db, 'enrolled', lastShown.builtAt ?? now),
  };
}

/** The most frequent first. Account by account, since all devices of a company are counted in one piece of work for too long. */
async function countFactors(db: Database, accountIds: readonly AccountId[]): Promise<DigestModel['factors']> {
  const totals = new Map<FactorKind, number>();
  for (const accountId of accountIds) {
    for (const { kind, total } of await countCurrentDevices(db, accountId))
      totals.set(kind, (totals.get(kind) ?? 0) + total);
    await nextTurn();
  }
  const factors = [...totals].map(([kind, total]) => ({ kind, total }));
  return factors.sort((one, other) => other.total - one.total || (one.kind < other.kind ? -1 : 1));
}

/** By what was found, whether they are followed up or not: as `/mfa status administrators` lists them. */
export async function administrators(
  db: Database,
  summaries: readonly AccountSummary[],
): Promise<Pick<DigestModel, 'administrators' | 'rightsUnread'>> {
  const accountIds = summaries.map(({ row }) => row.accountId);
  const count = await countAdministratorsFound(db, accountIds, 'noncompliant');
  const rightsUnread = summaries.flatMap(({ row, shown }) =>
    row.rightsErrorCode === null ? [] : [{ account: shown.account, code: row.rightsErrorCode }],
  );
  return { administrators: count, rightsUnread };
}

/** What is said of the accounts that are complete today. */
function completeFigures(summaries: readonly AccountSummary[]): ShownFigures['accounts'] {
  return summaries
    .filter(({ shown }) => shown.complete)
    .map(({ row, shown }) => ({ accountId: row.accountId, counts: shown.counts }));
}

/** Several people of one user may have said so. */
function countUsers(answers: ReturnType<typeof answersAbout>): number {
  return new Set(answers.map(({ outlook }) => outlook)).size;
}

/** People's stay until their case is closed; of a post one hears once. */
async function countUnknownDeliveries(db: Database, since: EpochMs | null): Promise<number> {
  const posts = await listPostsInState(db, 'unknown');
  const recent = posts.filter((post) => since === null || (post.settledAt ?? since) >= since);
  return (await countNoticesInState(db, 'unknown')) + recent.length;
}

const DAY_MS = 24 * 60 * 60_000;

/** At most so many days with a complete run; those between are left out. */
export async function trendOf(
  db: Database,
  now: EpochMs,
  daysMax = TREND_DAYS_MAX,
): Promise<DigestModel['trend']> {
  const runs = await listCompleteScheduledRuns(db, now - 2 * daysMax * DAY_MS);
  return trend(
    runs.flatMap(({ accountId, localDate, counts }) =>
      localDate === null ? [] : { accountId, localDate, counts },
    ),
    daysMax,
  );
}

/** A person is named once a warning was sent, not before. */
function namedLine(outlook: CaseOutlook, now: EpochMs): DigestModel['named'] {
  const { progress, file } = outlook;
  const steps = eachAddressee([outlook]).map((one) => namedStep(one.progress, now));
  const step = LADDER_STEPS.findLast((one) => steps.includes(one)) ?? null;
  if (step === null || progress.deadlineAt === null) return [];
  const deadline = { at: progress.deadlineAt, zone: file.toldZone ?? progress.zone };
  return [{ user: labelOf(outlook), step, deadline }];
}

export function labelOf({ user, account }: Pick<CaseOutlook, 'user' | 'account'>): UserLabel {
  return userLabel(user, account);
}

function labelsOf(
  outlooks: readonly CaseOutlook[],
  kind: CaseOutlook['contact']['kind'],
): readonly UserLabel[] {
  return outlooks.filter((one) => one.contact.kind === kind).map(labelOf);
}

export async function messagingState({
  db,
  policy,
}: Pick<DigestDeps, 'db' | 'policy'>): Promise<MessagingState> {
  if (policy.messaging === 'off') return { kind: 'off' };
  const pause = await findCurrentPause(db);
  if (pause === undefined) return { kind: 'on' };
  return { kind: 'paused', since: { at: pause.since, zone: policy.timeZone }, byMemberId: pause.startedBy };
}

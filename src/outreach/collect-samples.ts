import type { Clock } from '../domain/clock.ts';
import type { Sample } from '../domain/gauge.ts';
import { findLatestRun } from '../store/account-runs.ts';
import { listAccounts } from '../store/accounts.ts';
import { countOpenCasesByStep } from '../store/cases.ts';
import type { Database } from '../store/database.ts';
import { countCurrentFindings } from '../store/findings.ts';
import { countLivingNotices } from '../store/notices.ts';
import { DATABASE, type PartBoard } from './part-board.ts';
import { meteredMonths, type QuotaDeps } from './quota.ts';

interface SampleDeps extends QuotaDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly board: PartBoard;
}

/** The figures as they stand now. Those that cannot be read are left out, and the database is then no part that works. */
export async function collectSamples(deps: SampleDeps): Promise<readonly Sample[]> {
  try {
    const stored = await storedSamples(deps);
    return [...stored, ...partSamples(deps.board)];
  } catch (error) {
    deps.board.reportDatabase(error);
    const database: Sample = { name: 'part_failing', labels: { part: DATABASE.part }, value: 1 };
    return [...partSamples(deps.board), database];
  }
}

function partSamples(board: PartBoard): readonly Sample[] {
  return board.states().map(({ part, status }) => ({
    name: 'part_failing',
    labels: { part },
    value: Number(status === 'failing'),
  }));
}

/** Counted where they lie. */
async function storedSamples(deps: SampleDeps): Promise<readonly Sample[]> {
  const { db } = deps;
  const cases = await countOpenCasesByStep(db);
  const notices = await countLivingNotices(db);
  return [
    ...(await accountSamples(deps)),
    ...cases.map(({ step, total }): Sample => ({ name: 'open_cases', labels: { step }, value: total })),
    ...notices.map(({ state, total }): Sample => ({ name: 'notices', labels: { state }, value: total })),
    ...(await quotaSamples(deps)),
  ];
}

async function accountSamples({ db, clock }: SampleDeps): Promise<readonly Sample[]> {
  const now = clock.now();
  const samples: Sample[] = [];
  for (const { accountId: account, lastCompleteAt } of await listAccounts(db)) {
    for (const [verdict, found] of Map.groupBy(
      await countCurrentFindings(db, account),
      (one) => one.verdict,
    )) {
      const value = found.reduce((sum, { total }) => sum + total, 0);
      samples.push({ name: 'findings', labels: { account, verdict }, value });
    }
    if (lastCompleteAt !== null) {
      samples.push({ name: 'audit_age_seconds', labels: { account }, value: (now - lastCompleteAt) / 1000 });
    }
    const latest = await findLatestRun(db, account, { now });
    if (latest !== null) {
      const value = (latest.endedAt - latest.startedAt) / 1000;
      samples.push({ name: 'audit_duration_seconds', labels: { account }, value });
    }
  }
  return samples;
}

async function quotaSamples(deps: SampleDeps): Promise<readonly Sample[]> {
  const months = await meteredMonths(deps, deps.clock.now());
  return months.flatMap(({ chat, meter: kind, used, quota }): Sample[] => [
    { name: 'quota_used', labels: { chat, kind }, value: used },
    { name: 'quota', labels: { chat, kind }, value: quota },
  ]);
}

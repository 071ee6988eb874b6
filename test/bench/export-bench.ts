import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { periodOf } from '../../src/domain/period.ts';
import { accountId } from '../../src/domain/ram-user.ts';
import { insertAccountRun } from '../../src/store/account-runs.ts';
import { beginAuditRun, endAuditRun } from '../../src/store/audit-runs.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import type { Bench, BenchOptions } from './bench.ts';
import type { ExportSays, ExportWay } from './export-once.ts';
import { count, megabytes, seconds } from './figures.ts';
import { accountIdOf } from './fleet-company.ts';
import { forkBot } from './fork-bot.ts';
import { markdownTable } from './markdown-table.ts';
import { nextWord } from './next-word.ts';
import { type StoredCompany, storeCompany } from './stored-company.ts';

const DAYS = 90;
const DAY_MS = 24 * 60 * 60_000;
const FIRST_AUDIT = Date.parse('2026-07-01T09:00:00Z');
const [FROM, TO] = ['2026-07-01', '2026-09-28'];
const ACCOUNTS = 20;
const SIZES = [1_000, 10_000, 100_000];
/** What collects everything is not asked for more than this: the process would end for want of memory. */
const COLLECTED_USERS_MAX = 10_000;
const QUICK_USERS_MAX = 10_000;

/** A quarter of daily audits as evidence: what does it take, and how much of it is in memory at once? */
export const exportBench: Bench = {
  name: 'export',
  async run({ quick, note }) {
    const rows: (readonly string[])[] = [];
    for (const users of SIZES.filter((size) => !quick || size <= QUICK_USERS_MAX))
      rows.push(...(await measure(users, note)));
    return markdownTable(HEAD, rows);
  },
};

const HEAD = [
  'how',
  'users × days',
  'rows',
  'findings.csv',
  'took',
  'processor',
  'resident, idle',
  'at the peak, above idle',
];

async function measure(users: number, note: BenchOptions['note']): Promise<string[][]> {
  const folder = await mkdtemp(join(tmpdir(), 'ram-mfa-bot-bench-'));
  try {
    note(`export: ${users} users of ${DAYS} days are stored`);
    const path = join(folder, 'mfa.db');
    await storeQuarter(path, { accounts: ACCOUNTS, users, openCases: users / 50 });
    const ways: readonly ExportWay[] = users > COLLECTED_USERS_MAX ? ['streamed'] : ['collected', 'streamed'];
    const rows: string[][] = [];
    for (const way of ways) {
      note(`export: ${users} users, ${way}`);
      const out = join(folder, way);
      const says = await exportOnce({ databaseUrl: `file:${path}`, folder: out, way });
      const bytes = way === 'streamed' ? (await stat(join(out, 'findings.csv'))).size : null;
      rows.push(rowOf(way, users, { ...says, bytes }));
    }
    return rows;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function storeQuarter(path: string, company: StoredCompany): Promise<void> {
  const db = await openDatabase({ kind: 'file', path });
  const [zone, toldAt] = ['UTC', FIRST_AUDIT];
  await storeCompany(db, company, { toldAt, zone, deadlineAt: toldAt + 14 * DAY_MS });
  for (let day = 0; day < DAYS; day += 1) await storeAudits(db, day, company);
  await db.destroy();
}

/** Of every account, complete; nothing has changed since the first. */
async function storeAudits(db: Database, day: number, { accounts, users }: StoredCompany): Promise<void> {
  const [runId, at] = [`day-${day}`, FIRST_AUDIT + day * DAY_MS + 1];
  await db.inTransaction(async (trx) => {
    await beginAuditRun(trx, { runId, trigger: 'scheduled', localDate: null, startedAt: at });
    for (let index = 0; index < accounts; index += 1) {
      const run = { ...RUN, runId, accountId: accountId(accountIdOf(index)), startedAt: at, endedAt: at };
      await insertAccountRun(trx, { ...run, counts: { ...NOBODY, compliant: users / accounts } });
    }
    await endAuditRun(trx, runId, { at, outcome: 'complete', code: null });
  });
}

const NOBODY = { compliant: 0, noncompliant: 0, unknown: 0, notApplicable: 0, boundNotRequired: 0 };
const RUN = {
  ...({ trigger: 'scheduled', localDate: null, complete: true, completenessProven: true } as const),
  ...{ incompleteReason: null, errorCode: null, missingGrants: [], apiCalls: 0 },
  accountState: null,
  changes: { opened: 0, resumed: 0, closedEnrolled: 0, closedOtherwise: 0, absent: 0 },
};

async function exportOnce(of: {
  readonly databaseUrl: string;
  readonly folder: string;
  readonly way: ExportWay;
}): Promise<ExportSays> {
  const reading = periodOf(FROM, TO, 'UTC');
  if (reading.kind !== 'period') throw new Error('These are no days');
  const asked = JSON.stringify({ ...of, days: { from: FROM, to: TO, ...reading.period } });
  return (await nextWord(forkBot('export-once.ts', asked))) as ExportSays;
}

const NAMES = { streamed: 'this bot, every file', collected: 'findings collected, then written (baseline)' };

function rowOf(
  way: ExportWay,
  users: number,
  says: ExportSays & { readonly bytes: number | null },
): string[] {
  return [
    NAMES[way],
    `${count(users)} × ${DAYS}`,
    count(users * DAYS),
    says.bytes === null ? '' : megabytes(says.bytes),
    seconds(says.tookMs),
    seconds(says.cpuMs),
    megabytes(says.idleBytes),
    megabytes(says.peakBytes - says.idleBytes),
  ];
}

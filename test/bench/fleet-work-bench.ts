import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAlibabaSandbox } from '../../sandbox/alibaba/index.ts';
import { startSlackSandbox } from '../../sandbox/slack/slack-sandbox.ts';
import { readerVariables } from './account-access.ts';
import type { Bench } from './bench.ts';
import { count, megabytes, milliseconds, quantile } from './figures.ts';
import { fleetOf, fleetVariables } from './fleet-company.ts';
import type { FleetWorkSays, WorkDone } from './fleet-work.ts';
import { forkBot } from './fork-bot.ts';
import { markdownTable } from './markdown-table.ts';
import { nextWord } from './next-word.ts';
import { memberIdOf } from './sized-account.ts';
import { ADMIN_ID, member, slackVariables, WORKSPACE } from './status-stage.ts';
import { NOON, type StoredCompany, userNamesWithCase } from './stored-company.ts';

/** In memory where the system has such a folder: this is about the processor. */
const FOLDERS = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
const LATENCY_MS = 50;
const ACCOUNTS = 20;
const COMPANIES: readonly StoredCompany[] = [
  { accounts: ACCOUNTS, users: 1_000, openCases: 200 },
  { accounts: ACCOUNTS, users: 10_000, openCases: 200 },
  { accounts: ACCOUNTS, users: 100_000, openCases: 200 },
  { accounts: ACCOUNTS, users: 100_000, openCases: 3_000 },
  { accounts: ACCOUNTS, users: 100_000, openCases: 10_000 },
];
const QUICK_USERS_MAX = 10_000;
const TIMES = 20;

/** What is done every minute, every five and every day, of companies as they stand in the database. */
export const fleetWorkBench: Bench = {
  name: 'fleet_work',
  async run({ quick, note }) {
    const rows: (readonly string[])[] = [];
    for (const company of COMPANIES.filter(({ users }) => !quick || users <= QUICK_USERS_MAX)) {
      note(`fleet_work: ${company.users} users, ${company.openCases} open cases`);
      const { done, peakBytes } = await workOn(company);
      rows.push(...done.map((one) => rowOf(company, one, peakBytes)));
    }
    return markdownTable(HEAD, rows);
  },
};

/** Between sandboxes that know the accounts and the people, but not who else stands in the database. */
async function workOn(company: StoredCompany): Promise<FleetWorkSays> {
  const fleet = { accounts: company.accounts, usersEach: 2 };
  const begunAt = Date.now();
  const now = () => NOON + Date.now() - begunAt;
  const alibaba = await startAlibabaSandbox({ accounts: fleetOf(fleet), latencyMs: LATENCY_MS, now });
  const slack = await startSlackSandbox({
    ...WORKSPACE,
    members: [
      member(ADMIN_ID, 'admin'),
      ...userNamesWithCase(company).map((name) => member(memberIdOf(name), name)),
    ],
  });
  const folder = await mkdtemp(join(FOLDERS, 'ram-mfa-bot-bench-'));
  const variables = {
    ...{ ...readerVariables(alibaba), ...fleetVariables(fleet), ...slackVariables(slack) },
    DATABASE_URL: `file:${folder}/mfa.db`,
  };
  const work = JSON.stringify({ variables, company, times: TIMES });
  const bot = forkBot('fleet-work.ts', work);
  try {
    return (await nextWord(bot)) as FleetWorkSays;
  } finally {
    bot.kill();
    await Promise.all([slack.stop(), alibaba.stop()]);
    await rm(folder, { recursive: true, force: true });
  }
}

const HEAD = [
  'users',
  'open cases',
  'work',
  'processor, p50',
  'p99',
  'standstill, p99.9',
  'longest',
  'of processor work',
  'resident, peak',
];

function rowOf(
  { users, openCases }: StoredCompany,
  { work, cpuMs, standstills }: WorkDone,
  peakBytes: number,
): readonly string[] {
  const times = [quantile(cpuMs, 0.5), quantile(cpuMs, 0.99)];
  const { p999Ms, longestMs, mostCpuMs } = standstills;
  return [
    ...[count(users), count(openCases), work],
    ...[...times, p999Ms, longestMs, mostCpuMs].map(milliseconds),
    megabytes(peakBytes),
  ];
}

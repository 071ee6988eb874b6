import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readerVariables } from './account-access.ts';
import type { Bench, BenchOptions } from './bench.ts';
import { count, megabytes, milliseconds, ratio, seconds } from './figures.ts';
import type { FleetAudit } from './fleet-audit.ts';
import { type FleetSize, fleetVariables } from './fleet-company.ts';
import type { FleetAnswers, FleetSandboxSays } from './fleet-sandbox.ts';
import { forkBot } from './fork-bot.ts';
import { markdownTable } from './markdown-table.ts';
import { nextWord } from './next-word.ts';
import { scanAsPeersDo } from './peers-scan.ts';
import type { Spent, SpentOn } from './processor-profile.ts';
import type { SdkAloneSays } from './sdk-alone.ts';

const LATENCY_MS = 50;
const CALLS_PER_SECOND = 100;
const AS_GRANTED: FleetAnswers = { latencyMs: LATENCY_MS, enforceQuotas: true };
const SIZES: readonly FleetSize[] = [
  { accounts: 1, usersEach: 100 },
  { accounts: 1, usersEach: 5_000 },
  { accounts: 20, usersEach: 5_000 },
];
const QUICK_USERS_MAX = 5_000;
/** What the peers' way is measured on; it takes the same for each user. */
const PEERS_SAMPLE: FleetSize = { accounts: 1, usersEach: 200 };
const SDK_SAMPLE: FleetSize = { accounts: 1, usersEach: 2_500 };
const SDK_CALLS = 6_000;
/** Everybody is new; nothing has changed; nothing has changed and no timer watches. */
const AUDITS = ['first', 'second', 'unwatched'] as const;
type WhichAudit = (typeof AUDITS)[number];

/** What does it take to look at a whole company? */
export const fleetBench: Bench = {
  name: 'fleet',
  async run({ quick, note }) {
    const rows: (readonly string[])[] = [];
    let spent: Spent = new Map();
    for (const size of SIZES.filter((one) => !quick || one.accounts * one.usersEach <= QUICK_USERS_MAX)) {
      const { audits, profile } = await auditAgainAndAgain(size, note);
      rows.push(...audits.map(([which, audit]) => rowOf(size, which, audit)));
      spent = profile ?? spent;
    }
    note('fleet: the SDK alone');
    const sdkMs = await sdkCpuMsPerCall();
    note('fleet: the peers’ way, a sample');
    const msAUser = await peersMsAUser();
    const whole = SIZES.map(({ accounts, usersEach }) => accounts * usersEach);
    const peers = whole.map((users) => `${count(users)} users ${seconds(users * msAUser)}`).join(', ');
    return [
      markdownTable(HEAD, rows),
      `The vendor’s SDK alone, ${count(SDK_CALLS)} calls: ${perCall(sdkMs)} of the processor for each.`,
      `Four calls a user, one after the other (${PEERS_SAMPLE.usersEach} users measured): ${peers}.`,
      profileTable(spent),
    ].join('\n\n');
  },
};

async function auditAgainAndAgain(size: FleetSize, note: BenchOptions['note']) {
  const sandbox = await startSandbox(size);
  const folder = await mkdtemp(join(tmpdir(), 'ram-mfa-bot-bench-'));
  const variables = {
    ...readerVariables(sandbox),
    ...fleetVariables(size),
    DATABASE_URL: `file:${folder}/mfa.db`,
  };
  const bot = forkBot('fleet-audit.ts', JSON.stringify(variables));
  try {
    await nextWord(bot);
    const audits: (readonly [which: WhichAudit, audit: FleetAudit])[] = [];
    for (const which of AUDITS) {
      note(`fleet: ${size.accounts} accounts of ${size.usersEach} users, ${which} audit`);
      bot.send(which === 'unwatched' ? which : 'audit');
      const { audit } = (await nextWord(bot)) as { readonly audit: FleetAudit };
      // Cheap or fast, an audit that saw less would be no audit.
      if (!audit.complete || audit.users !== size.accounts * size.usersEach)
        throw new Error(`The audit saw ${audit.users}`);
      audits.push([which, audit]);
    }
    return { audits, profile: isProfiled(size) ? await profileOf(bot) : null };
  } finally {
    await ended(bot);
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** In one account the shares are those of the calls, and of nothing else. */
const isProfiled = ({ accounts, usersEach }: FleetSize) => accounts === 1 && usersEach === QUICK_USERS_MAX;

async function profileOf(bot: ChildProcess): Promise<Spent> {
  bot.send('profile');
  const { spent } = (await nextWord(bot)) as { readonly spent: readonly [SpentOn, number][] };
  return new Map(spent);
}

function profileTable(spent: Spent): string {
  const all = [...spent.values()].reduce((sum, ms) => sum + ms, 0);
  const rows = [...spent]
    .toSorted(([, one], [, other]) => other - one)
    .map(([name, ms]) => [name, `${((100 * ms) / all).toFixed(0)} %`]);
  return markdownTable(['processor time of an audit goes to', 'share'], rows);
}

async function startSandbox(size: FleetSize, answers = AS_GRANTED) {
  const child = fork(join(import.meta.dirname, 'fleet-sandbox.ts'), [
    JSON.stringify({ ...size, ...answers }),
  ]);
  const { url } = (await nextWord(child)) as FleetSandboxSays;
  return { url, stop: () => ended(child) };
}

/** What a call takes of the processor before anybody does anything with it: no audit through the SDK can take less. */
async function sdkCpuMsPerCall(): Promise<number> {
  const sandbox = await startSandbox(SDK_SAMPLE, { ...AS_GRANTED, enforceQuotas: false });
  try {
    const asked = { url: sandbox.url, users: SDK_SAMPLE.usersEach, callsEach: SDK_CALLS };
    const child = forkBot('sdk-alone.ts', JSON.stringify(asked));
    return ((await nextWord(child)) as SdkAloneSays).cpuMsPerCall;
  } finally {
    await sandbox.stop();
  }
}

async function peersMsAUser(): Promise<number> {
  const sandbox = await startSandbox(PEERS_SAMPLE);
  try {
    const startedAt = performance.now();
    await scanAsPeersDo(sandbox, { pages: 'all', takesForMfa: 'required' });
    return (performance.now() - startedAt) / PEERS_SAMPLE.usersEach;
  } finally {
    await sandbox.stop();
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exit = once(child, 'exit');
  child.disconnect();
  await exit;
}

const HEAD = [
  'accounts × users',
  'audit',
  'calls',
  'took',
  'floor of the caps',
  'took / floor',
  'processor, per call',
  'resident, idle',
  'at the peak',
  'standstill, p99.9',
  'longest',
  'of processor work',
];

const perCall = (ms: number): string => `${ms.toFixed(2)} ms`;

function rowOf({ accounts, usersEach }: FleetSize, which: WhichAudit, audit: FleetAudit): readonly string[] {
  const isWatched = which !== 'unwatched';
  const floorMs = (audit.calls / accounts / CALLS_PER_SECOND) * 1_000;
  return [
    `${accounts} × ${count(usersEach)}`,
    which,
    count(audit.calls),
    seconds(audit.tookMs),
    seconds(floorMs),
    ratio(audit.tookMs, floorMs),
    perCall(audit.cpuMs / audit.calls),
    megabytes(audit.idleBytes),
    megabytes(audit.peakBytes),
    ...[audit.p999Ms, audit.longestMs, audit.mostCpuMs].map((ms) => (isWatched ? milliseconds(ms) : '')),
  ];
}

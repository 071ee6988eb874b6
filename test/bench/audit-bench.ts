import { type AlibabaSandbox, startAlibabaSandbox } from '../../sandbox/alibaba/index.ts';
import { systemClock } from '../../src/clock.ts';
import { readerVariables } from './account-access.ts';
import type { Bench, BenchOptions } from './bench.ts';
import { count, median, ratio, seconds } from './figures.ts';
import { markdownTable } from './markdown-table.ts';
import { scanAsPeersDo } from './peers-scan.ts';
import { runRealAudit } from './real-audit.ts';
import { accountOfSize } from './sized-account.ts';

const LATENCY_MS = 50;
const CALLS_PER_SECOND = 100;

/** How often each size is measured: what takes a quarter of an hour hardly varies. */
const ROUNDS: ReadonlyMap<number, number> = new Map([
  [100, 5],
  [1_000, 2],
  [5_000, 1],
]);
const QUICK_SIZE_MAX = 1_000;

/** How long does it take to look at everybody once? */
export const auditBench: Bench = {
  name: 'audit',
  async run(options) {
    const sizes = [...ROUNDS].filter(([size]) => !options.quick || size <= QUICK_SIZE_MAX);
    const rows: (readonly string[])[] = [];
    for (const [size, rounds] of sizes) {
      rows.push(rowOf(await measureSize(size, options.quick ? 1 : rounds, options)));
    }
    return markdownTable(HEAD, rows);
  },
};

interface Measured {
  readonly ms: number;
  readonly calls: number;
}

interface MeasuredSize {
  readonly size: number;
  readonly rounds: number;
  readonly peers: Measured;
  readonly ours: Measured;
}

async function measureSize(size: number, rounds: number, { note }: BenchOptions): Promise<MeasuredSize> {
  const cloud = await startAlibabaSandbox({ accounts: [accountOfSize(size)], latencyMs: LATENCY_MS });
  try {
    const ours: Measured[] = [];
    const peers: Measured[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      note(`audit: ${size} users, round ${round} of ${rounds}, this bot`);
      ours.push(await measure(cloud, () => auditEverybody(cloud, size)));
      note(`audit: ${size} users, round ${round} of ${rounds}, four calls a user`);
      peers.push(await measure(cloud, () => scanEverybody(cloud)));
    }
    return { size, rounds, peers: middle(peers), ours: middle(ours) };
  } finally {
    await cloud.stop();
  }
}

/** How long it took, without the time to make a database for it. */
async function auditEverybody(cloud: AlibabaSandbox, size: number): Promise<number> {
  const seam = { clock: systemClock, random: Math.random };
  const { findings, complete, startedAt, endedAt } = await runRealAudit(readerVariables(cloud), seam);
  // A fast audit that saw less would be no audit.
  if (!complete || findings.length !== size) throw new Error('The audit did not see everybody');
  return endedAt - startedAt;
}

async function scanEverybody(cloud: AlibabaSandbox): Promise<number> {
  const startedAt = performance.now();
  await scanAsPeersDo(cloud, { pages: 'all', takesForMfa: 'required' });
  return performance.now() - startedAt;
}

async function measure(cloud: AlibabaSandbox, work: () => Promise<number>): Promise<Measured> {
  cloud.requests.clear();
  const ms = await work();
  return { ms, calls: cloud.requests.entries.length };
}

function middle(all: readonly Measured[]): Measured {
  return { ms: median(all.map(({ ms }) => ms)), calls: median(all.map(({ calls }) => calls)) };
}

const HEAD = [
  'RAM users',
  'calls, four a user',
  'calls, this bot',
  'four a user',
  'this bot',
  'floor set by the quota',
  'this bot / floor',
  'four a user / this bot',
  'rounds',
];

function rowOf({ size, rounds, peers, ours }: MeasuredSize): readonly string[] {
  const floorMs = (ours.calls / CALLS_PER_SECOND) * 1000;
  return [
    count(size),
    count(peers.calls),
    count(ours.calls),
    seconds(peers.ms),
    seconds(ours.ms),
    seconds(floorMs),
    ratio(ours.ms, floorMs),
    ratio(peers.ms, ours.ms),
    String(rounds),
  ];
}

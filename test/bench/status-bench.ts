import { setTimeout as delay } from 'node:timers/promises';
import type { Bench } from './bench.ts';
import { milliseconds, quantile, ratio } from './figures.ts';
import { markdownTable } from './markdown-table.ts';
import type { Standstills } from './standstills.ts';
import { ADMIN_ID, CHANNEL_ID, LATENCY_MS, type StatusStage, setStatusStage } from './status-stage.ts';

const SIZE = 5_000;
const QUICK_SIZE = 1_000;
/** So that the samples of one round are spread over the whole of an audit of 5,000 users. */
const SAMPLE_EVERY_MS = 250;
const ROUNDS = 2;
const SAMPLES_A_ROUND = 200;
const WARM_UP_SAMPLES = 10;
const AUDIT_MAX_MS = 10 * 60_000;

/** Does an audit make people wait? */
export const statusBench: Bench = {
  name: 'status',
  async run({ quick, note }) {
    const stage = await setStatusStage(quick ? QUICK_SIZE : SIZE);
    try {
      note('status: first audit, nobody asks');
      await firstAuditEnded(stage);
      const first = await stage.standstills();
      await sample(stage, WARM_UP_SAMPLES);
      const idle: Phase[] = [];
      const busy: Phase[] = [];
      for (let round = 1; round <= ROUNDS; round += 1) {
        note(`status: round ${round} of ${ROUNDS}, no audit`);
        idle.push(await phase(stage, () => sample(stage, SAMPLES_A_ROUND)));
        note(`status: round ${round} of ${ROUNDS}, during an audit`);
        busy.push(await phase(stage, () => sampleDuringAudit(stage)));
      }
      return table({ first, idle: merged(idle), busy: merged(busy) });
    } finally {
      await stage.stop();
    }
  },
};

interface Phase {
  /** The bot's own work for each command, in milliseconds. */
  readonly ownMs: readonly number[];
  readonly standstills: Standstills;
}

async function phase(stage: StatusStage, work: () => Promise<readonly number[]>): Promise<Phase> {
  await stage.standstills();
  const ownMs = await work();
  return { ownMs, standstills: await stage.standstills() };
}

function merged(phases: readonly Phase[]): Phase {
  const longest = (pick: (one: Standstills) => number) =>
    Math.max(...phases.map(({ standstills }) => pick(standstills)));
  return {
    ownMs: phases.flatMap(({ ownMs }) => ownMs),
    standstills: {
      longestMs: longest(({ longestMs }) => longestMs),
      mostCpuMs: longest(({ mostCpuMs }) => mostCpuMs),
    },
  };
}

/** The digest follows the first audit. */
async function firstAuditEnded({ slack }: StatusStage): Promise<void> {
  const until = performance.now() + AUDIT_MAX_MS;
  while (slack.channelMessages(CHANNEL_ID).length === 0) {
    if (performance.now() > until) throw new Error('The first audit does not end');
    await delay(SAMPLE_EVERY_MS);
  }
}

async function sampleDuringAudit(stage: StatusStage): Promise<readonly number[]> {
  const audit = await stage.slack.command({ userId: ADMIN_ID, text: 'audit' });
  await audit.waitForReplies(1);
  let running = true;
  const ended = audit.waitForReplies(2, AUDIT_MAX_MS).then(() => {
    running = false;
  });
  const samples: number[] = [];
  while (running) samples.push(...(await sample(stage, 1)));
  await ended;
  return samples;
}

/** One command at a time, at even distances. */
async function sample(stage: StatusStage, howMany: number): Promise<readonly number[]> {
  const samples: number[] = [];
  for (let index = 0; index < howMany; index += 1) {
    const pause = delay(SAMPLE_EVERY_MS);
    samples.push(await ownWorkOfStatus(stage));
    await pause;
  }
  return samples;
}

/** From the acknowledgement to the reply, without the time in which at least one of its calls was at the vendor. */
async function ownWorkOfStatus({ slack, alibaba }: StatusStage): Promise<number> {
  const typed = await slack.command({ userId: ADMIN_ID, text: 'status' });
  const acknowledgedAt = Date.now();
  const startedAt = performance.now();
  await typed.waitForReplies(1);
  const tookMs = performance.now() - startedAt;
  const answeredAt = alibaba.requests.entries
    .slice(-RECENT_REQUESTS)
    .filter(({ action, atMs }) => FACTS.has(action) && atMs >= acknowledgedAt)
    .map(({ atMs }) => atMs);
  return tookMs - vendorMs(answeredAt);
}

/** What `/mfa status` reads live of an account; an audit reads the same once, when it begins. */
const FACTS: ReadonlySet<string> = new Set([
  'GetSecurityPreference',
  'GetUserSsoSettings',
  'GetDefaultDomain',
]);
const RECENT_REQUESTS = 2_000;

/** The sandbox keeps every call for LATENCY_MS and notes when it answers. */
function vendorMs(answeredAt: readonly number[]): number {
  let covered = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const answered of [...answeredAt].sort((one, other) => one - other)) {
    covered += answered - Math.max(until, answered - LATENCY_MS);
    until = answered;
  }
  return covered;
}

function table(measured: {
  readonly first: Standstills;
  readonly idle: Phase;
  readonly busy: Phase;
}): string {
  const { first, idle, busy } = measured;
  const baseline = quantile(idle.ownMs, 0.99);
  const row = (name: string, { ownMs, standstills }: Phase) => [
    name,
    String(ownMs.length),
    ...[quantile(ownMs, 0.5), quantile(ownMs, 0.99), Math.max(...ownMs)].map(milliseconds),
    ratio(quantile(ownMs, 0.99), baseline),
    ...standstillCells(standstills),
  ];
  return markdownTable(HEAD, [
    row('no audit running (baseline)', idle),
    row('during audits', busy),
    ['nobody asks, first audit', '0', '', '', '', '', ...standstillCells(first)],
  ]);
}

const standstillCells = ({ longestMs, mostCpuMs }: Standstills) => [longestMs, mostCpuMs].map(milliseconds);

const HEAD = [
  '/mfa status',
  'samples',
  'p50',
  'p99',
  'max',
  'p99 / baseline',
  'longest standstill',
  'most work at a stretch',
];

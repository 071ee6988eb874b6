import { setTimeout as delay } from 'node:timers/promises';
import type { Bench } from './bench.ts';
import { milliseconds, quantile, ratio } from './figures.ts';
import { markdownTable } from './markdown-table.ts';
import type { Standstills } from './standstills.ts';
import { merged, type StatusSample, sampleStatus } from './status-sample.ts';
import { ADMIN_ID, CHANNEL_ID, type StatusStage, setStatusStage } from './status-stage.ts';

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
      const idle: StatusSample[] = [];
      const busy: StatusSample[] = [];
      for (let round = 1; round <= ROUNDS; round += 1) {
        note(`status: round ${round} of ${ROUNDS}, no audit`);
        idle.push(...(await sample(stage, SAMPLES_A_ROUND)));
        note(`status: round ${round} of ${ROUNDS}, during an audit`);
        busy.push(...(await sampleDuringAudit(stage)));
      }
      return table({ first, idle, busy });
    } finally {
      await stage.stop();
    }
  },
};

/** The digest follows the first audit. */
async function firstAuditEnded({ slack }: StatusStage): Promise<void> {
  const until = performance.now() + AUDIT_MAX_MS;
  while (slack.channelMessages(CHANNEL_ID).length === 0) {
    if (performance.now() > until) throw new Error('The first audit does not end');
    await delay(SAMPLE_EVERY_MS);
  }
}

async function sampleDuringAudit(stage: StatusStage): Promise<readonly StatusSample[]> {
  const audit = await stage.slack.command({ userId: ADMIN_ID, text: 'audit' });
  await audit.waitForReplies(1);
  let running = true;
  const ended = audit.waitForReplies(2, AUDIT_MAX_MS).then(() => {
    running = false;
  });
  const samples: StatusSample[] = [];
  while (running) samples.push(...(await sample(stage, 1)));
  await ended;
  return samples;
}

/** One command at a time, at even distances. */
async function sample(stage: StatusStage, howMany: number): Promise<readonly StatusSample[]> {
  const samples: StatusSample[] = [];
  for (let index = 0; index < howMany; index += 1) {
    const pause = delay(SAMPLE_EVERY_MS);
    samples.push(await sampleStatus(stage));
    await pause;
  }
  return samples;
}

function table(measured: {
  readonly first: Standstills;
  readonly idle: readonly StatusSample[];
  readonly busy: readonly StatusSample[];
}): string {
  const { first, idle, busy } = measured;
  const row = (name: string, samples: readonly StatusSample[]) => {
    const own = samples.map(({ ownMs }) => ownMs);
    const cpu = samples.map(({ cpuMs }) => cpuMs);
    return [
      name,
      String(samples.length),
      ...[quantile(own, 0.5), quantile(own, 0.99), quantile(cpu, 0.5), quantile(cpu, 0.99)].map(milliseconds),
      ...standstillCells(merged(samples.map(({ standstills }) => standstills))),
    ];
  };
  const rows = [
    row('no audit running (baseline)', idle),
    row('during audits', busy),
    ['ratio', '', ...ratios(idle, busy), '', ''],
    ['first audit, nobody asks', '0', '', '', '', '', ...standstillCells(first)],
  ];
  return markdownTable(HEAD, rows);
}

function ratios(idle: readonly StatusSample[], busy: readonly StatusSample[]): readonly string[] {
  const picks = [({ ownMs }: StatusSample) => ownMs, ({ cpuMs }: StatusSample) => cpuMs];
  return picks.flatMap((pick) =>
    [0.5, 0.99].map((share) => ratio(quantile(busy.map(pick), share), quantile(idle.map(pick), share))),
  );
}

const standstillCells = ({ longestMs, mostCpuMs }: Standstills) => [longestMs, mostCpuMs].map(milliseconds);

const HEAD = [
  '/mfa status',
  'samples',
  'own work, p50',
  'p99',
  'processor, p50',
  'p99',
  'longest standstill',
  'of processor work',
];

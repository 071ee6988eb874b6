import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Log } from './log.ts';

/** One figure as it stands now: its labels are ids and closed words, never a user. */
export interface Sample {
  readonly name: SampleName;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What is asked for at each scrape, with the labels it is told by. */
const GAUGES = {
  findings: ['Users by what was found in the latest look', ['account', 'verdict']],
  open_cases: ['Users being followed up, by the last step that was sent', ['step']],
  notices: ['Messages to people of cases that are followed up, by state', ['state']],
  audit_age_seconds: ['Since the last complete audit of an account', ['account']],
  audit_duration_seconds: ['How long the last audit of an account took', ['account']],
  quota_used: ['Of what a chat counts by calendar month', ['chat', 'kind']],
  quota: ['What a chat has by calendar month', ['chat', 'kind']],
  part_failing: ['1 while a part does not work', ['part']],
} as const satisfies Readonly<Record<string, readonly [help: string, labels: readonly string[]]>>;
type SampleName = keyof typeof GAUGES;

const PREFIX = 'ram_mfa_';

/** Figures for Prometheus. */
export interface Metrics {
  /** The same log, by which what happens is counted. */
  counting(log: Log): Log;
  /** In Prometheus' text format. */
  text(samples: readonly Sample[]): Promise<string>;
  readonly contentType: string;
}

export function createMetrics(version: string): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: PREFIX });
  const gauges = gaugesIn(registry);
  new Gauge({
    ...{ name: `${PREFIX}info`, help: 'Always 1', labelNames: ['version'], registers: [registry] },
  }).set({ version }, 1);
  return {
    counting: (log) => counting(log, registry),
    async text(samples) {
      for (const gauge of gauges.values()) gauge.reset();
      for (const { name, labels, value } of samples) gauges.get(name)?.set(labels, value);
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}

function gaugesIn(registry: Registry): ReadonlyMap<SampleName, Gauge> {
  const names = Object.keys(GAUGES) as SampleName[];
  return new Map(
    names.map((name) => {
      const [help, labelNames] = GAUGES[name];
      return [name, new Gauge({ name: PREFIX + name, help, labelNames, registers: [registry] })];
    }),
  );
}

function counting(log: Log, registry: Registry): Log {
  const counter = (name: string, help: string, labelNames: readonly string[]) =>
    new Counter({ name: PREFIX + name, help, labelNames, registers: [registry] });
  const tries = counter('messages_total', 'Tries to say something, by what came of them', [
    'chat',
    'to',
    'outcome',
  ]);
  const calls = counter('vendor_calls_total', 'Calls to Alibaba Cloud, by what came of them', [
    'action',
    'outcome',
  ]);
  const commands = counter('commands_total', 'Commands that were taken', ['chat', 'command']);
  return {
    ...log,
    messageTried(fields) {
      tries.inc({ ...fields });
      log.messageTried(fields);
    },
    vendorCalled(fields) {
      calls.inc({ ...fields });
      log.vendorCalled(fields);
    },
    commandReceived(fields) {
      commands.inc({ chat: fields.chat, command: fields.command });
      log.commandReceived(fields);
    },
  };
}

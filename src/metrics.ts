import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { GAUGES, type GaugeName, type Sample } from './domain/gauge.ts';
import type { Log } from './log.ts';

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

function gaugesIn(registry: Registry): ReadonlyMap<GaugeName, Gauge> {
  const names = Object.keys(GAUGES) as GaugeName[];
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

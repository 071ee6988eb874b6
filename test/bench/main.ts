import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { accuracyBench } from './accuracy-bench.ts';
import { auditBench } from './audit-bench.ts';
import type { Bench } from './bench.ts';
import { doublePostsBench } from './double-posts-bench.ts';
import { fleetBench } from './fleet-bench.ts';
import { handshakesBench } from './handshakes-bench.ts';
import { quotaBench } from './quota-bench.ts';
import { statusBench } from './status-bench.ts';

const BENCHES: readonly Bench[] = [
  accuracyBench,
  statusBench,
  auditBench,
  fleetBench,
  handshakesBench,
  quotaBench,
  doublePostsBench,
];

const { values, positionals } = parseArgs({
  options: { quick: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const names = BENCHES.map(({ name }) => name);
const unknown = positionals.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`No bench ${unknown.join(', ')}: there are ${names.join(', ')}.\n`);
  process.exit(2);
}

const note = (words: string) => process.stderr.write(`${words}\n`);
const load = () => loadavg()[0]?.toFixed(1);
for (const bench of BENCHES.filter(({ name }) => positionals.length === 0 || positionals.includes(name))) {
  const loadBefore = load();
  const answer = await bench.run({ quick: values.quick, note });
  const machine = `${availableParallelism()} cores, Node ${process.versions.node}`;
  process.stdout.write(
    `\n### ${bench.name}\n\n${answer}\n\n${machine}, load average ${loadBefore} before and ${load()} after.\n`,
  );
}

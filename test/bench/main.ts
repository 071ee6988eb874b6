import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import packageJson from '../../package.json' with { type: 'json' };
import { accuracyBench } from './accuracy-bench.ts';
import { auditBench } from './audit-bench.ts';
import type { Bench } from './bench.ts';
import { doublePostsBench } from './double-posts-bench.ts';
import { exportBench } from './export-bench.ts';
import { fleetBench } from './fleet-bench.ts';
import { fleetWorkBench } from './fleet-work-bench.ts';
import { handshakesBench } from './handshakes-bench.ts';
import { quotaBench } from './quota-bench.ts';
import { statusBench } from './status-bench.ts';

const BENCHES: readonly Bench[] = [
  accuracyBench,
  statusBench,
  auditBench,
  fleetBench,
  fleetWorkBench,
  exportBench,
  handshakesBench,
  quotaBench,
  doublePostsBench,
];

const names = BENCHES.map(({ name }) => name);
const USAGE = `Usage: npm run bench [-- --quick] [NAME…]

Measures, and prints each figure beside its baseline from the same run, as docs/benchmarks.md has them.
Names: ${names.join(', ')}; all of them unless given.

  --quick     smaller, for a look: no figures to publish
  --help      this
  --version   which version this is
`;

function wanted() {
  const flag = { type: 'boolean', default: false } as const;
  const options = { quick: flag, help: flag, version: flag };
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const unknown = positionals.filter((name) => !names.includes(name));
    if (unknown.length > 0) throw new TypeError(`There is no bench ${unknown.join(', ')}.`);
    return { ...values, names: positionals.length === 0 ? names : positionals };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}`);
    return process.exit(2);
  }
}

const { quick, help, version, names: asked } = wanted();
if (help || version) {
  process.stdout.write(version ? `${packageJson.version}\n` : USAGE);
  process.exit(0);
}

const note = (words: string) => process.stderr.write(`${words}\n`);
const load = () => loadavg()[0]?.toFixed(1);
for (const bench of BENCHES.filter(({ name }) => asked.includes(name))) {
  const loadBefore = load();
  const answer = await bench.run({ quick, note });
  const machine = `${availableParallelism()} cores, Node ${process.versions.node}`;
  process.stdout.write(
    `\n### ${bench.name}\n\n${answer}\n\n${machine}, load average ${loadBefore} before and ${load()} after.\n`,
  );
}

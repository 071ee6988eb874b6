import { readFileSync } from 'node:fs';

/** Of a process since it began: by the clock on the wall, and what it had of a processor. */
export interface ProcessAge {
  readonly wallMs: number;
  readonly processorMs: number;
}

/** Linux counts for programs in hundredths of a second, whatever it does inside. */
const TICK_MS = 10;

export function ageOf(pid: number | undefined, spawnedAt: number): ProcessAge {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // After the name of the program, which may hold anything: the twelfth and the thirteenth.
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13);
  return {
    wallMs: performance.now() - spawnedAt,
    processorMs: (Number(user) + Number(system)) * TICK_MS,
  };
}

export function spreadOf(ages: readonly ProcessAge[]): string {
  const by = (measure: keyof ProcessAge) => {
    const sorted = ages.map((age) => age[measure]).toSorted((one, other) => one - other);
    const seconds = (ms: number | undefined) => `${((ms ?? 0) / 1000).toFixed(1)} s`;
    return `${seconds(sorted[Math.floor(sorted.length / 2)])} (median), ${seconds(sorted.at(-1))} (longest)`;
  };
  return `${by('wallMs')}, of a processor ${by('processorMs')}`;
}

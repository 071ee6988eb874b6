import type { Counts } from '../digest.ts';

/** Everybody the rule applies to, as far as is known: unknown ones count, and never as protected. */
export function assessedCount(counts: Counts): number {
  return counts.compliant + counts.noncompliant + counts.unknown;
}

export function sumCounts(all: readonly Counts[]): Counts {
  const sum = (name: keyof Counts) => all.reduce((total, counts) => total + counts[name], 0);
  return {
    compliant: sum('compliant'),
    noncompliant: sum('noncompliant'),
    exempt: sum('exempt'),
    unknown: sum('unknown'),
    notApplicable: sum('notApplicable'),
    boundNotRequired: sum('boundNotRequired'),
  };
}

/** `1,234`, the same in both languages. */
export function grouped(count: number): string {
  return count.toLocaleString('en-US');
}

/** `+2`, `−1`, `±0` */
export function signed(change: number): string {
  if (change === 0) return '±0';
  return change > 0 ? `+${change}` : `−${-change}`;
}

/** `90.5%` */
export function percentText(percent: number): string {
  return `${percent.toFixed(1)}%`;
}

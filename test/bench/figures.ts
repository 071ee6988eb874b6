/** The value that `share` of all values do not exceed (nearest rank). */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  const found = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (found === undefined) throw new Error('There are no values');
  return found;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

export const count = (value: number): string => whole.format(value);

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

export const milliseconds = (ms: number): string => `${ms.toFixed(0)} ms`;

/** How many times as much. */
export const ratio = (value: number, baseline: number): string => (value / baseline).toFixed(2);

/** The value that `share` of all values do not exceed (nearest rank). */
export function quantile(values: readonly number[], share: number): number {
  return atRank(values, Math.max(0, Math.ceil(share * values.length) - 1));
}

/** The middle, or half way between the middle two. */
export function median(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  return (atRank(values, Math.floor(middle)) + atRank(values, Math.ceil(middle))) / 2;
}

function atRank(values: readonly number[], rank: number): number {
  const found = [...values].sort((one, other) => one - other)[rank];
  if (found === undefined) throw new Error('There are no values');
  return found;
}

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

export const count = (value: number): string => whole.format(value);

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

export const milliseconds = (ms: number): string => `${ms.toFixed(0)} ms`;

export const megabytes = (bytes: number): string => `${whole.format(bytes / 1024 / 1024)} MB`;

/** How many times as much. */
export const ratio = (value: number, baseline: number): string => (value / baseline).toFixed(2);

/** `+2`, `−1`, `±0` */
export function signed(change: number): string {
  if (change === 0) return '±0';
  return change > 0 ? `+${change}` : `−${-change}`;
}

/** Numbers as a language writes them. */
export function localNumbers(locale: string) {
  const whole = new Intl.NumberFormat(locale);
  const tenths = { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 } as const;
  const share = new Intl.NumberFormat(locale, tenths);
  return {
    /** `1,234` */
    grouped: (count: number): string => whole.format(count),
    /** `90.5%` */
    percent: (percent: number): string => share.format(percent / 100),
  };
}

const LEVELS = [...'▁▂▃▄▅▆▇█'];

/** A line in words, from the lowest to the highest of the values. */
export function sparkline(values: readonly number[]): string {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const step = (LEVELS.length - 1) / (high - low || 1);
  return values.map((value) => LEVELS[Math.round((value - low) * step)] ?? '').join('');
}

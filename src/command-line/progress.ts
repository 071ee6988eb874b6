import { Duration } from 'luxon';

const SHOWN_AFTER_MS = 1000;
const SHOWN_EVERY_MS = 200;
const FORETOLD_AFTER_MS = 3000;

export interface ProgressLine {
  show(done: number, total: number): void;
  /** Before anything else is written. */
  clear(): void;
}

/** A line that counts up and says how long it takes still, where somebody is looking; what is quick shows nothing. */
export function progressLine(doing: (done: number, total: number) => string): ProgressLine {
  const { stderr } = process;
  const startedAt = performance.now();
  let shownAt = startedAt + SHOWN_AFTER_MS - SHOWN_EVERY_MS;
  return {
    show(done, total) {
      const now = performance.now();
      if (!stderr.isTTY || now - shownAt < SHOWN_EVERY_MS) return;
      shownAt = now;
      stderr.write(`\r\u001b[K${doing(done, total)}${stillTakes(now - startedAt, done / total)}`);
    },
    clear() {
      if (stderr.isTTY) stderr.write('\r\u001b[K');
    },
  };
}

/** By how long it took so far. */
export function stillTakes(elapsedMs: number, share: number): string {
  if (elapsedMs < FORETOLD_AFTER_MS || !(share > 0 && share < 1)) return '';
  const seconds = Math.ceil((elapsedMs * (1 - share)) / share / 1000);
  return `, ${Duration.fromObject({ seconds }).toFormat('m:ss')} left`;
}

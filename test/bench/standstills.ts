import { quantile } from './figures.ts';

const TICK_MS = 2;

/** What a process did since this was last asked. */
export interface Standstills {
  /** For how long one piece of work kept everything else from running, at the longest. */
  readonly longestMs: number;
  /** The most processor time that one such piece took: on a busy machine less than it lasted. */
  readonly mostCpuMs: number;
  /** What 999 of a thousand such pieces did not exceed. */
  readonly p999Ms: number;
  /** Processor time of everything. */
  readonly cpuMs: number;
}

/** Watches how late a timer of a few milliseconds is, which itself takes nearly two hundredths of a processor. */
export function watchStandstills(): { take(): Standstills; stop(): void } {
  let lateMs: number[] = [];
  let mostCpuMs = 0;
  let takenAtCpuMs = threadCpuMs();
  let last = { at: performance.now(), cpuMs: takenAtCpuMs };
  const ticking = setInterval(() => {
    const next = { at: performance.now(), cpuMs: threadCpuMs() };
    lateMs.push(next.at - last.at - TICK_MS);
    mostCpuMs = Math.max(mostCpuMs, next.cpuMs - last.cpuMs);
    last = next;
  }, TICK_MS).unref();
  return {
    stop: () => clearInterval(ticking),
    take() {
      const cpuMs = threadCpuMs();
      const longestMs = quantile([0, ...lateMs], 1);
      const p999Ms = quantile([0, ...lateMs], 0.999);
      const taken = { longestMs, p999Ms, mostCpuMs, cpuMs: cpuMs - takenAtCpuMs };
      lateMs = [];
      mostCpuMs = 0;
      takenAtCpuMs = cpuMs;
      return taken;
    },
  };
}

function threadCpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

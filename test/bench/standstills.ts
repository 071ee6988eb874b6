const TICK_MS = 2;

/** What a process did since this was last asked. */
export interface Standstills {
  /** For how long one piece of work kept everything else from running, at the longest. */
  readonly longestMs: number;
  /** The most processor time that one such piece took: on a busy machine less than it lasted. */
  readonly mostCpuMs: number;
  /** Processor time of everything. */
  readonly cpuMs: number;
}

/** Watches how late a timer of a few milliseconds is. */
export function watchStandstills(): { take(): Standstills } {
  let longestMs = 0;
  let mostCpuMs = 0;
  let takenAtCpuMs = threadCpuMs();
  let last = { at: performance.now(), cpuMs: takenAtCpuMs };
  setInterval(() => {
    const next = { at: performance.now(), cpuMs: threadCpuMs() };
    longestMs = Math.max(longestMs, next.at - last.at - TICK_MS);
    mostCpuMs = Math.max(mostCpuMs, next.cpuMs - last.cpuMs);
    last = next;
  }, TICK_MS).unref();
  return {
    take() {
      const cpuMs = threadCpuMs();
      const taken = { longestMs, mostCpuMs, cpuMs: cpuMs - takenAtCpuMs };
      longestMs = 0;
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

const TICK_MS = 2;

export interface Standstills {
  /** For how long nothing else could run, at the longest. */
  readonly longestMs: number;
  /** The most processor time that one such stretch of work took: on a busy machine less than it lasted. */
  readonly mostCpuMs: number;
}

/** Watches how late a timer of a few milliseconds is: for so long one piece of work has kept everything else from running. */
export function watchStandstills(): { takeLongest(): Standstills } {
  let longestMs = 0;
  let mostCpuMs = 0;
  let last = { at: performance.now(), cpuMs: threadCpuMs() };
  setInterval(() => {
    const next = { at: performance.now(), cpuMs: threadCpuMs() };
    longestMs = Math.max(longestMs, next.at - last.at - TICK_MS);
    mostCpuMs = Math.max(mostCpuMs, next.cpuMs - last.cpuMs);
    last = next;
  }, TICK_MS).unref();
  return {
    takeLongest() {
      const taken = { longestMs, mostCpuMs };
      longestMs = 0;
      mostCpuMs = 0;
      return taken;
    },
  };
}

function threadCpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

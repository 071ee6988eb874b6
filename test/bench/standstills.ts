const TICK_MS = 2;
const KEPT = 5;

export interface Standstills {
  /** The longest since this was last called, in milliseconds, longest first. */
  takeLongest(): readonly number[];
}

/** Watches for how long nothing but one piece of work runs: what is late by that much is a timer of a few milliseconds. */
export function watchStandstills(): Standstills {
  let longest: number[] = [];
  let lastTickAt = performance.now();
  setInterval(() => {
    const now = performance.now();
    longest = [...longest, now - lastTickAt - TICK_MS].sort((one, other) => other - one).slice(0, KEPT);
    lastTickAt = now;
  }, TICK_MS).unref();
  return {
    takeLongest() {
      const taken = longest;
      longest = [];
      return taken;
    },
  };
}

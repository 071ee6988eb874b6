import type { Clock, EpochMs } from '../domain/clock.ts';
import type { Job } from './scheduler.ts';

/** Every so often; a round that takes longer delays the next. */
export function createRecurringJob(deps: {
  readonly name: string;
  readonly everyMs: number;
  readonly clock: Clock;
  readonly work: (signal: AbortSignal) => Promise<void>;
}): Job {
  const { name, everyMs, clock, work } = deps;
  let lastAt: EpochMs = Number.NEGATIVE_INFINITY;
  return {
    name,
    async runIfDue(signal) {
      const now = clock.now();
      // By a clock that was set back it is due at once.
      if (Math.abs(now - lastAt) < everyMs) return false;
      lastAt = now;
      await work(signal);
      return false;
    },
  };
}

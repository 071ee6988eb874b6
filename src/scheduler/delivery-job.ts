import type { Clock, EpochMs } from '../domain/clock.ts';
import type { Job } from './scheduler.ts';

const EVERY_MS = 5 * 60_000;

/** Every five minutes, and at once when asked: delivery does not depend on when the audit runs. */
export interface DeliveryJob extends Job {
  /** The next tick delivers, however recent the last was. */
  wake(): void;
}

export function createDeliveryJob(deps: {
  readonly clock: Clock;
  readonly deliver: (signal: AbortSignal) => Promise<void>;
}): DeliveryJob {
  let nextAt: EpochMs = Number.NEGATIVE_INFINITY;
  return {
    name: 'delivery',
    wake: () => {
      nextAt = Number.NEGATIVE_INFINITY;
    },
    async runIfDue(signal) {
      const now = deps.clock.now();
      if (now < nextAt) return false;
      nextAt = now + EVERY_MS;
      await deps.deliver(signal);
      return false;
    },
  };
}

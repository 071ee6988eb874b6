import { setTimeout as delay } from 'node:timers/promises';
import type { Clock, EpochMs } from '../domain/clock.ts';
import type { Job } from './scheduler.ts';

const EVERY_MS = 5 * 60_000;
const WAITED_FOR_MS = 5 * 60_000;

/** Every five minutes, and at once when asked: delivery does not depend on when the audit runs. */
export interface DeliveryJob extends Job {
  /** The next tick delivers, however recent the last was. */
  wake(): void;
  /** Resolves when no delivery runs, at latest after five minutes. */
  ended(): Promise<void>;
  /** Delivers what is planned by now, after the delivery that may be running. */
  deliverNow(signal: AbortSignal): Promise<void>;
}

export function createDeliveryJob(deps: {
  readonly clock: Clock;
  readonly deliver: (signal: AbortSignal) => Promise<void>;
}): DeliveryJob {
  let nextAt: EpochMs = Number.NEGATIVE_INFINITY;
  let running: Promise<void> = Promise.resolve();
  // One after the other: what is on its way is nobody else's to settle.
  const deliver = (signal: AbortSignal) => {
    running = running.catch(() => undefined).then(() => deps.deliver(signal));
    return running;
  };
  return {
    name: 'delivery',
    wake: () => {
      nextAt = Number.NEGATIVE_INFINITY;
    },
    ended: () =>
      Promise.race([running.catch(() => undefined), delay(WAITED_FOR_MS, undefined, { ref: false })]),
    deliverNow: deliver,
    async runIfDue(signal) {
      const now = deps.clock.now();
      if (now < nextAt) return false;
      nextAt = now + EVERY_MS;
      await deliver(signal);
      return false;
    },
  };
}

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
  /** Does this when no delivery runs: only one thing sends at a time, so what is on its way is nobody else's to settle. */
  inTurn(work: () => Promise<void>): Promise<void>;
}

export function createDeliveryJob(deps: {
  readonly clock: Clock;
  readonly deliver: (signal: AbortSignal) => Promise<void>;
}): DeliveryJob {
  let nextAt: EpochMs = Number.NEGATIVE_INFINITY;
  let running: Promise<void> = Promise.resolve();
  const inTurn = (work: () => Promise<void>) => {
    running = running.catch(() => undefined).then(work);
    return running;
  };
  return {
    name: 'delivery',
    wake: () => {
      nextAt = Number.NEGATIVE_INFINITY;
    },
    ended: () =>
      Promise.race([running.catch(() => undefined), delay(WAITED_FOR_MS, undefined, { ref: false })]),
    inTurn,
    async runIfDue(signal) {
      const now = deps.clock.now();
      if (now < nextAt) return false;
      nextAt = now + EVERY_MS;
      await inTurn(() => deps.deliver(signal));
      return false;
    },
  };
}

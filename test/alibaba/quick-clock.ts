import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../../src/domain/clock.ts';

const SPEED = 25;

/** Runs 25 times as fast as the machine's, so that waiting between attempts takes no time worth mentioning. */
export function createQuickClock(): Clock {
  const startedAt = Date.now();
  return {
    now: () => startedAt + (Date.now() - startedAt) * SPEED,
    sleep: async (durationMs, signal) => {
      await delay(durationMs / SPEED, undefined, signal === undefined ? {} : { signal });
    },
  };
}

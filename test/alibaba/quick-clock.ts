import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../../src/domain/clock.ts';

const SPEED = 50;

/** The machine's time, but sleeping takes a fiftieth: waiting between attempts costs a test nothing worth mentioning. */
export const quickClock: Clock = {
  now: () => Date.now(),
  sleep: async (durationMs, signal) => {
    await delay(durationMs / SPEED, undefined, signal === undefined ? {} : { signal });
  },
};

import type { Clock, EpochMs } from '../../domain/clock.ts';
import { unlessAborted } from './deadline.ts';
import { stoppedBeforeSending } from './network-failure.ts';

/** Calls that a vendor counts together, and how far apart they are kept. */
export interface Lane {
  readonly name: string;
  readonly gapMs: number;
}

/** Waits for the next free place in a lane. @throws {DeliveryError} `aborted` when the signal aborts before */
export type Pace = (lane: Lane, signal: AbortSignal) => Promise<void>;

export function createPacing(clock: Clock): Pace {
  const queues = new Map<string, Promise<void>>();
  const lastAt = new Map<string, EpochMs>();

  async function takePlace({ name, gapMs }: Lane, signal: AbortSignal): Promise<void> {
    const last = lastAt.get(name);
    // The gap is the most there is to wait, also after the clock was set back.
    const waitMs = last === undefined ? 0 : Math.min(gapMs, last + gapMs - clock.now());
    if (waitMs > 0) await clock.sleep(waitMs, signal);
    signal.throwIfAborted();
    lastAt.set(name, clock.now());
  }

  return async (lane, signal) => {
    const place = (queues.get(lane.name) ?? Promise.resolve()).then(() => takePlace(lane, signal));
    queues.set(
      lane.name,
      place.catch(() => {}),
    );
    try {
      await unlessAborted(place, signal);
    } catch (error) {
      if (signal.aborted) throw stoppedBeforeSending();
      throw error;
    }
  };
}

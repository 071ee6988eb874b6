import type { Clock, EpochMs } from '../../domain/clock.ts';

/** Waits for the next free place in a lane. Rejects when the signal aborts. */
export type Pace = (lane: string, signal: AbortSignal) => Promise<void>;

/**
 * 16 calls a second to each API, where 20 are allowed to an app.
 * https://open.dingtalk.com/document/development/how-to-process-api-throttling-on-the-dingtalk-server
 */
const GAP_MS = 60;

export function createPacing(clock: Clock): Pace {
  const queues = new Map<string, Promise<void>>();
  const lastAt = new Map<string, EpochMs>();

  async function takePlace(lane: string, signal: AbortSignal): Promise<void> {
    const last = lastAt.get(lane);
    // The gap is the most there is to wait, also after the clock was set back.
    const waitMs = last === undefined ? 0 : Math.min(GAP_MS, last + GAP_MS - clock.now());
    if (waitMs > 0) await clock.sleep(waitMs, signal);
    signal.throwIfAborted();
    lastAt.set(lane, clock.now());
  }

  return (lane, signal) => {
    const place = (queues.get(lane) ?? Promise.resolve()).then(() => takePlace(lane, signal));
    queues.set(
      lane,
      place.catch(() => {}),
    );
    return place;
  };
}

import type { Clock, EpochMs } from '../../domain/clock.ts';

/** Waits for the next free place in a lane: at most one call there in `gapMs`. Rejects when the signal aborts. */
export type Pace = (lane: string, gapMs: number, signal: AbortSignal) => Promise<void>;

/**
 * One message a second and channel, and some more a minute in a workspace, are what Slack allows; a lane a second for all
 * keeps within both. Reads and opened conversations have 50 a minute. https://docs.slack.dev/apis/web-api/rate-limits
 */
export const POST_GAP_MS = 1000;
export const TIER_3_GAP_MS = 1200;

export function createPacing(clock: Clock): Pace {
  const queues = new Map<string, Promise<void>>();
  const lastAt = new Map<string, EpochMs>();

  async function takePlace(lane: string, gapMs: number, signal: AbortSignal): Promise<void> {
    const last = lastAt.get(lane);
    // The gap is the most there is to wait, also after the clock was set back.
    const waitMs = last === undefined ? 0 : Math.min(gapMs, last + gapMs - clock.now());
    if (waitMs > 0) await clock.sleep(waitMs, signal);
    signal.throwIfAborted();
    lastAt.set(lane, clock.now());
  }

  return (lane, gapMs, signal) => {
    const place = (queues.get(lane) ?? Promise.resolve()).then(() => takePlace(lane, gapMs, signal));
    queues.set(
      lane,
      place.catch(() => {}),
    );
    return place;
  };
}

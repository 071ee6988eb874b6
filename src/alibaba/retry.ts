import type { Clock } from '../domain/clock.ts';
import { AlibabaError } from './accounts.ts';

/**
 * With one call in five throttled, eight attempts leave one in 400,000 unanswered: an audit of thousands of users
 * misses nobody.
 */
const ATTEMPTS_MAX = 8;
const FIRST_DELAY_MS = 200;
const DELAY_MAX_MS = 5_000;
/** From the first attempt to the start of the last; time-outs use it up before the attempts are. */
const TOTAL_MAX_MS = 45_000;

export interface RetryTiming {
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** Repeats a read while what failed may pass. Both SDK cores have a retry of their own; neither works. */
export async function repeatRead<T>(
  read: () => Promise<T>,
  timing: RetryTiming,
  signal: AbortSignal,
): Promise<T> {
  const { clock } = timing;
  const startedAt = clock.now();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof AlibabaError) || !error.retryable || attempt === ATTEMPTS_MAX) throw error;
      const delayMs = delayBefore(attempt, error.retryAfterMs, timing.random);
      if (clock.now() - startedAt + delayMs > TOTAL_MAX_MS) throw error;
      await clock.sleep(delayMs, signal);
    }
  }
}

/** Exponential with full jitter, so that calls throttled together do not come back together; the vendor's own wish counts as the least. */
function delayBefore(attempt: number, retryAfterMs: number | null, random: () => number): number {
  const ceilingMs = Math.min(DELAY_MAX_MS, FIRST_DELAY_MS * 2 ** (attempt - 1));
  const jitterMs = random() * ceilingMs;
  return Math.ceil(retryAfterMs === null ? jitterMs : retryAfterMs + random() * FIRST_DELAY_MS);
}

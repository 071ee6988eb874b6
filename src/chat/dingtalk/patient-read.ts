import type { Clock } from '../../domain/clock.ts';
import { DeliveryError } from '../delivery-error.ts';

/** Reads may be repeated safely, and are where DingTalk asks for patience or did not answer. @throws {DeliveryError} */
export type PatientRead = <Answer>(call: () => Promise<Answer>, signal: AbortSignal) => Promise<Answer>;

const ATTEMPTS_MAX = 5;
const FIRST_DELAY_MS = 1000;

export function createPatientRead(clock: Clock, random: () => number): PatientRead {
  return async (call, signal) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await call();
      } catch (error) {
        const waitMs = delayMs(error, attempt, random);
        if (waitMs === null || attempt === ATTEMPTS_MAX || signal.aborted) throw error;
        await clock.sleep(waitMs, signal);
      }
    }
  };
}

/** Longer pauses are for another day's reading. */
const PATIENCE_MS = 60_000;

/** null: trying again would not help. */
function delayMs(error: unknown, attempt: number, random: () => number): number | null {
  if (!(error instanceof DeliveryError)) return null;
  const ownMs = FIRST_DELAY_MS * 2 ** (attempt - 1) * (0.5 + random());
  switch (error.reason) {
    case 'rate_limited': {
      const askedMs = error.retryAfterMs ?? 0;
      return askedMs > PATIENCE_MS ? null : Math.max(askedMs, ownMs);
    }
    case 'ambiguous':
    case 'unavailable':
      return ownMs;
    default:
      return null;
  }
}

/** Why a read ended without an answer, as the code to show. */
export function readFailureCode(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return 'aborted';
  if (error instanceof DeliveryError) return error.code;
  throw error;
}

import type { Clock } from '../../domain/clock.ts';
import { DeliveryError } from '../delivery-error.ts';
import { toDeliveryError } from './slack-error.ts';

/** Reads may be repeated safely, and are where Slack asks for patience or did not answer. @throws {DeliveryError} */
export type PatientRead = <Answer>(call: () => Promise<Answer>, signal: AbortSignal) => Promise<Answer>;

const ATTEMPTS_MAX = 5;
const FIRST_DELAY_MS = 1000;
/** Longer pauses are for another day's reading. */
const PATIENCE_MS = 120_000;

export function createPatientRead(clock: Clock, random: () => number): PatientRead {
  return async (call, signal) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        signal.throwIfAborted();
        return await call();
      } catch (error) {
        const failure = toDeliveryError(error, 'person');
        const waitMs = delayMs(failure, attempt, random);
        if (waitMs === null || attempt === ATTEMPTS_MAX || signal.aborted) throw failure;
        await clock.sleep(waitMs, signal);
      }
    }
  };
}

/** null: trying again would not help. */
function delayMs(failure: DeliveryError, attempt: number, random: () => number): number | null {
  switch (failure.reason) {
    case 'rate_limited': {
      const askedMs = failure.retryAfterMs ?? FIRST_DELAY_MS;
      return askedMs > PATIENCE_MS ? null : askedMs;
    }
    case 'ambiguous':
    case 'unavailable':
      return FIRST_DELAY_MS * 2 ** (attempt - 1) * (0.5 + random());
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

import type { Clock } from '../../domain/clock.ts';
import type { DeliveryFailure } from '../../domain/delivery.ts';
import { DeliveryError } from '../delivery-error.ts';
import { stoppedBeforeSending } from './network-failure.ts';

/**
 * Reads may be repeated safely, and are where the vendor asks for patience or did not answer. `call` throws nothing but a
 * `DeliveryError` for what went wrong outside. @throws {DeliveryError} that of the last call, also when it is stopped waiting
 */
export type PatientRead = <Answer>(call: () => Promise<Answer>, signal: AbortSignal) => Promise<Answer>;

const ATTEMPTS_MAX = 5;
const FIRST_DELAY_MS = 1000;
/** Longer pauses are for another day's reading. */
const PATIENCE_MS = 120_000;

export function createPatientRead(clock: Clock, random: () => number): PatientRead {
  return async (call, signal) => {
    if (signal.aborted) throw stoppedBeforeSending();
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await call();
      } catch (error) {
        const waitMs = delayMs(error, attempt, random);
        if (waitMs === null || attempt === ATTEMPTS_MAX || signal.aborted) throw error;
        await clock.sleep(waitMs, signal).catch((interrupted: unknown) => {
          throw signal.aborted ? error : interrupted;
        });
      }
    }
  };
}

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

/** Why a read ended without an answer. */
export interface ReadFailure {
  readonly code: string;
  readonly reason: DeliveryFailure;
}

/** Throws what is no failure of a read. */
export function readFailure(error: unknown, signal: AbortSignal): ReadFailure {
  if (signal.aborted) return { code: 'aborted', reason: 'unavailable' };
  if (!(error instanceof DeliveryError)) throw error;
  const { code, reason } = error;
  return { code, reason };
}

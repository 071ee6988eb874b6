import type { Clock } from '../../domain/clock.ts';
import type { PersonLookup } from '../chat.ts';
import { DeliveryError } from '../delivery-error.ts';
import { readFailure } from './patient-read.ts';
import { createRemembered, type Remembered } from './remembered.ts';

const FRESH_FOR_MS = 24 * 60 * 60_000;
/** Who is not there yet may join any time. */
const ABSENCE_FRESH_FOR_MS = 60 * 60_000;

/** What is known of people, each asked for at most once a day, and who is not there once an hour. */
export function rememberPeople<Value>(
  clock: Clock,
  {
    read,
    isThere,
  }: {
    readonly read: (key: string, signal: AbortSignal) => Promise<Value>;
    readonly isThere: (value: Value) => boolean;
  },
): Remembered<Value> {
  return createRemembered(clock, {
    read,
    freshForMs: (value) => (isThere(value) ? FRESH_FOR_MS : ABSENCE_FRESH_FOR_MS),
  });
}

/** Who could not be looked up is not said to be nobody. */
export async function lookUp(signal: AbortSignal, read: () => Promise<PersonLookup>): Promise<PersonLookup> {
  try {
    return await read();
  } catch (error) {
    return { kind: 'unreadable', ...readFailure(error, signal) };
  }
}

/** Vendors have a refusal for "nobody"; any other failure is none. */
export async function nullIfNobody<Value>(read: () => Promise<Value>): Promise<Value | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof DeliveryError && error.reason === 'recipient') return null;
    throw error;
  }
}

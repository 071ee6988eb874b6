import type { Clock, EpochMs } from '../../domain/clock.ts';
import { unlessAborted } from './deadline.ts';
import { type ReadFailure, readFailure } from './patient-read.ts';

const FRESH_FOR_MS = 24 * 60 * 60_000;
/** After a failure nobody waits for the same failure again, person by person. */
const FAILURE_STANDS_FOR_MS = 60_000;

type Reading<Value> =
  | { readonly kind: 'read'; readonly value: Value }
  | ({ readonly kind: 'failed' } & ReadFailure);

/** Something that takes a while to read, such as a list of everybody. */
export interface Daily<Value> {
  read(signal: AbortSignal): Promise<Reading<Value>>;
  /** What is known without reading; null: nothing of today. */
  known(): Value | null;
}

/** Read when first asked for, at most once a day, by one reader at a time. */
export function createDaily<Value>(
  read: (signal: AbortSignal) => Promise<Value>,
  clock: Clock,
): Daily<Value> {
  let last: { readonly at: EpochMs; readonly reading: Reading<Value> } | null = null;
  let current: Promise<Reading<Value>> | null = null;

  async function readAnew(signal: AbortSignal): Promise<Reading<Value>> {
    const startedAt = clock.now();
    try {
      const reading = { kind: 'read', value: await read(signal) } as const;
      last = { at: startedAt, reading };
      return reading;
    } catch (error) {
      const reading = { kind: 'failed', ...readFailure(error, signal) } as const;
      if (!signal.aborted) last = { at: clock.now(), reading };
      return reading;
    } finally {
      current = null;
    }
  }

  async function readOnce(signal: AbortSignal): Promise<Reading<Value>> {
    if (current === null) {
      current = readAnew(signal);
      return current;
    }
    const reading = await unlessAborted(current, signal).catch((error: unknown) => {
      return { kind: 'failed', ...readFailure(error, signal) } as const;
    });
    // Whoever read it was stopped, which is no answer for anybody else.
    const wasStopped = reading.kind === 'failed' && reading.code === 'aborted';
    return wasStopped && !signal.aborted ? readOnce(signal) : reading;
  }

  function fresh(): Reading<Value> | null {
    if (last === null) return null;
    const validForMs = last.reading.kind === 'failed' ? FAILURE_STANDS_FOR_MS : FRESH_FOR_MS;
    return Math.abs(clock.now() - last.at) < validForMs ? last.reading : null;
  }

  return {
    read: async (signal) => fresh() ?? readOnce(signal),
    known() {
      const reading = fresh();
      return reading?.kind === 'read' ? reading.value : null;
    },
  };
}

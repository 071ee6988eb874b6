import type { Clock, EpochMs } from '../../domain/clock.ts';

/** Answers from what was read a while ago, key by key. */
export interface Remembered<Value> {
  /** Throws what the reading throws; a failure is not kept. */
  get(key: string, signal: AbortSignal): Promise<Value>;
  /** To be read anew next time. False if it was not known. */
  forget(key: string): boolean;
}

interface Source<Value> {
  read(key: string, signal: AbortSignal): Promise<Value>;
  freshForMs(value: Value): number;
}

export function createRemembered<Value>(clock: Clock, source: Source<Value>): Remembered<Value> {
  const known = new Map<string, { readonly value: Value; readonly at: EpochMs }>();
  return {
    async get(key, signal) {
      const entry = known.get(key);
      const at = clock.now();
      // A clock that was set back makes nothing last longer.
      if (entry !== undefined && Math.abs(at - entry.at) < source.freshForMs(entry.value)) return entry.value;
      const value = await source.read(key, signal);
      known.set(key, { value, at });
      return value;
    },
    forget: (key) => known.delete(key),
  };
}

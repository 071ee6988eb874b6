import { setTimeout as delay } from 'node:timers/promises';

/** Whether it settled in time, in either way. Real time: networks go by no other. */
export async function settlesWithin(promise: Promise<unknown>, durationMs: number): Promise<boolean> {
  const timer = new AbortController();
  const settled = promise.then(
    () => true,
    () => true,
  );
  const late = delay(durationMs, false, { signal: timer.signal }).catch(() => false);
  try {
    return await Promise.race([settled, late]);
  } finally {
    timer.abort();
  }
}

/** Resolves when the signal aborts. */
export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** What others wait for too, given up alone. Rejects with the signal's reason. */
export async function unlessAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const given = new AbortController();
  const givenUp = aborted(AbortSignal.any([signal, given.signal])).then((): never => {
    throw signal.reason;
  });
  givenUp.catch(() => {});
  try {
    return await Promise.race([promise, givenUp]);
  } finally {
    given.abort();
  }
}

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

/** Resolves when the work ends well or the signal aborts; rejects when the work fails before. */
export async function endOrAbort(work: Promise<unknown>, signal: AbortSignal): Promise<void> {
  const stop = Promise.withResolvers<void>();
  const onAbort = (): void => stop.resolve();
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    await Promise.race([work, stop.promise]);
  } finally {
    // Signals live as long as the process: listeners left behind would add up.
    signal.removeEventListener('abort', onAbort);
  }
}

/** What others wait for too, given up alone. Rejects with the signal's reason. */
export async function unlessAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  await endOrAbort(work, signal);
  signal.throwIfAborted();
  return work;
}

const listeners = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * What is done when the signal comes, until it is taken back. A signal looks through all its listeners at each one that
 * is added or removed, and an audit's has hundreds: so it gets one, and the others stand in a set.
 */
export function onAbort(signal: AbortSignal, act: () => void): () => void {
  const known = listeners.get(signal);
  const acts = known ?? new Set<() => void>();
  if (known === undefined) {
    listeners.set(signal, acts);
    const all = () => {
      for (const one of [...acts]) one();
    };
    signal.addEventListener('abort', all, { once: true });
  }
  acts.add(act);
  return () => acts.delete(act);
}

/** The promise, unless the signal comes first; what was begun goes on unheard. */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) {
      promise.catch(() => undefined);
      return abort();
    }
    const takeBack = onAbort(signal, abort);
    promise.then(resolve, reject).finally(takeBack);
  });
}

/**
 * The promise, unless `durationMs` pass first. By the machine's own timer, whatever clock the process goes by: what is
 * waited for is a network.
 */
export function withinDeadline<T>(
  promise: Promise<T>,
  durationMs: number,
  onTimeout: () => Error,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(onTimeout()), durationMs);
    timer.unref();
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

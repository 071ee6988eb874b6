import type { Clock, EpochMs } from '../../src/domain/clock.ts';

interface Sleeper {
  readonly wakesAt: EpochMs;
  readonly wake: () => void;
}

/** A clock that goes from sleeper to sleeper as soon as nothing else is to be done. */
export class SteppedClock implements Clock {
  #now: EpochMs;
  readonly #sleepers = new Set<Sleeper>();

  constructor(startsAt: EpochMs) {
    this.#now = startsAt;
  }

  now(): EpochMs {
    return this.#now;
  }

  set(now: EpochMs): void {
    this.#now = now;
  }

  sleep(durationMs: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason);
      const sleeper: Sleeper = { wakesAt: this.#now + durationMs, wake: resolve };
      this.#sleepers.add(sleeper);
      signal?.addEventListener('abort', () => {
        this.#sleepers.delete(sleeper);
        reject(signal.reason);
      });
    });
  }

  /** Lets time pass until the work is done. */
  async runUntilDone<T>(work: Promise<T>): Promise<T> {
    let done = false;
    const settled = work.finally(() => {
      done = true;
    });
    settled.catch(() => undefined);
    while (!done) {
      await everythingElse();
      this.#wakeNext();
    }
    return settled;
  }

  /** Lets this much time pass. */
  async advance(durationMs: number): Promise<void> {
    const until = this.#now + durationMs;
    await everythingElse();
    while (this.#next() !== undefined && (this.#next()?.wakesAt ?? until) <= until) {
      this.#wakeNext();
      await everythingElse();
    }
    this.#now = until;
  }

  #next(): Sleeper | undefined {
    return [...this.#sleepers].sort((one, other) => one.wakesAt - other.wakesAt)[0];
  }

  #wakeNext(): void {
    const next = this.#next();
    if (next === undefined) return;
    this.#sleepers.delete(next);
    this.#now = Math.max(this.#now, next.wakesAt);
    next.wake();
  }
}

const everythingElse = () => new Promise<void>((resolve) => setImmediate(resolve));

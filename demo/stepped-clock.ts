import type { Clock, EpochMs } from '../src/domain/clock.ts';

interface Sleeper {
  readonly wakesAt: EpochMs;
  readonly wake: () => void;
}

/** A clock that stands still until it is set, and that leaps over every wait: weeks pass in seconds. */
export class SteppedClock implements Clock {
  #now: EpochMs;
  readonly #sleepers = new Set<Sleeper>();

  constructor(startsAt: EpochMs) {
    this.#now = startsAt;
  }

  now(): EpochMs {
    return this.#now;
  }

  /** Never back. */
  leapTo(at: EpochMs): void {
    this.#now = Math.max(this.#now, at);
  }

  sleep(durationMs: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const abort = () => {
        if (this.#sleepers.delete(sleeper)) reject(signal?.reason);
      };
      const wake = () => {
        // Signals live as long as the process: listeners left behind would add up.
        signal?.removeEventListener('abort', abort);
        resolve();
      };
      const sleeper: Sleeper = { wakesAt: this.#now + Math.ceil(durationMs), wake };
      this.#sleepers.add(sleeper);
      signal?.addEventListener('abort', abort, { once: true });
      // After everything that can go on by itself has gone on, so that waits overlap as they do in real time.
      setImmediate(() => this.#wakeEarliest());
    });
  }

  #wakeEarliest(): void {
    const [earliest] = [...this.#sleepers].sort((one, other) => one.wakesAt - other.wakesAt);
    if (earliest === undefined) return;
    this.#sleepers.delete(earliest);
    this.leapTo(earliest.wakesAt);
    earliest.wake();
  }
}

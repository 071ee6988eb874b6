import type { Clock } from '../../src/domain/clock.ts';

/** A clock that moves only when it is set: whoever waits goes on at once, at the same instant. */
export class StillClock implements Clock {
  #now: number;

  constructor(startsAt: number) {
    this.#now = startsAt;
  }

  now(): number {
    return this.#now;
  }

  set(at: number): void {
    this.#now = at;
  }

  async sleep(_durationMs: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
  }
}

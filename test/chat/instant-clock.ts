import type { Clock, EpochMs } from '../../src/domain/clock.ts';

/** A clock on which all waiting takes no time, and which remembers how long it was waited. */
export class InstantClock implements Clock {
  readonly sleeps: number[] = [];
  #now: EpochMs;

  constructor(startsAt: EpochMs = Date.parse('2026-03-02T09:00:00Z')) {
    this.#now = startsAt;
  }

  now(): EpochMs {
    return this.#now;
  }

  advance(durationMs: number): void {
    this.#now += durationMs;
  }

  async sleep(durationMs: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.sleeps.push(durationMs);
    this.#now += durationMs;
  }
}

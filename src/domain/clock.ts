/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = number;

/** The time the whole process goes by. Rules take `now` as a parameter; only what starts and stops holds a clock. */
export interface Clock {
  now(): EpochMs;
  /** Resolves after `durationMs` of this clock; rejects with the signal's reason when aborted. */
  sleep(durationMs: number, signal?: AbortSignal): Promise<void>;
}

/** An instant with the IANA zone it is shown in. */
export interface LocalInstant {
  readonly at: EpochMs;
  readonly zone: string;
}

/** Clocks are put right by a little now and then; what is dated further ahead was written by one that was wrong. */
const PUT_RIGHT_BY_MS = 60 * 60_000;

export function isByWrongClock(at: EpochMs | null, now: EpochMs): boolean {
  return at !== null && at - now > PUT_RIGHT_BY_MS;
}

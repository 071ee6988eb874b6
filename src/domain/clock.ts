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

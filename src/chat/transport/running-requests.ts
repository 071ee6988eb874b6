import { setTimeout as delay } from 'node:timers/promises';
import { endOrAbort } from './deadline.ts';

/** As long as an answer can be given at all. */
const HANDLING_LIMIT_MS = 30 * 60_000;

/** What people asked and is being carried out. */
export class RunningRequests {
  readonly #running = new Set<Promise<void>>();

  /** Counts as running until it has ended; what it throws is thrown. */
  async run(handling: Promise<void>): Promise<void> {
    this.#running.add(handling);
    try {
      await handling;
    } finally {
      this.#running.delete(handling);
    }
  }

  /** Resolves when all have ended, and `alongside` too, or the signal aborts. */
  ended(alongside: Promise<unknown> | undefined, signal: AbortSignal): Promise<void> {
    return endOrAbort(Promise.all([...this.#running, alongside]), signal);
  }
}

/** Rejects after half an hour: whoever asked cannot be answered any more. */
export async function withinAnswerTime(handling: Promise<void>): Promise<void> {
  const timer = new AbortController();
  const limit = delay(HANDLING_LIMIT_MS, undefined, { ref: false, signal: timer.signal }).then(() => {
    throw new Error('The command was not carried out within half an hour.');
  });
  try {
    await Promise.race([handling, limit]);
  } finally {
    limit.catch(() => {});
    timer.abort();
  }
}

interface Waiter {
  readonly count: number;
  resolve(): void;
}

/** Of a busy machine too. */
const WAIT_MS = 15_000;

/** Waits until there are so many of something that grows. */
export class AwaitedCount {
  readonly #count: () => number;
  readonly #what: string;
  readonly #waiters = new Set<Waiter>();

  /** `what`: as the error calls them. */
  constructor(count: () => number, what: string) {
    this.#count = count;
    this.#what = what;
  }

  /** @throws {Error} if there are fewer after `timeoutMs` (15 s) */
  waitFor(count: number, timeoutMs = WAIT_MS): Promise<void> {
    if (this.#count() >= count) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const forget = (): void => {
        clearTimeout(deadline);
        this.#waiters.delete(waiter);
      };
      const waiter: Waiter = {
        count,
        resolve() {
          forget();
          resolve();
        },
      };
      const deadline = setTimeout(() => {
        forget();
        reject(new Error(`${this.#count()} of ${count} ${this.#what} after ${timeoutMs} ms`));
      }, timeoutMs);
      this.#waiters.add(waiter);
    });
  }

  /** To be called with each one more. */
  hasGrown(): void {
    for (const waiter of [...this.#waiters]) if (this.#count() >= waiter.count) waiter.resolve();
  }
}

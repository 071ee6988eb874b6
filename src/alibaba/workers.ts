export interface Workers<T> {
  add(items: readonly T[]): void;
  /** Everything that was added is done. @throws what the first piece of work threw; nothing is begun after it */
  idle(): Promise<void>;
}

/** So many pieces of work at a time, in the order they come. What waits is kept as it is: an account has thousands. */
export function createWorkers<T>(atATime: number, work: (item: T) => Promise<void>): Workers<T> {
  const waiting: T[] = [];
  const working = new Set<Promise<void>>();
  const failures: unknown[] = [];
  let begun = 0;

  async function workOff(): Promise<void> {
    while (begun < waiting.length && failures.length === 0) {
      const item = waiting[begun] as T;
      begun += 1;
      await work(item).catch((error: unknown) => failures.push(error));
    }
  }

  function hire(): void {
    const one = workOff().finally(() => working.delete(one));
    working.add(one);
  }

  return {
    add(items) {
      waiting.push(...items);
      for (let more = Math.min(items.length, atATime - working.size); more > 0; more -= 1) hire();
    },
    async idle() {
      while (working.size > 0) await Promise.all(working);
      if (failures.length > 0) throw failures[0];
    },
  };
}

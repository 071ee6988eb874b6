import type { Clock } from '../domain/clock.ts';
import { localDate } from '../domain/work-calendar.ts';
import type { Job } from './scheduler.ts';

/** Once a day and at start; what could not be done is tried again each minute. */
export function createDailyJob(deps: {
  readonly name: string;
  readonly clock: Clock;
  readonly timeZone: string;
  /** False when it has to be tried again today. */
  readonly work: (signal: AbortSignal) => Promise<boolean>;
}): Job {
  let doneOn: string | null = null;
  return {
    name: deps.name,
    async runIfDue(signal) {
      const today = localDate(deps.clock.now(), deps.timeZone);
      if (doneOn !== today && (await deps.work(signal))) doneOn = today;
      return false;
    },
  };
}

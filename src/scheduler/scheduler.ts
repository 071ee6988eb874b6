import cron, { type ScheduledTask } from 'node-cron';
import type { Log } from '../log.ts';

/** Something that runs by itself. Whether it is due is asked of the given clock and the database, never counted. */
export interface Job {
  readonly name: string;
  /**
   * Does what is due now, if anything. Must stop soon once the signal is aborted, leaving nothing half done.
   * True when it did something that other jobs wait for.
   */
  runIfDue(signal: AbortSignal): Promise<boolean>;
}

const EVERY_MINUTE = '* * * * *';

/** Asks every job each minute, and at start. A job never runs twice at once; a slow one does not hold up the others. */
export class Scheduler {
  readonly #jobs: readonly Job[];
  readonly #log: Log;
  readonly #running = new Map<string, Promise<boolean>>();
  readonly #stop = new AbortController();
  #task: ScheduledTask | null = null;

  constructor(jobs: readonly Job[], log: Log) {
    this.#jobs = jobs;
    this.#log = log;
  }

  start(): void {
    const tick = () => {
      void this.runDueJobs();
    };
    // In UTC, as the whole process is: by the clocks of a place, none ticks while they are put back.
    this.#task = cron.schedule(EVERY_MINUTE, tick, { timezone: 'UTC', logger: this.#complaints() });
  }

  /** One tick: resolves when what it started has ended. */
  async runDueJobs(): Promise<void> {
    const didSomething = await this.#runAll();
    // An audit that has just ended makes the digest due: nobody should wait a minute for that.
    if (didSomething) await this.#runAll();
  }

  async #runAll(): Promise<boolean> {
    if (this.#stop.signal.aborted) return false;
    const outcomes = await Promise.all(this.#jobs.map((job) => this.#run(job)));
    return outcomes.includes(true);
  }

  /** Starts nothing more and waits for what runs, until the signal. */
  async stop(deadline: AbortSignal): Promise<void> {
    this.#stop.abort();
    await this.#task?.destroy();
    const expired = new Promise<void>((resolve) => {
      deadline.addEventListener('abort', () => resolve(), { once: true });
    });
    await Promise.race([Promise.all(this.#running.values()), expired]);
  }

  /** Of the ticking itself: a minute that was missed. */
  #complaints() {
    const complain = (complaint: unknown) => this.#log.tickingComplained({ error: complaint });
    return { info: () => undefined, debug: () => undefined, warn: complain, error: complain };
  }

  async #run(job: Job): Promise<boolean> {
    const running = this.#running.get(job.name);
    if (running !== undefined) return running;
    const run = job.runIfDue(this.#stop.signal).catch((error: unknown) => {
      if (!this.#stop.signal.aborted) this.#log.jobFailed({ job: job.name, error });
      return false;
    });
    this.#running.set(job.name, run);
    const outcome = await run;
    this.#running.delete(job.name);
    return outcome;
  }
}

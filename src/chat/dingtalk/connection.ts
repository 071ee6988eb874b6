import type { Log } from '../../log.ts';
import { DeliveryError } from '../delivery-error.ts';
import { aborted } from './deadline.ts';
import type { Stream } from './stream.ts';

const BACKOFF_FIRST_MS = 1000;
const BACKOFF_MAX_MS = 60_000;
/** A connection that ends sooner counts as a failure, so that a refusing DingTalk is not asked without pause. */
const SHORT_LIFE_MS = 10_000;

interface ConnectionDeps {
  /** @throws {DeliveryError} */
  readonly open: (signal: AbortSignal) => Promise<Stream>;
  /** Real time: networks go by no other. Resolves early when the signal aborts. */
  readonly wait: (durationMs: number, signal: AbortSignal) => Promise<void>;
  /** 0 ≤ value < 1 */
  readonly random: () => number;
  readonly log: Log;
}

/** Keeps one connection to DingTalk up until it is stopped. */
export class Connection {
  readonly #deps: ConnectionDeps;
  readonly #stop = new AbortController();
  #current: Stream | null = null;
  /** Said farewell, and is closed once there is another. */
  #leaving: Stream | null = null;
  #keeping: Promise<void> = Promise.resolve();
  #closing: Promise<unknown> = Promise.resolve();

  constructor(deps: ConnectionDeps) {
    this.#deps = deps;
  }

  get isUp(): boolean {
    return this.#current?.isAlive() ?? false;
  }

  /** Connects now. @throws {DeliveryError} */
  async open(): Promise<void> {
    this.#current = await this.#deps.open(this.#stop.signal);
  }

  /** Connects again for as long as it takes, whenever the connection is gone. */
  keep(): void {
    this.#keeping = this.#keep();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#keeping;
    this.#close(this.#current);
    this.#close(this.#leaving);
    await this.#closing;
    this.#current = null;
  }

  async #keep(): Promise<void> {
    const { signal } = this.#stop;
    let failures = 0;
    while (!signal.aborted) {
      const startedAt = performance.now();
      const failure = await this.#liveOnce();
      const hasLived = failure === null && performance.now() - startedAt > SHORT_LIFE_MS;
      failures = hasLived ? 0 : failures + 1;
      if (signal.aborted) return;
      await this.#deps.wait(pauseMs(failure, failures, this.#deps.random), signal);
    }
  }

  /** One connection from its beginning to its end. The error when it did not come about. */
  async #liveOnce(): Promise<DeliveryError | null> {
    const { signal } = this.#stop;
    const { open, log } = this.#deps;
    try {
      this.#current ??= await open(signal);
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      if (!signal.aborted) log.vendorCallFailed({ vendor: 'dingtalk', call: 'stream', code: error.code });
      return error;
    } finally {
      this.#close(this.#leaving);
      this.#leaving = null;
    }
    log.chatConnectionChanged({ chat: 'dingtalk', state: 'connected' });
    const end = await Promise.race([this.#current.ended, aborted(signal)]);
    if (signal.aborted) return null;
    if (end === 'farewell') this.#leaving = this.#current;
    else this.#close(this.#current);
    this.#current = null;
    log.chatConnectionChanged({ chat: 'dingtalk', state: 'disconnected' });
    return null;
  }

  #close(stream: Stream | null): void {
    if (stream !== null) this.#closing = Promise.all([this.#closing, stream.close()]);
  }
}

/**
 * Before the next attempt, after so many failures in a row. None after one: most connections end because DingTalk balances its
 * load. What an administrator has to put right is asked about seldom.
 */
export function pauseMs(failure: DeliveryError | null, failures: number, random: () => number): number {
  if (failure === null && failures < 2) return 0;
  const isForAdministrators = failure?.reason === 'configuration';
  const ceilingMs = isForAdministrators
    ? BACKOFF_MAX_MS
    : Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** (failures - 1));
  return Math.max(ceilingMs * (0.5 + random() / 2), failure?.retryAfterMs ?? 0);
}

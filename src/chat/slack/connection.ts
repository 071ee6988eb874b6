import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../../log.ts';
import { DeliveryError } from '../delivery-error.ts';
import { unlessAborted } from './deadline.ts';
import { openSocket, type Socket, type SocketOptions } from './socket.ts';

const BACKOFF_FIRST_MS = 1000;
const BACKOFF_MAX_MS = 30_000;
/** A connection that ends sooner counts as a failure, so that a refusing Slack is not asked without pause. */
const SHORT_LIFE_MS = 10_000;

interface ConnectionDeps extends SocketOptions {
  readonly random: () => number;
  readonly log: Log;
}

/** Keeps one connection to Slack up until it is stopped. */
export class Connection {
  readonly #deps: ConnectionDeps;
  readonly #stop = new AbortController();
  #socket: Socket | null = null;
  #keeping: Promise<void> = Promise.resolve();
  #closing: Promise<void> = Promise.resolve();

  constructor(deps: ConnectionDeps) {
    this.#deps = deps;
  }

  get isUp(): boolean {
    return this.#socket !== null;
  }

  /** Connects now. @throws {DeliveryError} */
  async open(): Promise<void> {
    this.#socket = await openSocket(this.#deps, this.#stop.signal);
  }

  /** Connects again for as long as it takes, whenever the connection is gone; the first one is given up after `firstLifeMs`. */
  keep(firstLifeMs: number | null = null): void {
    this.#keeping = this.#keep(firstLifeMs);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#keeping;
    await Promise.all([this.#closing, this.#socket?.close()]);
    this.#socket = null;
  }

  async #keep(firstLifeMs: number | null): Promise<void> {
    const { signal } = this.#stop;
    let lifeMs = firstLifeMs;
    let failures = 0;
    while (!signal.aborted) {
      const startedAt = performance.now();
      const isUp = await this.#liveOnce(lifeMs);
      lifeMs = null;
      failures = isUp && performance.now() - startedAt > SHORT_LIFE_MS ? 0 : failures + 1;
      await this.#pause(failures);
    }
  }

  /** One connection from its beginning to its end. False when it did not come about. */
  async #liveOnce(lifeMs: number | null): Promise<boolean> {
    const { signal } = this.#stop;
    try {
      this.#socket ??= await openSocket(this.#deps, signal);
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      if (!signal.aborted)
        this.#deps.log.vendorCallFailed({ vendor: 'slack', call: 'socket', code: error.code });
      return false;
    }
    this.#deps.log.chatConnectionChanged({ chat: 'slack', state: 'connected' });
    await endOf(this.#socket, lifeMs, signal);
    // The next one need not wait for this one to be closed.
    this.#closing = Promise.all([this.#closing, this.#socket.close()]).then(() => {});
    this.#socket = null;
    this.#deps.log.chatConnectionChanged({ chat: 'slack', state: 'disconnected' });
    return true;
  }

  /** Not after the first failure: most connections end because Slack renews them. */
  async #pause(failures: number): Promise<void> {
    if (failures < 2) return;
    const ceilingMs = Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** (failures - 2));
    const pauseMs = ceilingMs * (0.5 + this.#deps.random() / 2);
    await delay(pauseMs, undefined, { signal: this.#stop.signal }).catch(() => {});
  }
}

async function endOf(socket: Socket, lifeMs: number | null, signal: AbortSignal): Promise<void> {
  if (lifeMs === null) return unlessAborted(socket.ended, signal);
  const timer = new AbortController();
  const old = delay(lifeMs, undefined, { ref: false, signal: timer.signal }).catch(() => {});
  await unlessAborted(Promise.race([socket.ended, old]), signal);
  timer.abort();
}

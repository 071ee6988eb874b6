import { setTimeout as delay } from 'node:timers/promises';
import type { ChatName } from '../../domain/chats.ts';
import type { EpochMs } from '../../domain/clock.ts';
import type { Log } from '../../log.ts';
import type { Connection } from '../chat.ts';
import { DeliveryError } from '../delivery-error.ts';
import { endOrAbort } from './deadline.ts';

/** A connection that is up. */
export interface Link {
  /** When anything came over it last, by `performance.now()`. */
  heardAt(): number;
  /** `farewell`: the vendor has said that nothing more comes, and closes in seconds. */
  readonly ended: Promise<'farewell' | 'gone'>;
  isAlive(): boolean;
  close(): Promise<void>;
}

/** How patiently a vendor that does not let the bot connect is asked again. */
export interface Backoff {
  readonly maxMs: number;
  /** What an administrator has to put right is asked about no more often than this, from the first. */
  readonly refusedMs: number;
}

interface ConnectionDeps {
  readonly chat: ChatName;
  /** @throws {DeliveryError} */
  readonly open: (signal: AbortSignal) => Promise<Link>;
  readonly backoff: Backoff;
  /** Real time: networks go by no other. Resolves early when the signal aborts. */
  readonly wait?: (durationMs: number, signal: AbortSignal) => Promise<void>;
  /** 0 ≤ value < 1 */
  readonly random: () => number;
  readonly log: Log;
}

/** A connection that ends sooner counts as a failure, so that a refusing vendor is not asked without pause. */
const SHORT_LIFE_MS = 10_000;

/** Keeps one connection up until it is stopped. */
export class KeptConnection {
  readonly #deps: ConnectionDeps;
  readonly #stop = new AbortController();
  #current: Link | null = null;
  /** Said farewell, and is closed once there is another. */
  #leaving: Link | null = null;
  /** Why it could not be opened last; null: it could, or nobody has tried. */
  #refusal: DeliveryError | null = null;
  #keeping: Promise<void> = Promise.resolve();
  #closing: Promise<unknown> = Promise.resolve();

  constructor(deps: ConnectionDeps) {
    this.#deps = deps;
  }

  /** How it is at `now`. */
  stateAt(now: EpochMs): Connection {
    const current = this.#current;
    if (current?.isAlive() !== true) return notConnected(this.#refusal);
    // How long nothing has come is told in real time, which clocks that are set do not change.
    return { kind: 'connected', lastFrameAt: now - Math.round(performance.now() - current.heardAt()) };
  }

  /** Connects now. @throws {DeliveryError} */
  async open(): Promise<void> {
    this.#current = await this.#opened();
  }

  /** Connects again for as long as it takes, whenever the connection is gone; the first one is given up after `firstLifeMs`. */
  keep(firstLifeMs: number | null = null): void {
    this.#keeping = this.#keep(firstLifeMs);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#keeping;
    this.#close(this.#current);
    this.#close(this.#leaving);
    await this.#closing;
    this.#current = null;
  }

  async #keep(firstLifeMs: number | null): Promise<void> {
    const { signal } = this.#stop;
    const { backoff, random, wait = waitOut } = this.#deps;
    let lifeMs = firstLifeMs;
    let failures = 0;
    while (!signal.aborted) {
      const startedAt = performance.now();
      const failure = await this.#liveOnce(lifeMs);
      lifeMs = null;
      const hasLived = failure === null && performance.now() - startedAt > SHORT_LIFE_MS;
      failures = hasLived ? 0 : failures + 1;
      if (signal.aborted) return;
      await wait(pauseMs(failure, failures, { ...backoff, random }), signal);
    }
  }

  /** One connection from its beginning to its end. The error when it did not come about. */
  async #liveOnce(lifeMs: number | null): Promise<DeliveryError | null> {
    const { signal } = this.#stop;
    const { chat, log } = this.#deps;
    try {
      this.#current ??= await this.#opened();
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      if (!signal.aborted) log.vendorCallFailed({ vendor: chat, call: 'connect', code: error.code });
      return error;
    } finally {
      this.#close(this.#leaving);
      this.#leaving = null;
    }
    log.chatConnectionChanged({ chat, state: 'connected' });
    const end = await endOf(this.#current, lifeMs, signal);
    log.chatConnectionChanged({ chat, state: 'disconnected' });
    if (end === null) return null;
    if (end === 'farewell') this.#leaving = this.#current;
    else this.#close(this.#current);
    this.#current = null;
    return null;
  }

  async #opened(): Promise<Link> {
    try {
      const link = await this.#deps.open(this.#stop.signal);
      this.#refusal = null;
      return link;
    } catch (error) {
      if (error instanceof DeliveryError) this.#refusal = error;
      throw error;
    }
  }

  #close(link: Link | null): void {
    if (link !== null) this.#closing = Promise.all([this.#closing, link.close()]);
  }
}

/** null: nothing has failed, or not since the last success. */
export function notConnected(failure: DeliveryError | null): Connection {
  return { kind: 'not_connected', code: failure?.code ?? null, reason: failure?.reason ?? null };
}

/** null: stopped. */
async function endOf(
  { ended }: Link,
  lifeMs: number | null,
  signal: AbortSignal,
): Promise<'farewell' | 'gone' | null> {
  const timer = new AbortController();
  const tooOld = async (afterMs: number) => {
    await delay(afterMs, undefined, { ref: false, signal: timer.signal }).catch(() => {});
    return 'gone' as const;
  };
  const end = lifeMs === null ? ended : Promise.race([ended, tooOld(lifeMs)]);
  try {
    await endOrAbort(end, signal);
    return signal.aborted ? null : await end;
  } finally {
    timer.abort();
  }
}

const FIRST_PAUSE_MS = 1000;

/** Before the next attempt, after so many failures in a row. None after one: most connections end because vendors renew them. */
export function pauseMs(
  failure: DeliveryError | null,
  failures: number,
  { maxMs, refusedMs, random }: Backoff & { readonly random: () => number },
): number {
  if (failure === null && failures < 2) return 0;
  const growingMs = Math.min(maxMs, FIRST_PAUSE_MS * 2 ** (failures - 1));
  const ceilingMs = failure?.reason === 'configuration' ? Math.max(growingMs, refusedMs) : growingMs;
  return Math.max(ceilingMs * (0.5 + random() / 2), failure?.retryAfterMs ?? 0);
}

async function waitOut(durationMs: number, signal: AbortSignal): Promise<void> {
  await delay(durationMs, undefined, { signal }).catch(() => {});
}

import type { ServerResponse } from 'node:http';
import type { View } from '../view.ts';

const LOOKS_EVERY_MS = 150;
/** Of its time, what looking may take from the bot’s. */
const SHARE = 0.2;
const TOO_SLOW_BYTES = 8 * 1024 * 1024;

interface Watched {
  readonly view: View;
  /** Another one whenever something may have changed, the change itself following at once. */
  readonly revision: string;
}

/**
 * Server-sent events with the whole view, one whenever it has changed. Answers of the bot come when they come, and
 * nothing on the stage tells of them: so it is looked at, as long as somebody listens.
 */
export class ViewStream {
  readonly #watched: Watched;
  readonly #listeners = new Set<ServerResponse>();
  #timer: NodeJS.Timeout | null = null;
  #revision = '';
  #isUnsettled = false;
  #shown = '';

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  add(response: ServerResponse): void {
    // First to whoever listens already: what the new one gets is then what all have.
    this.publish();
    this.#listeners.add(response);
    response.on('close', () => this.#listeners.delete(response));
    send(response, this.#shown);
    if (this.#timer === null) this.#lookIn(LOOKS_EVERY_MS);
  }

  /** At once, if there is something new. */
  publish(): void {
    const now = JSON.stringify(this.#watched.view);
    if (now === this.#shown) return;
    this.#shown = now;
    for (const listener of this.#listeners) send(listener, now);
  }

  stop(): void {
    for (const listener of this.#listeners) listener.end();
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #lookIn(waitMs: number): void {
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (this.#listeners.size > 0) this.#lookIn(Math.max(LOOKS_EVERY_MS, this.#look() / SHARE));
    }, waitMs);
  }

  /** How long it took. */
  #look(): number {
    const { revision } = this.#watched;
    const startedAt = performance.now();
    // Once more after the last change that was announced: it may have come right behind its announcement.
    if (revision !== this.#revision || this.#isUnsettled) this.publish();
    this.#isUnsettled = revision !== this.#revision;
    this.#revision = revision;
    return performance.now() - startedAt;
  }
}

function send(response: ServerResponse, view: string): void {
  // A browser that stopped reading comes back by itself, and then gets the present view.
  if (response.writableLength > TOO_SLOW_BYTES) response.destroy();
  else response.write(`data: ${view}\n\n`);
}

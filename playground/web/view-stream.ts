import type { ServerResponse } from 'node:http';
import type { View } from '../view.ts';

const LOOKS_EVERY_MS = 150;
const TOO_SLOW_BYTES = 8 * 1024 * 1024;

/**
 * Server-sent events with the whole view, one whenever it has changed. Answers of the bot come when they come, and
 * nothing on the stage tells of them: so it is looked at, as long as somebody listens.
 */
export class ViewStream {
  readonly #read: () => View;
  readonly #listeners = new Set<ServerResponse>();
  #timer: NodeJS.Timeout | null = null;
  #shown = '';

  constructor(read: () => View) {
    this.#read = read;
  }

  add(response: ServerResponse): void {
    this.#listeners.add(response);
    response.on('close', () => this.#remove(response));
    this.#shown = JSON.stringify(this.#read());
    send(response, this.#shown);
    this.#timer ??= setInterval(() => this.publish(), LOOKS_EVERY_MS);
  }

  /** At once, if there is something new. */
  publish(): void {
    const now = JSON.stringify(this.#read());
    if (now === this.#shown) return;
    this.#shown = now;
    for (const listener of this.#listeners) send(listener, now);
  }

  stop(): void {
    for (const listener of this.#listeners) listener.end();
  }

  #remove(response: ServerResponse): void {
    this.#listeners.delete(response);
    if (this.#listeners.size > 0 || this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
  }
}

function send(response: ServerResponse, view: string): void {
  // A browser that stopped reading comes back by itself, and then gets the present view.
  if (response.writableLength > TOO_SLOW_BYTES) response.destroy();
  else response.write(`data: ${view}\n\n`);
}

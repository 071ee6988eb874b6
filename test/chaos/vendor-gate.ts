import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** `asked`: the vendor gets nothing of it. `done`: the vendor did it, and the answer finds nobody. */
export type Moment = 'asked' | 'done';

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** Counts every call that reaches one of the sandboxes, and acts at the one it was told. */
export class VendorGate {
  #calls = 0;
  #armed: { readonly at: number; readonly moment: Moment; readonly act: () => void } | null = null;
  readonly #watch = (message: unknown) => this.#pass(message as Exchange);
  onCall: (url: string) => void = () => undefined;

  constructor() {
    subscribe('http.server.request.start', this.#watch);
  }

  get calls(): number {
    return this.#calls;
  }

  /** `act` once, at the `count`-th call from now on. */
  arm(count: number, moment: Moment, act: () => void): void {
    this.#armed = { at: this.#calls + count, moment, act };
  }

  disarm(): void {
    this.#armed = null;
  }

  stop(): void {
    unsubscribe('http.server.request.start', this.#watch);
  }

  #pass({ request, response }: Exchange): void {
    this.#calls += 1;
    this.onCall(request.url ?? '');
    const armed = this.#armed;
    if (armed === null || this.#calls < armed.at) return;
    this.#armed = null;
    if (armed.moment === 'asked') {
      armed.act();
      request.destroy();
      return;
    }
    const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse;
    response.writeHead = ((...args: unknown[]) => {
      armed.act();
      return writeHead(...args);
    }) as ServerResponse['writeHead'];
  }
}

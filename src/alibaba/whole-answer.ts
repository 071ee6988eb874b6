import { EventEmitter } from 'node:events';
import type { Dispatcher } from 'undici';

type Headers = Dispatcher.ResponseData['headers'];

/**
 * An answer that has come completely, with as much of a stream as the SDKs ask for: whoever waits for its end is given
 * everything at once. They wait for nothing else, and a stream of Node for each answer takes a good part of a call's time.
 */
export class WholeAnswer extends EventEmitter {
  readonly statusCode: number;
  readonly headers: Headers;
  readonly bytes: Buffer;

  constructor(statusCode: number, headers: Headers, bytes: Buffer) {
    super();
    this.statusCode = statusCode;
    this.headers = headers;
    this.bytes = bytes;
  }

  override on(event: string, listener: (bytes: Buffer) => void): this {
    super.on(event, listener);
    if (event === 'end') queueMicrotask(() => this.#flow());
    return this;
  }

  #flow(): void {
    this.emit('data', this.bytes);
    this.emit('end');
  }
}

interface Waiting {
  resolve(answer: WholeAnswer): void;
  reject(error: Error): void;
  /** Before the body is there. */
  onHeaders(headers: Headers): void;
}

/** Takes from undici what comes of one request. https://undici.nodejs.org/#/docs/api/Dispatcher?id=parameter-dispatchhandler */
export class WholeAnswerHandler implements Dispatcher.DispatchHandler {
  readonly #waiting: Waiting;
  readonly #chunks: Buffer[] = [];
  #statusCode = 0;
  #headers: Headers = {};
  /** null: it has no connection yet. */
  #controller: Dispatcher.DispatchController | null = null;
  #stoppedBy: Error | null = null;

  constructor(waiting: Waiting) {
    this.#waiting = waiting;
  }

  /** Whoever waits is told so; what was sent is cut off, and what was not is never sent. */
  stop(reason: Error): void {
    this.#stoppedBy ??= reason;
    this.#waiting.reject(reason);
    this.#controller?.abort(reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#stoppedBy !== null) controller.abort(this.#stoppedBy);
  }

  onResponseStart(_: unknown, statusCode: number, headers: Headers): void {
    this.#statusCode = statusCode;
    this.#headers = headers;
    this.#waiting.onHeaders(headers);
  }

  onResponseData(_: unknown, chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.#waiting.resolve(new WholeAnswer(this.#statusCode, this.#headers, Buffer.concat(this.#chunks)));
  }

  onResponseError(_: unknown, error: Error): void {
    this.#waiting.reject(error);
  }
}

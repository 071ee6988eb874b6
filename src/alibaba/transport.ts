import { AsyncLocalStorage } from 'node:async_hooks';
import { createRequire } from 'node:module';
import type { Readable } from 'node:stream';
import { type Dispatcher, request as send } from 'undici';
import { createDispatcher } from '../net/dispatcher.ts';
import type { Proxies } from '../net/proxies.ts';

/** How requests of the SDKs leave this process. */
export interface Transport {
  readonly dispatcher: Dispatcher;
  begin<T>(work: () => Promise<T>): Sent<T>;
}

/** What was begun, with what can still be done about it. */
interface Sent<T> {
  readonly answer: Promise<T>;
  /** Nobody waits any more. */
  cutOff(): void;
  /** How long the answer asked to wait before the next attempt. */
  retryAfterMs(): number | null;
}

/** A thousand users with twenty tags each, the longest answer there can be, take some six million bytes. */
const ANSWER_MAX_BYTES = 8 * 1024 * 1024;
/** Where the role of a virtual machine is asked for: not to be found behind a proxy. */
const METADATA_HOST = '100.100.100.200';

export function createTransport(proxies: Proxies): Transport {
  const dispatcher = createDispatcher({
    proxies: exceptMetadata(proxies),
    maxAnswerBytes: ANSWER_MAX_BYTES,
  });
  return {
    dispatcher,
    begin(work) {
      const stop = new AbortController();
      const way: Way = { dispatcher, signal: stop.signal, retryAfterMs: null };
      return {
        answer: underWay.run(way, work),
        cutOff: () => stop.abort(NOBODY_WAITS),
        retryAfterMs: () => way.retryAfterMs,
      };
    },
  };
}

export function exceptMetadata(proxies: Proxies): Proxies {
  return { proxyFor: (url) => (url.hostname === METADATA_HOST ? null : proxies.proxyFor(url)) };
}

interface Way {
  readonly dispatcher: Dispatcher;
  readonly signal: AbortSignal;
  retryAfterMs: number | null;
}

/** One for all: an error of its own for each would be looked for by nobody, and take its time. */
const NOBODY_WAITS = new Error('Nobody waits for the answer any more');

const underWay = new AsyncLocalStorage<Way>();

interface HttpxOptions {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly data?: string | Buffer | Readable;
  /** Given by the default chain of credentials, for each of the places it asks. */
  readonly connectTimeout?: number;
  readonly readTimeout?: number;
}

type HttpxAnswer = Dispatcher.ResponseData['body'] & { readonly statusCode: number };

interface Httpx {
  request(url: string, options?: HttpxOptions): Promise<HttpxAnswer>;
  read(answer: HttpxAnswer, encoding?: BufferEncoding | ''): Promise<string | Buffer>;
}

/**
 * Everything of the SDKs and of their credentials goes out through two functions of this package. They take an agent,
 * and nobody passes one on: no proxy, no limit to an answer, no way to stop. So what begins here goes out through ours.
 */
const httpx: Httpx = createRequire(import.meta.url)('httpx');
const theirs = { ...httpx };

httpx.request = async (url, options = {}) => {
  const way = underWay.getStore();
  if (way === undefined) return theirs.request(url, options);
  const { statusCode, headers, body } = await send(url, {
    dispatcher: way.dispatcher,
    signal: signalOf(way, options),
    method: (options.method ?? 'GET') as Dispatcher.HttpMethod,
    headers: options.headers ?? {},
    body: options.data ?? null,
  });
  way.retryAfterMs = retryAfterMs(headers);
  return Object.assign(body, { statusCode, headers });
};

httpx.read = async (answer, encoding = '') => {
  if (underWay.getStore() === undefined) return theirs.read(answer, encoding);
  const bytes = Buffer.from(await answer.arrayBuffer());
  return encoding === '' ? bytes : bytes.toString(encoding);
};

function signalOf({ signal }: Way, { connectTimeout = 0, readTimeout = 0 }: HttpxOptions): AbortSignal {
  const limitMs = connectTimeout + readTimeout;
  return limitMs === 0 ? signal : AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
}

const RETRY_AFTER_MAX_MS = 60 * 60_000;

/** The vendor's own header counts milliseconds, the common one seconds. */
function retryAfterMs(headers: Dispatcher.ResponseData['headers']): number | null {
  const ms = Number(headers['x-acs-retry-after'] ?? Number.NaN);
  const wishedMs = Number.isNaN(ms) ? Number(headers['retry-after'] ?? Number.NaN) * 1_000 : ms;
  return wishedMs > 0 ? Math.min(wishedMs, RETRY_AFTER_MAX_MS) : null;
}

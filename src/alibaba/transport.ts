import { AsyncLocalStorage } from 'node:async_hooks';
import { createRequire } from 'node:module';
import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { createDispatcher } from '../net/dispatcher.ts';
import type { Proxies } from '../net/proxies.ts';
import { type WholeAnswer, WholeAnswerHandler } from './whole-answer.ts';

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
      const way: Way = { dispatcher, isCutOff: false, stop: null, retryAfterMs: null };
      return {
        answer: underWay.run(way, work),
        cutOff() {
          way.isCutOff = true;
          way.stop?.(NOBODY_WAITS);
        },
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
  isCutOff: boolean;
  /** Of the latest request; null: there was none. */
  stop: ((reason: Error) => void) | null;
  retryAfterMs: number | null;
}

/** One for all: an error of its own for each would be looked for by nobody, and take its time. */
const NOBODY_WAITS = new Error('Nobody waits for the answer any more');
const TOOK_TOO_LONG = new Error('No answer within the time that the SDK gave it');

const underWay = new AsyncLocalStorage<Way>();

interface HttpxOptions {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly data?: string | Buffer | Readable;
  /** Given by the default chain of credentials, for each of the places it asks. */
  readonly connectTimeout?: number;
  readonly readTimeout?: number;
}

interface Httpx {
  request(url: string, options?: HttpxOptions): Promise<WholeAnswer>;
  read(answer: WholeAnswer, encoding?: BufferEncoding | ''): Promise<string | Buffer>;
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
  if (way.isCutOff) throw NOBODY_WAITS;
  return send(way, new URL(url), options);
};

httpx.read = async (answer, encoding = '') => {
  if (underWay.getStore() === undefined) return theirs.read(answer, encoding);
  return encoding === '' ? answer.bytes : answer.bytes.toString(encoding);
};

function send(way: Way, { origin, pathname, search }: URL, options: HttpxOptions): Promise<WholeAnswer> {
  const { method = 'GET', headers = {}, data = null, connectTimeout = 0, readTimeout = 0 } = options;
  const limitMs = connectTimeout + readTimeout;
  return new Promise((resolve, reject) => {
    const handler = new WholeAnswerHandler({
      resolve,
      reject,
      onHeaders: (answered) => {
        way.retryAfterMs = retryAfterMs(answered);
      },
    });
    way.stop = (reason) => handler.stop(reason);
    if (limitMs > 0) setTimeout(() => handler.stop(TOOK_TOO_LONG), limitMs).unref();
    const request = {
      origin,
      path: pathname + search,
      method: method as Dispatcher.HttpMethod,
      headers,
      body: data,
    };
    way.dispatcher.dispatch(request, handler);
  });
}

const RETRY_AFTER_MAX_MS = 60 * 60_000;

/** The vendor's own header counts milliseconds, the common one seconds. */
function retryAfterMs(headers: Dispatcher.ResponseData['headers']): number | null {
  const ms = Number(headers['x-acs-retry-after'] ?? Number.NaN);
  const wishedMs = Number.isNaN(ms) ? Number(headers['retry-after'] ?? Number.NaN) * 1_000 : ms;
  return wishedMs > 0 ? Math.min(wishedMs, RETRY_AFTER_MAX_MS) : null;
}

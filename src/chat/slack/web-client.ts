import { webApi } from '@slack/bolt';
import type { Secret } from '../../config/secret.ts';
import type { WayOut } from '../../net/way-out.ts';
import { retryAfterMs } from '../transport/retry-after.ts';
import { silentLogger } from './silent-logger.ts';

const REQUEST_TIMEOUT_MS = 10_000;
/** Where Slack asks for a pause and does not say how long. */
export const RETRY_AFTER_UNTOLD_MS = 30_000;

export interface WebAccess {
  /** Calls as the bot; aborting the signal ends the request. */
  bot(signal: AbortSignal): webApi.WebClient;
  /** Calls with the app-level token: the only one that opens sockets. */
  app(signal: AbortSignal): webApi.WebClient;
}

export function createWebAccess(options: {
  readonly botToken: Secret;
  readonly appToken: Secret;
  readonly apiUrl: string;
  readonly wayOut: WayOut;
  readonly requestTimeoutMs?: number;
}): WebAccess {
  const { botToken, appToken, apiUrl, wayOut, requestTimeoutMs } = options;
  const client = (token: Secret, signal: AbortSignal): webApi.WebClient =>
    new webApi.WebClient(token.reveal(), webClientOptions({ apiUrl, wayOut, signal, requestTimeoutMs }));
  return {
    bot: (signal) => client(botToken, signal),
    app: (signal) => client(appToken, signal),
  };
}

/**
 * A new object each time, because SDK classes write into the one they get. One attempt a call: the SDK's own retries
 * would post a message twice whose answer got lost.
 */
export function webClientOptions(options: {
  readonly apiUrl: string;
  readonly wayOut: WayOut;
  readonly signal: AbortSignal;
  readonly requestTimeoutMs?: number | undefined;
}): webApi.WebClientOptions {
  return {
    slackApiUrl: options.apiUrl,
    timeout: options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: silentLogger,
    fetch: async (url, init) => {
      const signals = init?.signal === undefined ? [options.signal] : [options.signal, init.signal];
      const request = { ...init, signal: AbortSignal.any(signals) };
      return withSaneRetryAfter(await options.wayOut.fetch(url, request));
    },
  };
}

/** The SDK takes any number the header begins with, and without one throws an error that cannot be told from any other. */
function withSaneRetryAfter(response: Response): Response {
  const { status, body } = response;
  const asked = response.headers.get('retry-after');
  if (status !== 429 && asked === null) return response;
  const headers = new Headers(response.headers);
  headers.set('retry-after', String(Math.ceil((retryAfterMs(asked) ?? RETRY_AFTER_UNTOLD_MS) / 1000)));
  return new Response(body, { status, headers });
}

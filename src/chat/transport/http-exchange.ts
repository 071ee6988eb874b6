import { retryAfterMs } from './retry-after.ts';

const REQUEST_TIMEOUT_MS = 10_000;

interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
  /** null: not told. */
  readonly retryAfterMs: number | null;
}

/** One request, once; ten seconds of real time for it. Throws what `fetch` throws. */
export async function exchange(url: string, request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
  const response = await fetch(url, {
    ...request,
    // A kept connection that the vendor is just closing would leave open whether a message arrived.
    headers: { ...request.headers, connection: 'close' },
    redirect: 'error',
    signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
  });
  const { status, headers } = response;
  return { status, text: await response.text(), retryAfterMs: retryAfterMs(headers.get('retry-after')) };
}

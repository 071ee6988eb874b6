import type { FormData } from 'undici';
import type { WayOut } from '../../net/way-out.ts';
import { retryAfterMs } from './retry-after.ts';

const REQUEST_TIMEOUT_MS = 10_000;

export interface HttpRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Blob | FormData;
  /** Ten seconds. */
  readonly timeoutMs?: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
  /** null: not told. */
  readonly retryAfterMs: number | null;
}

/** One request, once, within `timeoutMs` of real time. Throws what `fetch` throws. */
export async function exchange(
  wayOut: WayOut,
  { url, body, timeoutMs = REQUEST_TIMEOUT_MS, ...request }: HttpRequest,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const response = await wayOut.fetch(url, {
    ...request,
    // Node’s own type of a form is another than the one that is sent by.
    ...(body === undefined ? {} : { body: body as string | Blob }),
    // A kept connection that the vendor is just closing would leave open whether a message arrived.
    headers: { ...request.headers, connection: 'close' },
    redirect: 'error',
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
  });
  const { status, headers } = response;
  return { status, text: await response.text(), retryAfterMs: retryAfterMs(headers.get('retry-after')) };
}

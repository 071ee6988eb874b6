import type { Socket } from 'node:net';
import { errors, fetch as send } from 'undici';
import { connectSocket } from './connect-socket.ts';
import { createDispatcher } from './dispatcher.ts';
import type { Proxies } from './proxies.ts';

/** How what a chat is asked and told leaves this process: directly or by a proxy, with a limit to what comes back. */
export interface WayOut {
  /** One request. Throws what the global `fetch` throws; reading an answer over the limit throws as well. */
  readonly fetch: (url: string | URL, request: RequestInit) => Promise<Response>;
  /** A connection to where an address points, encrypted for `https:` and `wss:`. */
  connect(url: URL, signal: AbortSignal): Promise<Socket>;
}

/** The longest there can be, a page of a thousand people or of a conversation, takes some three million bytes. */
export const ANSWER_MAX_BYTES = 8 * 1024 * 1024;

export function createWayOut(proxies: Proxies): WayOut {
  const dispatcher = createDispatcher({ proxies, maxAnswerBytes: ANSWER_MAX_BYTES });
  return {
    async fetch(url, request) {
      const answer = await send(url, { ...(request as Parameters<typeof send>[1]), dispatcher });
      return limited(answer as unknown as Response);
    },
    connect: (url, signal) => connectSocket(url, proxies, signal),
  };
}

/** The dispatcher counts what comes over the network: unpacked it may be a thousand times as much. */
function limited(answer: Response): Response {
  const { body, status, headers } = answer;
  if (body === null) return answer;
  let bytes = 0;
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (bytes > ANSWER_MAX_BYTES) throw new errors.ResponseExceededMaxSizeError();
      controller.enqueue(chunk);
    },
  });
  return new Response(body.pipeThrough(counter), { status, headers: new Headers([...headers]) });
}

import type { ServerResponse } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { type HttpAnswer, pageAnswer, send } from './http-answer.ts';

/** An answer that does not arrive as it should. `accept_…`: what was asked is done, and the caller does not learn of it. */
export type BrokenAnswer =
  | { readonly kind: 'accept_then_500' }
  | { readonly kind: 'accept_then_reset' }
  /** Never answered. */
  | { readonly kind: 'accept_then_hang' }
  /** Status and headers arrive, the body breaks off. */
  | { readonly kind: 'accept_then_cut_body' }
  /** The connection is reset, nothing done. */
  | { readonly kind: 'reset_before' }
  /** A page with this status, of something on the way: nothing done. */
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string }
  /** 200 with a page of HTML. */
  | { readonly kind: 'html'; readonly accepted?: boolean }
  /** 200 with nothing in it. */
  | { readonly kind: 'empty'; readonly accepted?: boolean }
  /** 200, and 100 MB of blanks; `packed` into 100 kB. */
  | { readonly kind: 'flood'; readonly packed?: boolean };

export const SERVER_ERROR = pageAnswer(500, 'text/plain', 'Internal Server Error');
const ERROR_PAGE = '<!DOCTYPE html><html><body><h1>Server Error</h1></body></html>';
export const HTML_PAGE = pageAnswer(200, 'text/html; charset=utf-8', ERROR_PAGE);
const NOTHING: HttpAnswer = { status: 200, headers: {}, body: '' };

/** Answers so, after `accept` has done what was asked where the fault lets it. Returns the status sent, or null. */
export function answerBrokenly(
  fault: BrokenAnswer,
  response: ServerResponse,
  accept: () => HttpAnswer,
): number | null {
  switch (fault.kind) {
    case 'accept_then_500':
      accept();
      return send(response, SERVER_ERROR);
    case 'accept_then_reset':
      accept();
      return reset(response);
    case 'accept_then_hang':
      accept();
      return null;
    case 'accept_then_cut_body':
      return cutBody(response, accept());
    case 'reset_before':
      return reset(response);
    case 'status':
      return send(response, pageOf(fault));
    case 'html':
      if (fault.accepted === true) accept();
      return send(response, HTML_PAGE);
    case 'empty':
      if (fault.accepted === true) accept();
      return send(response, NOTHING);
    case 'flood':
      return flood(response, fault.packed === true);
    default:
      return fault satisfies never;
  }
}

function pageOf({ status, retryAfter }: Extract<BrokenAnswer, { kind: 'status' }>): HttpAnswer {
  const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
  return { status, headers: { 'content-type': 'text/html', ...headers }, body: ERROR_PAGE };
}

const FLOOD_CHUNKS = 100;
const FLOOD_CHUNK = Buffer.alloc(1024 * 1024, ' ');

function flood(response: ServerResponse, isPacked: boolean): number {
  const headers = { 'content-type': 'application/json', ...(isPacked ? { 'content-encoding': 'gzip' } : {}) };
  response.writeHead(200, headers);
  const blanks = Readable.from(Array(FLOOD_CHUNKS).fill(FLOOD_CHUNK));
  // Whoever has enough hangs up.
  const whenOver = (): void => undefined;
  if (isPacked) pipeline(blanks, createGzip({ level: 1 }), response, whenOver);
  else pipeline(blanks, response, whenOver);
  return 200;
}

function reset(response: ServerResponse): null {
  response.socket?.resetAndDestroy();
  return null;
}

function cutBody(response: ServerResponse, { status, headers, body }: HttpAnswer): null {
  const size = Buffer.byteLength(body);
  response.writeHead(status, { ...headers, 'content-length': String(size + 1) });
  response.write(body.slice(0, 1), () => response.socket?.destroy());
  return null;
}

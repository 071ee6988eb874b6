import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FaultKind } from './faults.ts';

const BODY_BYTES_MAX = 1_000_000;

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export function jsonAnswer(status: number, body: unknown, headers: Record<string, string> = {}): HttpAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
  };
}

/** @throws {Error} when the body is larger than any Slack takes */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > BODY_BYTES_MAX) throw new Error('request body too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Answers as the fault wants it, after `accept` has done what was asked, if the fault lets it. Returns the status sent, or null. */
export function answerThrough(
  fault: FaultKind | null,
  response: ServerResponse,
  accept: () => HttpAnswer,
): number | null {
  switch (fault?.kind) {
    case undefined:
      return send(response, accept());
    case 'rate_limited':
      return send(response, rateLimitedAnswer(fault.retryAfterSeconds));
    case 'error':
      return send(response, jsonAnswer(200, { ok: false, error: fault.code }));
    case 'server_error':
      return send(response, SERVER_ERROR);
    case 'accept_then_500':
      accept();
      return send(response, SERVER_ERROR);
    case 'html':
      if (fault.accepted === true) accept();
      return send(response, HTML_PAGE);
    case 'empty':
      if (fault.accepted === true) accept();
      return send(response, { status: 200, headers: {}, body: '' });
    case 'reset_before':
      return reset(response);
    case 'accept_then_reset':
      accept();
      return reset(response);
    case 'accept_then_hang':
      accept();
      return null;
    case 'accept_then_cut_body':
      return cutBody(response, accept());
    default:
      return fault satisfies never;
  }
}

export function rateLimitedAnswer(retryAfterSeconds: number): HttpAnswer {
  return jsonAnswer(429, { ok: false, error: 'ratelimited' }, { 'retry-after': String(retryAfterSeconds) });
}

const SERVER_ERROR: HttpAnswer = {
  status: 500,
  headers: { 'content-type': 'text/plain' },
  body: 'Internal Server Error',
};

const HTML_PAGE: HttpAnswer = {
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: '<!DOCTYPE html><html><body><h1>Server Error</h1></body></html>',
};

function send(response: ServerResponse, answer: HttpAnswer): number {
  response.writeHead(answer.status, answer.headers).end(answer.body);
  return answer.status;
}

function reset(response: ServerResponse): null {
  response.socket?.resetAndDestroy();
  return null;
}

function cutBody(response: ServerResponse, answer: HttpAnswer): null {
  response.writeHead(answer.status, { ...answer.headers, 'content-length': String(answer.body.length + 1) });
  response.write(answer.body.slice(0, 1), () => response.socket?.destroy());
  return null;
}

import type { IncomingMessage } from 'node:http';
import type { Params } from './params.ts';
import type { SignedRequest } from './signature.ts';

/** A request as it came in: nothing of it is believed yet. */
export interface ReceivedRequest extends SignedRequest {
  readonly action: string;
  readonly version: string;
  /** From the query and, where there is one, the form in the body. */
  readonly params: Params;
}

const MAX_BODY_BYTES = 1_048_576;

/** @throws when the body is too large or the connection breaks */
export async function receiveRequest(message: IncomingMessage): Promise<ReceivedRequest> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new Error('The request body is too large.');
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  const url = new URL(message.url ?? '/', 'http://sandbox');
  const isForm = message.headers['content-type']?.startsWith('application/x-www-form-urlencoded');
  const form = isForm ? new URLSearchParams(body.toString()) : [];
  return {
    method: message.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: message.headers,
    body,
    action: header(message, 'x-acs-action'),
    version: header(message, 'x-acs-version'),
    params: Object.fromEntries([...url.searchParams, ...form]),
  };
}

function header(message: IncomingMessage, name: string): string {
  const value = message.headers[name];
  return typeof value === 'string' ? value : '';
}

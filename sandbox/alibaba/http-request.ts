import type { IncomingMessage } from 'node:http';
import { readBody } from '../request-body.ts';
import type { Params } from './params.ts';
import type { SignedRequest } from './signature.ts';

/** A request as it came in: nothing of it is believed yet. */
export interface ReceivedRequest extends SignedRequest {
  readonly action: string;
  readonly version: string;
  /** From the query and, where there is one, the form in the body. */
  readonly params: Params;
}

/** @throws when the body is too large or the connection breaks */
export async function receiveRequest(message: IncomingMessage): Promise<ReceivedRequest> {
  const body = await readBody(message);
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

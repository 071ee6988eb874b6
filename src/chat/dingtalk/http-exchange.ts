import type { FormData } from 'undici';
import { CHATS } from '../../domain/chats.ts';
import type { WayOut } from '../../net/way-out.ts';
import { exchange, type HttpRequest } from '../transport/http-exchange.ts';
import { type JsonObject, jsonObject } from '../transport/json.ts';
import { failuresTowards } from '../transport/network-failure.ts';

const ADDRESSES = ['DINGTALK_API_URL', 'DINGTALK_OAPI_URL'];
export const networkFailures = failuresTowards(CHATS.dingtalk.label, ADDRESSES);

// Without it the gateway answers in XML.
const ACCEPT = { accept: 'application/json' };
const JSON_BODY = { 'content-type': 'application/json' };

type Headers = Readonly<Record<string, string>>;

export interface Answer {
  readonly status: number;
  /** null: something else than a JSON object, such as a page of HTML from something on the way. */
  readonly body: JsonObject | null;
  /** null: not told. */
  readonly retryAfterMs: number | null;
}

interface JsonRequest {
  readonly url: string;
  readonly headers?: Headers;
}

/**
 * Posts JSON, once.
 * @throws {DeliveryError} `unavailable` when no connection came about, `ambiguous` when no answer did
 */
export function postJson(
  wayOut: WayOut,
  { url, body, headers }: JsonRequest & { readonly body: JsonObject },
  signal: AbortSignal,
): Promise<Answer> {
  const request = { url, method: 'POST', headers: { ...JSON_BODY, ...headers } } as const;
  return ask(wayOut, { ...request, body: JSON.stringify(body) }, signal);
}

const UPLOAD_TIMEOUT_MS = 5 * 60_000;

/** Posts a form with a file in it, once. @throws {DeliveryError} as `postJson` */
export function postForm(
  wayOut: WayOut,
  { url, form }: { readonly url: string; readonly form: FormData },
  signal: AbortSignal,
): Promise<Answer> {
  const request = { url, method: 'POST', headers: {}, body: form, timeoutMs: UPLOAD_TIMEOUT_MS } as const;
  return ask(wayOut, request, signal);
}

/** Gets JSON, once. @throws {DeliveryError} as `postJson` */
export function getJson(
  wayOut: WayOut,
  { url, headers = {} }: JsonRequest,
  signal: AbortSignal,
): Promise<Answer> {
  return ask(wayOut, { url, method: 'GET', headers }, signal);
}

async function ask(wayOut: WayOut, request: HttpRequest, signal: AbortSignal): Promise<Answer> {
  try {
    const headers = { ...ACCEPT, ...request.headers };
    const { text, ...answer } = await exchange(wayOut, { ...request, headers }, signal);
    return { ...answer, body: jsonObject(text) };
  } catch (error) {
    throw networkFailures.ofRequest(error);
  }
}

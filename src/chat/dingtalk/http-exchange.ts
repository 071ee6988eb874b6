import { CHATS } from '../../domain/chats.ts';
import { exchange } from '../transport/http-exchange.ts';
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

/**
 * Posts JSON, once.
 * @throws {DeliveryError} `unavailable` when no connection came about, `ambiguous` when no answer did
 */
export function postJson(
  url: string,
  request: { readonly body: JsonObject; readonly headers?: Headers },
  signal: AbortSignal,
): Promise<Answer> {
  const headers = { ...JSON_BODY, ...request.headers };
  return ask(url, { method: 'POST', headers, body: JSON.stringify(request.body) }, signal);
}

/** Gets JSON, once. @throws {DeliveryError} as `postJson` */
export function getJson(url: string, headers: Headers, signal: AbortSignal): Promise<Answer> {
  return ask(url, { method: 'GET', headers }, signal);
}

async function ask(
  url: string,
  request: { readonly method: 'GET' | 'POST'; readonly headers: Headers; readonly body?: string },
  signal: AbortSignal,
): Promise<Answer> {
  try {
    const headers = { ...ACCEPT, ...request.headers };
    const { text, ...answer } = await exchange(url, { ...request, headers }, signal);
    return { ...answer, body: jsonObject(text) };
  } catch (error) {
    throw networkFailures.ofRequest(error);
  }
}

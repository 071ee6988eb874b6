import { networkFailure } from './network-failure.ts';

const REQUEST_TIMEOUT_MS = 10_000;

const HEADERS = {
  // Without it the gateway answers in XML.
  accept: 'application/json',
  'content-type': 'application/json',
  // A kept connection that DingTalk is just closing would leave open whether a message arrived.
  connection: 'close',
};

export type JsonObject = Readonly<Record<string, unknown>>;

export interface Answer {
  readonly status: number;
  /** null: something else than a JSON object, such as a page of HTML from something on the way. */
  readonly body: JsonObject | null;
}

/**
 * Posts JSON, once.
 * @throws {DeliveryError} `unavailable` when no connection came about, `ambiguous` when no answer did
 */
export async function postJson(
  url: string,
  request: { readonly body: JsonObject; readonly headers?: Readonly<Record<string, string>> },
  signal: AbortSignal,
): Promise<Answer> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...HEADERS, ...request.headers },
      body: JSON.stringify(request.body),
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
    });
    return { status: response.status, body: jsonObject(await response.text()) };
  } catch (error) {
    throw networkFailure(error);
  }
}

/** null: no JSON object. */
export function jsonObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

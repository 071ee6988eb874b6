import type { Message } from '../../domain/message.ts';
import type { WayOut } from '../../net/way-out.ts';
import { exchange } from '../transport/http-exchange.ts';
import { jsonObject } from '../transport/json.ts';
import { type RenderedMessage, sendRendered } from './renderings.ts';
import { httpError, networkFailures, refusal } from './slack-error.ts';

const EXPIRED = new Set(['expired_url', 'used_url', 'invalid_url', 'expired_trigger_id']);

interface ResponseUrl {
  readonly url: string;
  readonly wayOut: WayOut;
}

/** Not Bolt's `respond()`, which has no time-out. `expired`: nothing was sent. @throws {DeliveryError} */
export async function postToResponseUrl(
  to: ResponseUrl,
  message: Message,
  signal: AbortSignal,
): Promise<'sent' | 'expired'> {
  return sendRendered(message, (rendered) => postOnce(to, rendered, signal));
}

async function postOnce(
  { url, wayOut }: ResponseUrl,
  rendered: RenderedMessage,
  signal: AbortSignal,
): Promise<'sent' | 'expired'> {
  const body = JSON.stringify({
    response_type: 'ephemeral',
    replace_original: false,
    ...rendered,
    unfurl_links: false,
    unfurl_media: false,
  });
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  const asking = exchange(wayOut, { url, method: 'POST', headers, body }, signal);
  const { status, text } = await asking.catch((error: unknown) => {
    throw networkFailures.ofRequest(error);
  });
  return judge(status, text);
}

/** The answer is `ok` or an error code, as text or in JSON, and the status says little. */
function judge(status: number, answer: string): 'sent' | 'expired' {
  const code = errorCode(answer);
  const isRefusal = code !== null && /^[a-z_]{3,60}$/.test(code);
  if (isRefusal && EXPIRED.has(code)) return 'expired';
  if (status >= 200 && status < 300 && code === null) return 'sent';
  if (status >= 200 && status < 300 && !isRefusal) throw networkFailures.ambiguous('not_json');
  if (status === 404 || status === 410) return 'expired';
  if (status < 500 && status !== 429 && isRefusal) throw refusal(code, { addressee: 'channel' });
  throw httpError(status);
}

/** null: done. */
function errorCode(answer: string): string | null {
  const text = answer.trim();
  if (text === '' || text === 'ok') return null;
  const { ok, error } = jsonObject(text) ?? {};
  if (ok === true) return null;
  return typeof error === 'string' ? error : text;
}

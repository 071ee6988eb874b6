import type { Message } from '../../domain/message.ts';
import { type RenderedMessage, sendRendered } from './renderings.ts';
import { ambiguous, httpError, networkError, refusal } from './slack-error.ts';

const REQUEST_TIMEOUT_MS = 10_000;
const EXPIRED = new Set(['expired_url', 'used_url', 'invalid_url', 'expired_trigger_id']);

/** Not Bolt's `respond()`, which has no time-out. `expired`: nothing was sent. @throws {DeliveryError} */
export async function postToResponseUrl(
  url: string,
  message: Message,
  signal: AbortSignal,
): Promise<'sent' | 'expired'> {
  return sendRendered(message, (rendered) => postOnce(url, rendered, signal));
}

async function postOnce(
  url: string,
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
  let status: number;
  let answer: string;
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body,
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
    });
    status = response.status;
    answer = await response.text();
  } catch (error) {
    throw networkError(error);
  }
  return judge(status, answer);
}

/** The answer is `ok` or an error code, as text or in JSON, and the status says little. */
function judge(status: number, answer: string): 'sent' | 'expired' {
  const code = errorCode(answer);
  const isRefusal = code !== null && /^[a-z_]{3,60}$/.test(code);
  if (isRefusal && EXPIRED.has(code)) return 'expired';
  if (status >= 200 && status < 300 && code === null) return 'sent';
  if (status >= 200 && status < 300 && !isRefusal) throw ambiguous('not_json');
  if (status === 404 || status === 410) return 'expired';
  if (status < 500 && status !== 429 && isRefusal) throw refusal(code, { addressee: 'channel' });
  throw httpError(status);
}

/** null: done. */
function errorCode(answer: string): string | null {
  const text = answer.trim();
  if (text === '' || text === 'ok') return null;
  try {
    const { ok, error } = JSON.parse(text) as { ok?: unknown; error?: unknown };
    if (ok === true) return null;
    return typeof error === 'string' ? error : text;
  } catch {
    return text;
  }
}

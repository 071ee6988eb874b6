import type { Addressee, CodeMeaning } from '../../domain/code-meaning.ts';
import { adviceOn } from '../../domain/texts/texts.ts';
import { DeliveryError } from '../delivery-error.ts';
import { failureMeant } from '../transport/code-table.ts';
import type { JsonObject } from '../transport/json.ts';
import { meaningOf } from './codes.ts';
import { type Answer, networkFailures } from './http-exchange.ts';

/** DingTalk tells no time; at least a second. */
const RETRY_THROTTLED_MS = 1000;
/** https://open.dingtalk.com/document/development/call-frequency-limit */
const RETRY_BLOCKED_ADDRESS_MS = 5 * 60_000;

/** What an answer that is no success means for the message. No text of the vendor is kept but its code. */
export function refusal(answer: Answer, addressee: Addressee): DeliveryError {
  const { status, body, retryAfterMs } = answer;
  if (body?.punish !== undefined) return blockedAddress();
  const code = body === null ? null : refusalCode(body);
  if (body === null && status >= 200 && status < 300) return networkFailures.ambiguous('not_json');
  if (code === null && status !== 429) return networkFailures.ofStatus(status);
  const given = code ?? `http_${status}`;
  const meaning = meaningIn(given, status, addressee);
  const scopes = body === null ? [] : requiredScopes(body);
  const missing = scopes.length === 0 ? '' : `, missing ${scopes.join(', ')}`;
  return new DeliveryError({
    reason: failureMeant(meaning, addressee),
    code: given,
    message: `${adviceOn('dingtalk', meaning)} (${given}${missing}).`,
    retryAfterMs: meaning === 'rate_limited' ? (retryAfterMs ?? RETRY_THROTTLED_MS) : null,
  });
}

/** Where the code is in no table, the status tells a little: https://open.dingtalk.com/document/development/server-api-error-codes-1 */
function meaningIn(code: string, status: number, addressee: Addressee): CodeMeaning {
  const meaning = meaningOf(code, addressee);
  if (meaning !== 'unknown') return meaning;
  if (status === 429) return 'rate_limited';
  if (status === 401) return 'token_refused';
  return status === 408 || status >= 500 ? 'vendor_failed' : 'unknown';
}

/** Has the token run out, or was it revoked? Nothing was done. */
export function isTokenRefusal(error: unknown): boolean {
  if (!(error instanceof DeliveryError)) return false;
  return error.code === 'http_401' || meaningOf(error.code, 'person') === 'token_refused';
}

/** Is nothing left of the month? Then nothing was counted either. */
export function isQuotaSpent({ code }: DeliveryError): boolean {
  return meaningOf(code, 'person') === 'quota_spent';
}

/** Would granting a permission help? */
export function isMissingPermission(error: DeliveryError): boolean {
  return ['scope_missing', 'person_out_of_range'].includes(meaningOf(error.code, 'person'));
}

/** Refused for an address in it, which DingTalk takes for unsafe. */
export function isUnsafeLink(error: unknown): boolean {
  return error instanceof DeliveryError && /unsafe\.url|^430101$/i.test(error.code);
}

function blockedAddress(): DeliveryError {
  return new DeliveryError({
    reason: 'rate_limited',
    code: 'address_blocked',
    message: 'Not sent: DingTalk blocks this address for some minutes, after too many calls from it.',
    retryAfterMs: RETRY_BLOCKED_ADDRESS_MS,
  });
}

const PRINTABLE_CODE = /^[\w.:-]{1,100}$/;

/** The new API has a `code`, the old one an `errcode`, and behind 88 and 15 the one that tells. null: neither. */
function refusalCode(body: JsonObject): string | null {
  const { code, errcode, sub_code: subCode } = body;
  const given = [subCode, code, errcode].find((one) => one !== undefined && one !== null && one !== '');
  if (typeof given !== 'string' && typeof given !== 'number') return null;
  return PRINTABLE_CODE.test(String(given)) ? String(given) : 'unprintable_code';
}

const SCOPE = /^[\w.]{1,80}$/;
const SCOPES_IN_SENTENCE = /requiredScopes=\[([\w.,\s]{1,500})\]/;

/** The new API has a field for them, in varying case, the old one writes them into its sentence. */
function requiredScopes(body: JsonObject): readonly string[] {
  const detail = property(body, 'accessdenieddetail');
  const listed = property(detail, 'requiredscopes');
  const { errmsg } = body;
  const written = typeof errmsg === 'string' ? SCOPES_IN_SENTENCE.exec(errmsg)?.[1] : undefined;
  const scopes: readonly unknown[] = Array.isArray(listed) ? listed : (written ?? '').split(/[,\s]+/);
  return scopes.filter((scope) => typeof scope === 'string').filter((scope) => SCOPE.test(scope));
}

function property(value: unknown, lowerCaseName: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([name]) => name.toLowerCase() === lowerCaseName)?.[1];
}

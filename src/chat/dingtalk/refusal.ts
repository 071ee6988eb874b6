import type { DeliveryFailure } from '../../domain/delivery.ts';
import { DeliveryError } from '../delivery-error.ts';
import type { JsonObject } from '../transport/json.ts';
import { type Answer, networkFailures } from './http-exchange.ts';

/** To whom the refused call was addressed: DingTalk uses some codes for both. */
export type Addressee = 'person' | 'channel';

/** DingTalk tells no time; at least a second. */
const RETRY_THROTTLED_MS = 1000;
/** https://open.dingtalk.com/document/development/call-frequency-limit */
const RETRY_BLOCKED_ADDRESS_MS = 5 * 60_000;

interface Meaning {
  readonly reason: DeliveryFailure;
  /** In place of the vendor's. */
  readonly code?: string;
  /** A sentence without its full stop. */
  readonly advice: string;
  readonly retryAfterMs?: number;
}

const THROTTLED: Meaning = {
  reason: 'rate_limited',
  advice: 'Not sent: DingTalk asks for a pause',
  retryAfterMs: RETRY_THROTTLED_MS,
};
const CHANNEL: Meaning = {
  reason: 'channel',
  advice:
    'The bot cannot post to this group: check DINGTALK_SECURITY_CONVERSATION, and that the robot was added to the group',
};
const UNKNOWN_OUTCOME: Meaning = {
  reason: 'ambiguous',
  advice: 'DingTalk did not confirm the message. It may have arrived',
};
const REJECTED: Meaning = {
  reason: 'message_rejected',
  advice: 'DingTalk refuses this message: please report it as a defect of the bot',
};

/**
 * What a code means, the first that matches: a 403 is a pause, the end of the month's quota or a missing permission.
 * https://open.dingtalk.com/document/development/server-api-error-codes-1
 */
const MEANINGS: readonly (readonly [code: RegExp, meaning: Meaning])[] = [
  [
    /QpsLimit|QpmLimit|^(?:90002|90018|410100|302033|http_429)$|^(?:send\.too\.fast|toomuch\.msg)$/i,
    THROTTLED,
  ],
  [
    /ApiCountLimitForOrg|^90020$/i,
    {
      reason: 'configuration',
      code: 'quota',
      advice:
        'The organisation has spent its monthly quota of DingTalk API calls: nothing is sent there until next month, or until the quota is raised',
    },
  ],
  [
    /IpNotInWhiteList|^60020$/i,
    {
      reason: 'configuration',
      advice:
        'DingTalk does not take calls from this address: add it to the server egress IPs of the app, or empty that list',
    },
  ],
  [
    /InvalidAuthentication|InvalidClientIdOrSecret|authFailed|^(?:40001|40014|40089|42001|43007|http_401)$/i,
    {
      reason: 'configuration',
      advice:
        'DingTalk does not accept DINGTALK_CLIENT_ID and DINGTALK_CLIENT_SECRET: copy both from the app again',
    },
  ],
  [
    /PermissionDenied|^(?:60011|88)$/i,
    {
      reason: 'configuration',
      advice: 'The DingTalk app lacks a permission: add it to the app and publish it',
    },
  ],
  [
    /staffId\.notExisted|robot\.oto\.notExist|^(?:60121|33012|40104)$/i,
    {
      reason: 'recipient',
      advice: 'DingTalk has no such person in the organisation: link the RAM user to somebody else',
    },
  ],
  [
    /robotCode|chatbotId|^bot\.stopped$|^send\.forbidden$/i,
    {
      reason: 'configuration',
      advice:
        'DingTalk does not let this robot send: check DINGTALK_ROBOT_CODE, and that robot and app are published',
    },
  ],
  [/^(?:-1|15)$|^isp\.|^unknown\.send\.result$/i, UNKNOWN_OUTCOME],
];

const ABOUT_THE_GROUP = /openConversationId|^group\.|robotCode|^bot\.stopped$|^(?:400013|400102|400106)$/i;

/** What an answer that is no success means for the message. No text of the vendor is kept but its code. */
export function refusal(answer: Answer, addressee: Addressee): DeliveryError {
  const { status, body } = answer;
  if (body?.punish !== undefined) return blockedAddress();
  if (body === null)
    return status >= 200 && status < 300 ? networkFailures.ambiguous('not_json') : withoutCode(status);
  const code = refusalCode(body);
  return code === null
    ? withoutCode(status)
    : errorOf(code, { status, addressee, scopes: requiredScopes(body) });
}

/** Has the token run out, or was it revoked? Nothing was done. */
export function isTokenRefusal(error: unknown): boolean {
  if (!(error instanceof DeliveryError)) return false;
  return /InvalidAuthentication|^(?:40001|40014|42001|43007|http_401)$/i.test(error.code);
}

/** Would granting a permission help? */
export function isMissingPermission(error: DeliveryError): boolean {
  return /PermissionDenied|^(?:60011|88|50002|50004)$/i.test(error.code);
}

/** Refused for an address in it, which DingTalk takes for unsafe. */
export function isUnsafeLink(error: unknown): boolean {
  return error instanceof DeliveryError && /unsafe\.url|^430101$/i.test(error.code);
}

function errorOf(
  code: string,
  details: { readonly status: number; readonly addressee: Addressee; readonly scopes: readonly string[] },
): DeliveryError {
  const meaning = meaningOf(code, details.addressee) ?? byStatus(details.status);
  const scopes = details.scopes.length === 0 ? '' : `, namely ${details.scopes.join(', ')}`;
  return new DeliveryError({
    reason: meaning.reason,
    code: meaning.code ?? code,
    message: `${meaning.advice}${scopes} (${code}).`,
    retryAfterMs: meaning.retryAfterMs ?? null,
  });
}

function meaningOf(code: string, addressee: Addressee): Meaning | null {
  if (addressee === 'channel' && ABOUT_THE_GROUP.test(code)) return CHANNEL;
  return MEANINGS.find(([pattern]) => pattern.test(code))?.[1] ?? null;
}

function byStatus(status: number): Meaning {
  if (status === 429) return THROTTLED;
  if (status === 401 || status === 403 || status === 404) {
    return {
      reason: 'configuration',
      advice: 'DingTalk refuses the call: check the app, its permissions and DINGTALK_API_URL',
    };
  }
  return status === 408 || status >= 500 ? UNKNOWN_OUTCOME : REJECTED;
}

function withoutCode(status: number): DeliveryError {
  const code = `http_${status}`;
  return meaningOf(code, 'person') === null
    ? networkFailures.ofStatus(status)
    : errorOf(code, { status, addressee: 'person', scopes: [] });
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

import type { BrokenAnswer } from '../broken-answers.ts';
import { createFaultRules, type FaultCount, onceUnlessByChance } from '../fault-rules.ts';
import type { Random } from '../random.ts';
import { type EndpointName, familyOf } from './endpoint-name.ts';
import { type GatewayRefusal, gatewayRefusal } from './gateway-refusals.ts';

/** What goes wrong. */
export type FaultKind =
  | BrokenAnswer
  /** Forbidden.AccessDenied.QpsLimitForAppkeyAndApi, `90018`, `410100`. */
  | { readonly kind: 'qps_403' }
  /** Forbidden.AccessDenied.ApiCountLimitForOrg, `90020`. */
  | { readonly kind: 'quota_403' }
  /** Forbidden.AccessDenied.AccessTokenPermissionDenied, `60011`; names the endpoint's own scope unless others are given. */
  | { readonly kind: 'permission_403'; readonly requiredScopes?: readonly string[] }
  /** The token is worth nothing from now on; of a webhook, its session. */
  | { readonly kind: 'token_expired' }
  /** A department's list never ends: its first page again and again, each time with another cursor. */
  | { readonly kind: 'endless_list' }
  /** Strikes messages with an address outside DingTalk alone. */
  | { readonly kind: 'unsafe_url' }
  /** HTTP 500 or errcode -1, nothing done. */
  | { readonly kind: 'server_error' }
  /** HTTP 504; of the old API errcode 15. DingTalk gave up after 3 s, and whether it was done is open. */
  | { readonly kind: 'gateway_504'; readonly accepted?: boolean }
  /** What a blocked address gets: `{"status":1111,…}`, or a page. */
  | { readonly kind: 'ip_block'; readonly as?: 'json' | 'html' }
  /** Any other refusal: of the new API HTTP `status` (400) with this code, else this errcode. */
  | { readonly kind: 'error'; readonly code: string; readonly status?: number };

/** Without `times` or a probability it strikes once; `*`: a call to any endpoint. */
type Fault = FaultKind & FaultCount & { readonly endpoint: EndpointName | '*' };

export interface Faults {
  /** @throws {Error} when DingTalk never answers this endpoint so */
  add(fault: Fault): void;
  clear(): void;
  /** The fault that strikes this call, if one does. */
  take(endpoint: EndpointName, body: string): FaultKind | null;
}

const REFUSING = new Set<string>([
  'qps_403',
  'quota_403',
  'permission_403',
  'token_expired',
  'unsafe_url',
  'server_error',
] satisfies GatewayRefusal[]);

/** Whether this fault is one of the gateway's own refusals. */
export function isGatewayRefusal(kind: string): kind is GatewayRefusal {
  return REFUSING.has(kind);
}

export function createFaults(random: Random): Faults {
  const rules = createFaultRules<Fault>(random, onceUnlessByChance);
  return {
    add(fault) {
      const { endpoint, kind } = fault;
      if (endpoint !== '*' && isGatewayRefusal(kind) && gatewayRefusal(kind, familyOf(endpoint)) === null) {
        throw new Error(`${endpoint} never answers ${kind}`);
      }
      rules.add(fault);
    },
    clear: () => rules.clear(),
    take: (endpoint, body) =>
      rules.next(
        (fault) =>
          (fault.endpoint === '*' || fault.endpoint === endpoint) &&
          (fault.kind !== 'unsafe_url' || leadsOutside(body)) &&
          (fault.kind !== 'endless_list' || endpoint === 'POST /topapi/v2/user/list'),
      ),
  };
}

const ADDRESS = /https?(?::|%3A)(?:\/|%2F|\\\/){2}([\w.-]+)/gi;

function leadsOutside(body: string): boolean {
  return [...body.matchAll(ADDRESS)].some(([, host = '']) => !/(?:^|\.)dingtalk\.(?:com|io)$/i.test(host));
}

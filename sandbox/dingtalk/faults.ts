import { type EndpointName, familyOf } from './endpoint-name.ts';
import { type GatewayRefusal, gatewayRefusal } from './gateway-refusals.ts';
import type { Random } from './random.ts';

/** What goes wrong. `accept_…`: DingTalk does what was asked, and the caller does not learn of it. */
export type FaultKind =
  /** Forbidden.AccessDenied.QpsLimitForAppkeyAndApi, `90018`, `410100`. */
  | { readonly kind: 'qps_403' }
  /** Forbidden.AccessDenied.ApiCountLimitForOrg, `90020`. */
  | { readonly kind: 'quota_403' }
  /** Forbidden.AccessDenied.AccessTokenPermissionDenied, `60011`; names the endpoint's own scope unless others are given. */
  | { readonly kind: 'permission_403'; readonly requiredScopes?: readonly string[] }
  /** The token is worth nothing from now on; of a webhook, its session. */
  | { readonly kind: 'token_expired' }
  /** Strikes messages with an address outside DingTalk alone. */
  | { readonly kind: 'unsafe_url' }
  /** HTTP 500 or errcode -1, nothing done. */
  | { readonly kind: 'server_error' }
  /** HTTP 504; of the old API errcode 15. DingTalk gave up after 3 s, and whether it was done is open. */
  | { readonly kind: 'gateway_504'; readonly accepted?: boolean }
  /** What a blocked address gets: `{"status":1111,…}`, or a page. */
  | { readonly kind: 'ip_block'; readonly as?: 'json' | 'html' }
  | { readonly kind: 'accept_then_500' }
  | { readonly kind: 'accept_then_reset' }
  /** Never answered. */
  | { readonly kind: 'accept_then_hang' }
  /** Status and headers arrive, the body breaks off. */
  | { readonly kind: 'accept_then_cut_body' }
  /** The connection is reset, nothing done. */
  | { readonly kind: 'reset_before' }
  /** 200 with a page of HTML. */
  | { readonly kind: 'html'; readonly accepted?: boolean }
  /** 200 with nothing in it. */
  | { readonly kind: 'empty'; readonly accepted?: boolean }
  /** Any other refusal: of the new API HTTP `status` (400) with this code, else this errcode. */
  | { readonly kind: 'error'; readonly code: string; readonly status?: number };

type Fault = FaultKind & {
  readonly endpoint: EndpointName;
  /** How often; without it once, or without end where a probability is given. */
  readonly times?: number;
  /** Chance per call, 0 to 1, by the sandbox's seed. */
  readonly probability?: number;
};

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
  let pending: { readonly fault: Fault; timesLeft: number }[] = [];
  return {
    add(fault) {
      const { endpoint, kind } = fault;
      if (isGatewayRefusal(kind) && gatewayRefusal(kind, familyOf(endpoint)) === null) {
        throw new Error(`${endpoint} never answers ${kind}`);
      }
      const unlimited = fault.probability === undefined ? 1 : Number.POSITIVE_INFINITY;
      pending.push({ fault, timesLeft: fault.times ?? unlimited });
    },
    clear() {
      pending = [];
    },
    take(endpoint, body) {
      const struck = pending.find(
        ({ fault }) =>
          fault.endpoint === endpoint &&
          (fault.kind !== 'unsafe_url' || leadsOutside(body)) &&
          random() < (fault.probability ?? 1),
      );
      if (struck === undefined) return null;
      struck.timesLeft -= 1;
      pending = pending.filter((entry) => entry.timesLeft > 0);
      return struck.fault;
    },
  };
}

const ADDRESS = /https?(?::|%3A)(?:\/|%2F|\\\/){2}([\w.-]+)/gi;

function leadsOutside(body: string): boolean {
  return [...body.matchAll(ADDRESS)].some(([, host = '']) => !/(?:^|\.)dingtalk\.(?:com|io)$/i.test(host));
}

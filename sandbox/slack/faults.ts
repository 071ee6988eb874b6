import type { Random } from './random.ts';

/** What goes wrong. `accept_…`: Slack does what was asked, and the caller does not learn of it. */
export type FaultKind =
  | { readonly kind: 'rate_limited'; readonly retryAfterSeconds: number }
  /** HTTP 500, nothing done. */
  | { readonly kind: 'server_error' }
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
  | { readonly kind: 'error'; readonly code: string };

type Fault = FaultKind & {
  /** A Web API method, or `response_url`. */
  readonly method: string;
  /** How often; without it once, or without end where a probability is given. */
  readonly times?: number;
  /** Chance per call, 0 to 1, by the sandbox's seed. */
  readonly probability?: number;
};

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  /** The fault that strikes this call, if one does. */
  take(method: string): FaultKind | null;
}

export function createFaults(random: Random): Faults {
  let pending: { readonly fault: Fault; timesLeft: number }[] = [];
  return {
    add(fault) {
      const unlimited = fault.probability === undefined ? 1 : Number.POSITIVE_INFINITY;
      pending.push({ fault, timesLeft: fault.times ?? unlimited });
    },
    clear() {
      pending = [];
    },
    take(method) {
      const struck = pending.find(
        ({ fault }) => fault.method === method && random() < (fault.probability ?? 1),
      );
      if (struck === undefined) return null;
      struck.timesLeft -= 1;
      pending = pending.filter((entry) => entry.timesLeft > 0);
      return struck.fault;
    },
  };
}

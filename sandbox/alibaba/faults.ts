import { createFaultRules, type FaultCount, type SwitchedFault } from '../fault-rules.ts';
import type { Random } from './random.ts';

/**
 * Which requests a fault meets. Every condition that is given must hold; only recognised callers are met. Without `times`, all of
 * them.
 */
interface FaultMatch extends FaultCount {
  readonly action?: string;
  readonly version?: string;
  readonly accountId?: string;
  /** The RAM user the call asks about, by its name now. */
  readonly userName?: string;
  /** For faults that swallow the answer: was the call carried out before? Default no. */
  readonly carriedOut?: boolean;
}

type FaultEffect =
  | { readonly kind: 'throttle'; readonly retryAfterMs?: number | null }
  | { readonly kind: 'server_error'; readonly status?: 500 | 503 }
  | { readonly kind: 'error'; readonly status: number; readonly code: string; readonly message?: string }
  | { readonly kind: 'no_permission' }
  /** A gateway's error page, status 502. */
  | { readonly kind: 'html' }
  /** Status 200 and no body. */
  | { readonly kind: 'empty' }
  /** The connection is cut. */
  | { readonly kind: 'reset' }
  /** No answer until the client gives up. */
  | { readonly kind: 'hang' }
  /** An answer that does not end before `bytes` of it were taken. */
  | { readonly kind: 'flood'; readonly bytes: number }
  | { readonly kind: 'slow'; readonly delayMs: number }
  /** The list never ends: the answer repeats the marker it was asked with. */
  | { readonly kind: 'repeat_marker' }
  /** The list never ends: its first page again and again, each time with another marker. */
  | { readonly kind: 'endless_list' }
  /** The list claims to be complete and lacks the second half of its page. */
  | { readonly kind: 'truncated_page' }
  /** A 200 that lacks this field: `LoginProfile`, or deeper `LoginProfile.Status`. */
  | { readonly kind: 'omit'; readonly field: string };

export type FaultRule = FaultMatch & FaultEffect;

interface FaultTarget {
  readonly action: string;
  readonly version: string;
  readonly accountId: string;
  readonly userName: string | null;
}

export interface Faults {
  /** The first rule that meets a request decides. */
  add(rule: FaultRule): SwitchedFault;
  clear(): void;
}

export interface SwitchableFaults extends Faults {
  next(target: FaultTarget): FaultRule | null;
}

export function createFaults(random: Random): SwitchableFaults {
  const rules = createFaultRules<FaultRule>(random.next, () => Number.POSITIVE_INFINITY);
  return { ...rules, next: (target) => rules.next((rule) => meets(rule, target)) };
}

function meets(rule: FaultMatch, target: FaultTarget): boolean {
  return (['action', 'version', 'accountId', 'userName'] as const).every(
    (key) => rule[key] === undefined || rule[key] === target[key],
  );
}

import type { BrokenAnswer } from '../broken-answers.ts';
import { createFaultRules, type FaultCount, onceUnlessByChance } from '../fault-rules.ts';
import type { Random } from '../random.ts';

/** What goes wrong. */
export type FaultKind =
  | BrokenAnswer
  | { readonly kind: 'rate_limited'; readonly retryAfterSeconds: number }
  /** HTTP 500, nothing done. */
  | { readonly kind: 'server_error' }
  /** A list never ends: its first page again and again, each time with another cursor. */
  | { readonly kind: 'endless_list' }
  | { readonly kind: 'error'; readonly code: string };

/** Without `times` or a probability it strikes once. */
type Fault = FaultKind &
  FaultCount & {
    /** A Web API method, or `response_url`; `*`: any of them. */
    readonly method: string;
  };

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  /** The fault that strikes this call, if one does. */
  take(method: string): FaultKind | null;
}

const IN_PAGES = new Set(['users.list', 'conversations.history']);

export function createFaults(random: Random): Faults {
  const rules = createFaultRules<Fault>(random, onceUnlessByChance);
  return {
    add: (fault) => void rules.add(fault),
    clear: () => rules.clear(),
    take: (method) =>
      rules.next(
        (fault) =>
          (fault.method === '*' || fault.method === method) &&
          (fault.kind !== 'endless_list' || IN_PAGES.has(method)),
      ),
  };
}

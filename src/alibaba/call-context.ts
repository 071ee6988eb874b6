import type { MissingPermission } from './accounts.ts';
import type { CallPriority } from './rate-limit.ts';

/** On whose behalf calls are made: who may stop them, how urgent they are, and who counts them. */
export interface CallContext {
  readonly signal: AbortSignal;
  readonly priority: CallPriority;
  /** A request is about to go over the wire. */
  onCall(): void;
  onDenied(missing: MissingPermission): void;
}

/** The calls of one reading, counted, with what was refused, once per grant. */
export interface TrackedCalls extends CallContext {
  readonly apiCalls: () => number;
  readonly missingPermissions: () => readonly MissingPermission[];
}

export function trackCalls(signal: AbortSignal, priority: CallPriority): TrackedCalls {
  const missing = new Map<string, MissingPermission>();
  let calls = 0;
  return {
    signal,
    priority,
    onCall: () => {
      calls += 1;
    },
    onDenied: (permission) => {
      if (!missing.has(permission.grant)) missing.set(permission.grant, permission);
    },
    apiCalls: () => calls,
    missingPermissions: () => [...missing.values()],
  };
}

/** Somebody waits for these, and nobody counts them. */
export const interactiveCalls = (signal: AbortSignal): CallContext => trackCalls(signal, 'interactive');

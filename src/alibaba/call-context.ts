import type { Log } from '../log.ts';
import type { AlibabaError, AlibabaErrorReason, MissingPermission } from './accounts.ts';
import type { Operation } from './permissions.ts';
import type { CallPriority } from './rate-limit.ts';

/** On whose behalf calls are made: who may stop them, how urgent they are, and who counts them. */
export interface CallContext {
  readonly signal: AbortSignal;
  readonly priority: CallPriority;
  /** A request is about to go over the wire. */
  onCall(): void;
  /** The vendor's own id of an answer, refusals too. */
  onRequestId?(requestId: string): void;
  onAnswer(action: string, outcome: AlibabaErrorReason | 'answered' | 'cut_off'): void;
  /** A call failed for good. */
  onFailure(operation: Operation, failure: AlibabaError): void;
}

/** The calls of one reading, counted, with what was refused, once per grant. */
export interface TrackedCalls extends CallContext {
  readonly apiCalls: () => number;
  readonly missingPermissions: () => readonly MissingPermission[];
}

/** What is logged here: each way in which an operation failed, once per reading. */
export type CallLog = Pick<Log, 'vendorCallFailed' | 'vendorCalled'>;

export function trackCalls(signal: AbortSignal, priority: CallPriority, log: CallLog): TrackedCalls {
  const missing = new Map<string, MissingPermission>();
  const logged = new Set<string>();
  let calls = 0;
  return {
    signal,
    priority,
    onCall: () => {
      calls += 1;
    },
    onAnswer: (action, outcome) => log.vendorCalled({ action, outcome }),
    onFailure: ({ action, grant, optionalFor }, { reason, code }) => {
      // That a user has no login profile, or no device, is an answer.
      if (reason === 'not_found') return;
      const isMissed = reason === 'no_permission' && grant !== null && optionalFor === undefined;
      if (isMissed && !missing.has(grant)) missing.set(grant, { grant, code });
      const failure = `${action} ${code}`;
      if (logged.has(failure)) return;
      logged.add(failure);
      log.vendorCallFailed({ vendor: 'alibaba', call: action, code });
    },
    apiCalls: () => calls,
    missingPermissions: () => [...missing.values()],
  };
}

/** For the first call about one user. */
export function forNextUser(context: CallContext): CallContext {
  return context.priority === 'audit' ? { ...context, priority: 'next_user' } : context;
}

/** Somebody waits for these, and nobody counts them. */
export function interactiveCalls(signal: AbortSignal, log: CallLog): CallContext {
  return trackCalls(signal, 'interactive', log);
}

import type { DeliveryEvidence, MessageReference, Messenger } from '../chat/chat.ts';
import { DeliveryError } from '../chat/delivery-error.ts';
import type { Clock, EpochMs } from '../domain/clock.ts';
import { aftermathOf, type DeliveryFailure, PATIENCE_MS, waitAfter } from '../domain/delivery.ts';
import type { ChatName } from '../domain/message.ts';

/** Something that was claimed and is on its way to one place: what one person is told, or a post. */
export interface Dispatch {
  readonly chat: ChatName;
  /** Whose conversation may be asked whether it arrived; null: a channel, which is not read. */
  readonly memberId: string | null;
  readonly deliveryId: string;
  readonly claimedAt: EpochMs;
  /** Writes down what came of it. */
  settle(outcome: Outcome): Promise<void>;
}

export type Outcome =
  | { readonly kind: 'sent'; readonly reference: MessageReference }
  | { readonly kind: 'failed' | 'unknown'; readonly code: string }
  /** Said again, not before `retryAt`; null: at the next opportunity. */
  | {
      readonly kind: 'again';
      readonly because: DeliveryFailure;
      readonly code: string;
      readonly retryAt: EpochMs | null;
    };

export interface CarryOutDeps {
  readonly clock: Clock;
  readonly messengers: ReadonlyMap<ChatName, Messenger>;
}

/** What one try means for whatever else this chat was to be told in this run. */
export type RestOfRun =
  | { readonly kind: 'goes_on' | 'stops' }
  /** A short pause the vendor asks for. */
  | { readonly kind: 'waits'; readonly forMs: number };

const GOES_ON: RestOfRun = { kind: 'goes_on' };

interface Failure {
  readonly reason: DeliveryFailure;
  readonly code: string;
  readonly retryAfterMs: number | null;
}

/** Once claimed, a message is seen through, whatever is being stopped. */
const SEND_WITHIN_MS = 30_000;
/** How long a conversation that cannot be read is asked again before the outcome stays unknown. */
const RECONCILE_FOR_MS = 24 * 60 * 60_000;

/** Sends what was claimed, once, and writes down what came of it. */
export async function carryOut(
  deps: CarryOutDeps,
  dispatch: Dispatch,
  by: {
    readonly send: (signal: AbortSignal) => Promise<MessageReference>;
    /** Ends the search for a message that nobody confirmed. */
    readonly signal: AbortSignal;
  },
): Promise<RestOfRun> {
  try {
    const reference = await by.send(AbortSignal.timeout(SEND_WITHIN_MS));
    await dispatch.settle({ kind: 'sent', reference });
    return GOES_ON;
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    return settleFailure(deps, dispatch, { failure: error, signal: by.signal });
  }
}

/** What a failure means, by the one table of `domain/delivery.ts`. */
export async function settleFailure(
  deps: CarryOutDeps,
  dispatch: Dispatch,
  { failure, signal }: { readonly failure: Failure; readonly signal: AbortSignal },
): Promise<RestOfRun> {
  const { outcome } = aftermathOf(failure.reason);
  const { code } = failure;
  switch (outcome) {
    case 'failed':
      await dispatch.settle({ kind: 'failed', code });
      break;
    case 'again':
      await dispatch.settle({
        kind: 'again',
        because: failure.reason,
        code,
        retryAt: retryAt(deps, failure),
      });
      break;
    case 'look_for_it':
      await lookFor(deps, dispatch, signal);
      break;
    default:
      outcome satisfies never;
  }
  return restOfRun(failure);
}

function retryAt({ clock }: CarryOutDeps, failure: Failure): EpochMs | null {
  const waitMs = waitAfter(failure, 0);
  return waitMs === null ? null : clock.now() + waitMs;
}

function restOfRun(failure: Failure): RestOfRun {
  const { restOfRun: kind } = aftermathOf(failure.reason);
  if (kind !== 'waits') return { kind };
  const forMs = waitAfter(failure, 0) ?? 0;
  return forMs <= PATIENCE_MS ? { kind, forMs } : { kind: 'stops' };
}

/** Asks whether an attempt arrived that nobody confirmed; who cannot be asked leaves it unknown. */
export async function lookFor(deps: CarryOutDeps, dispatch: Dispatch, signal: AbortSignal): Promise<void> {
  const evidence = await evidenceOf(deps, dispatch, signal);
  switch (evidence.kind) {
    case 'delivered':
      return dispatch.settle({ kind: 'sent', reference: evidence.reference });
    case 'absent':
      return dispatch.settle({ kind: 'again', because: 'ambiguous', code: 'absent', retryAt: null });
    case 'cannot_ask':
      return dispatch.settle({ kind: 'unknown', code: 'cannot_ask' });
    case 'unreadable':
      // Left as it is: the next run asks again.
      if (deps.clock.now() - dispatch.claimedAt < RECONCILE_FOR_MS) return;
      return dispatch.settle({ kind: 'unknown', code: evidence.code });
    default:
      return evidence satisfies never;
  }
}

async function evidenceOf(
  { messengers }: CarryOutDeps,
  { chat, memberId, deliveryId, claimedAt: attemptedAt }: Dispatch,
  signal: AbortSignal,
): Promise<DeliveryEvidence> {
  const messenger = messengers.get(chat);
  if (messenger === undefined) return { kind: 'unreadable', code: 'chat_not_configured' };
  if (memberId === null) return { kind: 'cannot_ask' };
  return messenger.findDelivered(memberId, { deliveryId, attemptedAt }, signal);
}

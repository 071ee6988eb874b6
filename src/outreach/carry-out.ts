import { setTimeout as delay } from 'node:timers/promises';
import type { DeliveryEvidence, MessageReference, Messenger } from '../chat/chat.ts';
import { DeliveryError } from '../chat/delivery-error.ts';
import type { ChatName } from '../domain/chats.ts';
import type { Clock, EpochMs } from '../domain/clock.ts';
import { aftermathOf, type DeliveryFailure, PATIENCE_MS, waitAfter } from '../domain/delivery.ts';
import type { Database } from '../store/database.ts';
import { mayPass } from '../store/database-error.ts';
import { countRefusals, forgetRefusal, noteRefusal } from '../store/recipient-refusals.ts';
import type { SendingWatch } from './sending-watch.ts';

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
  readonly db: Database;
  readonly clock: Clock;
  readonly messengers: ReadonlyMap<ChatName, Messenger>;
  readonly watch: SendingWatch;
  /** Aborted when another process may be sending by now: it looks for what was on its way here, and must not look too early. */
  readonly turnLost: AbortSignal;
}

/** What one try means for whatever else this chat was to be told in this run. */
export type RestOfRun =
  | { readonly kind: 'goes_on' | 'stops' }
  /** A short pause the vendor asks for. */
  | { readonly kind: 'waits'; readonly forMs: number };

const GOES_ON: RestOfRun = { kind: 'goes_on' };

/** Once claimed, a message is seen through, whatever is being stopped. */
const SEND_WITHIN_MS = 30_000;
/** How long a conversation that cannot be read is asked again before the outcome stays unknown. */
const RECONCILE_FOR_MS = 24 * 60 * 60_000;

export interface Failure {
  readonly reason: DeliveryFailure;
  readonly code: string;
  readonly retryAfterMs: number | null;
}

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
    await settleSent(deps, dispatch, await by.send(await seenThrough(deps)));
    return GOES_ON;
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    return settleFailure(deps, dispatch, { failure: error, signal: by.signal });
  }
}

/** However the run is being stopped; but not for longer than this process is the one that sends. */
export async function seenThrough({ turnLost }: Pick<CarryOutDeps, 'turnLost'>): Promise<AbortSignal> {
  // A machine that stood still meanwhile learns by a timer that is overdue that its turn is lost: this one comes after it.
  await delay(0);
  return AbortSignal.any([AbortSignal.timeout(SEND_WITHIN_MS), turnLost]);
}

/** What is asked again as long as the database is locked or full: for as long as a day. */
const STORE_TRIES_MAX = 3000;
const STORE_PAUSE_MAX_MS = 30_000;

/** An outcome is known once: it is not lost with whatever has to be read or written for it. */
async function untilStored<Value>(
  { clock, turnLost }: CarryOutDeps,
  work: () => Promise<Value>,
): Promise<Value> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries === STORE_TRIES_MAX || turnLost.aborted || !mayPass(error)) throw error;
      await clock.sleep(Math.min(100 * 2 ** Math.min(tries, 10), STORE_PAUSE_MAX_MS));
    }
  }
}

const writeDown = (deps: CarryOutDeps, dispatch: Dispatch, outcome: Outcome): Promise<void> =>
  untilStored(deps, () => dispatch.settle(outcome));

export async function settleSent(
  deps: CarryOutDeps,
  dispatch: Dispatch,
  reference: MessageReference,
): Promise<void> {
  await writeDown(deps, dispatch, { kind: 'sent', reference });
  const { chat, memberId } = dispatch;
  if (memberId !== null) await untilStored(deps, () => forgetRefusal(deps.db, { chat, memberId }));
  deps.watch.sent(dispatch);
}

/** What a failure means, by the one table of `domain/delivery.ts`. */
export async function settleFailure(
  deps: CarryOutDeps,
  dispatch: Dispatch,
  { failure, signal }: { readonly failure: Failure; readonly signal: AbortSignal },
): Promise<RestOfRun> {
  const { reason, code } = failure;
  const { outcome } = aftermathOf(reason);
  const rest = restOfRun(failure);
  switch (outcome) {
    case 'failed':
      await writeDown(deps, dispatch, { kind: 'failed', code });
      break;
    case 'again':
      await putBack(deps, dispatch, failure);
      break;
    case 'look_for_it':
      if (await lookFor(deps, dispatch, { failure, signal })) return GOES_ON;
      break;
    default:
      outcome satisfies never;
  }
  const { chat, memberId } = dispatch;
  await deps.watch.failed({ chat, memberId, reason, code, restOfRun: rest.kind }, signal);
  return rest;
}

/** Said again later. */
async function putBack(deps: CarryOutDeps, dispatch: Dispatch, failure: Failure): Promise<void> {
  const { reason, code } = failure;
  const next = await untilStored(deps, () => nextTry(deps, dispatch, failure));
  await writeDown(deps, dispatch, { kind: 'again', because: reason, code, retryAt: next.retryAt });
  await untilStored(deps, () => noteRefused(deps, dispatch, { ...failure, ...next }));
}

type Addressee = Pick<Dispatch, 'chat' | 'memberId'>;

/** What was to be changed for this person is left for later, by the same rule as a message. */
export async function putOff(
  deps: Pick<CarryOutDeps, 'db' | 'clock'>,
  to: Addressee,
  failure: Failure,
): Promise<void> {
  await noteRefused(deps, to, { ...failure, ...(await nextTry(deps, to, failure)) });
}

interface NextTry {
  readonly at: EpochMs;
  /** null: at the next opportunity. */
  readonly retryAt: EpochMs | null;
}

async function nextTry(
  { db, clock }: Pick<CarryOutDeps, 'db' | 'clock'>,
  { chat, memberId }: Addressee,
  failure: Failure,
): Promise<NextTry> {
  const at = clock.now();
  const before = memberId === null ? 0 : await countRefusals(db, { chat, memberId });
  const waitMs = waitAfter(failure, before);
  return { at, retryAt: waitMs === null ? null : at + waitMs };
}

/** Whoever is refused time and again waits longer each time. */
async function noteRefused(
  { db }: Pick<CarryOutDeps, 'db'>,
  { chat, memberId }: Addressee,
  { reason, code, at, retryAt }: Failure & NextTry,
): Promise<void> {
  if (memberId === null || retryAt === null || !aftermathOf(reason).isWaitGrowing) return;
  await noteRefusal(db, { chat, memberId, code, at, retryAt });
}

function restOfRun(failure: Failure): RestOfRun {
  const { restOfRun: kind } = aftermathOf(failure.reason);
  if (kind !== 'waits') return { kind };
  const forMs = waitAfter(failure, 0) ?? 0;
  return forMs <= PATIENCE_MS ? { kind, forMs } : { kind: 'stops' };
}

/** Settles what an earlier process, or an unreadable conversation, has left on its way: one after the other. */
export async function settleInterrupted(
  deps: CarryOutDeps,
  left: readonly Dispatch[],
  signal: AbortSignal,
): Promise<void> {
  for (const dispatch of left) {
    if (signal.aborted) return;
    await lookFor(deps, dispatch, { failure: null, signal });
  }
}

/** Asks whether an attempt arrived that nobody confirmed; who cannot be asked leaves it unknown. True when it did. */
async function lookFor(
  deps: CarryOutDeps,
  dispatch: Dispatch,
  { failure, signal }: { readonly failure: Failure | null; readonly signal: AbortSignal },
): Promise<boolean> {
  const evidence = await evidenceOf(deps, dispatch, signal);
  switch (evidence.kind) {
    case 'delivered':
      await settleSent(deps, dispatch, evidence.reference);
      return true;
    case 'absent':
      if (failure !== null) await putBack(deps, dispatch, failure);
      else
        await writeDown(deps, dispatch, {
          kind: 'again',
          because: 'ambiguous',
          code: 'absent',
          retryAt: null,
        });
      return false;
    case 'cannot_ask':
      await writeDown(deps, dispatch, { kind: 'unknown', code: failure?.code ?? 'interrupted' });
      return false;
    case 'unreadable':
      // Left as it is: the next run asks again.
      if (deps.clock.now() - dispatch.claimedAt < RECONCILE_FOR_MS) return false;
      await writeDown(deps, dispatch, { kind: 'unknown', code: evidence.code });
      return false;
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

import type { Clock } from '../domain/clock.ts';
import { AlibabaError } from './accounts.ts';
import type { CallContext } from './call-context.ts';
import type { AccessKeys, Credentials } from './credentials.ts';
import { untilAborted, withinDeadline } from './deadline.ts';
import type { Endpoints } from './endpoints.ts';
import { classifyFailure, failureOfChange, requestIdOf, timedOut } from './failures.ts';
import type { Operation } from './permissions.ts';
import type { RateLimit } from './rate-limit.ts';
import { repeatRead } from './retry.ts';
import { type CallParameters, createSdk, type SendCall } from './sdk.ts';
import type { Transport } from './transport.ts';

/** Connecting, asking and reading the answer together. */
const CALL_MAX_MS = 10_000;

/** What all calls to one account go through: signed, counted, within its rate. */
export interface Gateway {
  /**
   * One read, repeated while its failure may pass.
   * @returns the answer's JSON, not yet looked at
   * @throws {AlibabaError} or the signal's reason
   */
  read(operation: Operation, parameters: CallParameters, context: CallContext): Promise<unknown>;
  /**
   * One change, sent once whatever comes back.
   * @throws {AlibabaError} `ambiguous` where it may have been carried out; the signal's reason before it was sent
   */
  change(operation: Operation, parameters: CallParameters, context: CallContext): Promise<void>;
}

interface Call {
  readonly operation: Operation;
  readonly parameters: CallParameters;
}

export interface GatewayOptions {
  readonly credentials: Credentials;
  readonly endpoints: Endpoints;
  readonly transport: Transport;
  readonly rateLimit: RateLimit;
  readonly clock: Clock;
  readonly random: () => number;
}

export function createGateway(options: GatewayOptions): Gateway {
  const { credentials, transport, rateLimit } = options;
  const sdks = new WeakMap<AccessKeys, SendCall>();

  const sdkFor = (keys: AccessKeys): SendCall => {
    const known = sdks.get(keys);
    if (known !== undefined) return known;
    const sdk = createSdk(keys, options.endpoints);
    sdks.set(keys, sdk);
    return sdk;
  };

  /** One request; cut off when its time is up or nobody wants the answer any more. */
  async function send(
    keys: AccessKeys,
    { operation, parameters }: Call,
    signal: AbortSignal,
  ): Promise<unknown> {
    const sent = transport.begin(() => sdkFor(keys)(operation, parameters));
    try {
      const inTime = withinDeadline(sent.answer, CALL_MAX_MS, () => timedOut(operation));
      return await untilAborted(inTime, signal);
    } catch (thrown) {
      sent.cutOff();
      if (thrown === signal.reason) throw thrown;
      const failure = classifyFailure(thrown, operation, sent.retryAfterMs());
      if (failure.reason === 'credentials') credentials.discard(keys);
      throw failure;
    }
  }

  async function start(context: CallContext): Promise<void> {
    await rateLimit.take(context.priority, context.signal);
    context.onCall();
  }

  return {
    async read(operation, parameters, context) {
      const keys = await credentials.current(context);
      const attempt = async () => {
        await start(context);
        return answered(context, operation, send(keys, { operation, parameters }, context.signal));
      };
      try {
        return await repeatRead(attempt, options, context.signal);
      } catch (error) {
        if (error instanceof AlibabaError) context.onFailure(operation, error);
        throw error;
      }
    },
    async change(operation, parameters, context) {
      const keys = await credentials.current(context);
      await start(context);
      try {
        await answered(context, operation, send(keys, { operation, parameters }, context.signal));
      } catch (thrown) {
        const failure = failureOfChange(thrown, operation);
        context.onFailure(operation, failure);
        throw failure;
      }
    },
  };
}

/** What came of one call, repeated ones each for itself. */
async function answered<Answer>(
  context: CallContext,
  { action }: Operation,
  sent: Promise<Answer>,
): Promise<Answer> {
  try {
    const answer = await sent;
    noteRequestId(context, requestIdOf(answer));
    context.onAnswer(action, 'answered');
    return answer;
  } catch (error) {
    if (error instanceof AlibabaError) noteRequestId(context, error.requestId);
    context.onAnswer(action, error instanceof AlibabaError ? error.reason : 'cut_off');
    throw error;
  }
}

function noteRequestId(context: CallContext, requestId: string | null): void {
  if (requestId !== null) context.onRequestId?.(requestId);
}

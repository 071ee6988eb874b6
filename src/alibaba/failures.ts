import { AlibabaError, type AlibabaErrorReason } from './accounts.ts';
import { networkFailure } from './network-codes.ts';
import type { Operation } from './permissions.ts';
import { meaningOf } from './refusals.ts';

/** Our own code for a 200, or an error page, that is not what the operation is documented to answer. */
export const UNEXPECTED_ANSWER = 'UnexpectedAnswer';
/** Our own code for an answer that did not come in time. */
const TIMED_OUT = 'ETIMEDOUT';

const PRINTABLE_CODE = /^[\w.:-]{1,100}$/;

/** The fields both SDK cores give their errors, read without trusting any of them. */
interface SdkError {
  readonly name: string;
  readonly message: string;
  readonly code: string;
  readonly status: number | null;
  readonly requestId: string | null;
}

/**
 * A failed call as an AlibabaError. The vendor's message is left out, and the SDK's error is not kept as the cause:
 * both hold the request's URL with every parameter.
 */
export function classifyFailure(
  thrown: unknown,
  operation: Operation,
  retryAfterMs: number | null,
): AlibabaError {
  if (thrown instanceof AlibabaError) return thrown;
  const error = readSdkError(thrown);
  const { reason, code, retryable } = judge(error);
  return new AlibabaError({
    reason,
    code,
    retryable,
    retryAfterMs: reason === 'throttled' ? retryAfterMs : null,
    grant: reason === 'no_permission' ? operation.grant : null,
    requestId: error.requestId,
    message: adviceFor(reason, code, operation),
  });
}

/** The operation answered 200 with something else than documented. */
export function unexpectedAnswer(operation: Operation): AlibabaError {
  return new AlibabaError({
    reason: 'unavailable',
    code: UNEXPECTED_ANSWER,
    retryable: false,
    message: adviceFor('unavailable', UNEXPECTED_ANSWER, operation),
  });
}

/** The key may do everything, and cannot assume a role. */
export function rootKeyRefused(operation: Operation): AlibabaError {
  const code = 'RootAccessKey';
  return new AlibabaError({
    reason: 'root_key',
    code,
    retryable: false,
    message: adviceFor('root_key', code, operation),
  });
}

/** No answer within the time one call may take. */
export function timedOut(operation: Operation): AlibabaError {
  return new AlibabaError({
    reason: 'unavailable',
    code: TIMED_OUT,
    retryable: true,
    message: adviceFor('unavailable', TIMED_OUT, operation),
  });
}

/**
 * How a change failed that was sent: `ambiguous` unless the vendor refused it, or it never left. What was thrown is an
 * AlibabaError, or the reason for which the caller stopped waiting.
 */
export function failureOfChange(thrown: unknown, operation: Operation): AlibabaError {
  const failure = thrown instanceof AlibabaError ? thrown : null;
  if (failure !== null && (failure.reason !== 'unavailable' || networkFailure(failure.code)?.neverSent))
    return failure;
  const code = failure?.code ?? 'Aborted';
  return new AlibabaError({
    reason: 'ambiguous',
    code,
    retryable: false,
    message: adviceFor('ambiguous', code, operation),
  });
}

type Judgement = Pick<AlibabaError, 'reason' | 'code' | 'retryable'>;

function judge(error: SdkError): Judgement {
  const { code, status } = error;
  const refusal = meaningOf(code, status);
  if (refusal !== null) return judgement(refusal.reason, code, refusal.retryable);
  if (status !== null) return judgement('rejected', code, false);
  const network = networkFailure(code);
  if (network !== null) return judgement('unavailable', network.code, network.passes);
  // What is not JSON is a gateway's page or a cut answer, and passes; JSON of another shape does not.
  return judgement('unavailable', UNEXPECTED_ANSWER, error.name === 'SyntaxError');
}

function judgement(reason: AlibabaErrorReason, code: string, retryable: boolean): Judgement {
  return { reason, code, retryable };
}

function readSdkError(thrown: unknown): SdkError {
  const fields: Partial<Record<string, unknown>> =
    typeof thrown === 'object' && thrown !== null ? { ...thrown } : {};
  const error = thrown instanceof Error ? thrown : new Error();
  const status = typeof fields.statusCode === 'number' ? fields.statusCode : null;
  return {
    name: error.name,
    message: error.message,
    code: printableCode(fields.code, status),
    status,
    requestId: requestIdOf(fields.data),
  };
}

const REQUEST_ID = /^[\w-]{1,64}$/;

/** An answer has it whatever else it says; one that has none has told nothing wrong. */
export function requestIdOf(answer: unknown): string | null {
  const isObject = typeof answer === 'object' && answer !== null;
  const requestId = isObject && 'RequestId' in answer ? answer.RequestId : null;
  return typeof requestId === 'string' && REQUEST_ID.test(requestId) ? requestId : null;
}

/** Codes are shown to people and logged; an answer without one makes the SDKs write `undefined`. */
function printableCode(code: unknown, status: number | null): string {
  if (typeof code === 'string' && code !== 'undefined' && PRINTABLE_CODE.test(code)) return code;
  return status === null ? UNEXPECTED_ANSWER : `HTTP${status}`;
}

/** What is wrong with the credentials, by the vendor's code; the first that fits. */
const CREDENTIAL_ADVICE: readonly (readonly [code: RegExp, advice: string])[] = [
  [
    /^InvalidAccessKeyId\.Inactive/,
    'the access key is disabled; enable it in the RAM console or put another one in its place',
  ],
  [
    /^InvalidAccessKeyId/,
    'there is no such access key; it was mistyped or deleted, put the right one in its place',
  ],
  [
    /^(SignatureDoesNotMatch|IncompleteSignature)/,
    'the secret is not the one of this access key; copy it again, without quotes or blanks around it',
  ],
  [/^InvalidTimeStamp/, "this machine's clock is wrong; set it (timedatectl set-ntp true)"],
  [
    /SecurityToken/,
    'the security token has expired or is not the one of this access key; put a fresh one in its place',
  ],
];

function credentialAdvice(code: string): string {
  const found = CREDENTIAL_ADVICE.find(([pattern]) => pattern.test(code));
  return found?.[1] ?? "check the access key and this machine's clock";
}

function networkAdvice(code: string): string {
  if (code === 'PROXY_407') return 'the proxy asks for a user and a password; put them into HTTPS_PROXY';
  if (code.startsWith('PROXY_')) return 'the proxy does not let it through; check HTTPS_PROXY and NO_PROXY';
  return 'check the network and the endpoint';
}

function adviceFor(reason: AlibabaErrorReason, code: string, operation: Operation): string {
  const call = `${operation.action} (${code})`;
  switch (reason) {
    case 'credentials':
      return `Alibaba Cloud refused ${call}: ${credentialAdvice(code)}.`;
    case 'root_key':
      return 'The access key belongs to the root account, which no policy limits: create a RAM user or role for this bot.';
    case 'no_permission':
      return operation.grant === null
        ? `Alibaba Cloud refused ${call}.`
        : `Alibaba Cloud refused ${call}: grant ${operation.grant} to the identity that calls it.`;
    case 'not_found':
      return `Alibaba Cloud knows no such user or login profile: ${call}.`;
    case 'throttled':
      return `Alibaba Cloud throttled ${call}: try again later, or lower RAM_MAX_CALLS_PER_SECOND.`;
    case 'ambiguous':
      return `${call} may or may not have been carried out: read the user's setting before trying again.`;
    case 'unavailable':
      return `Alibaba Cloud did not answer ${call}: ${networkAdvice(code)}, then try again.`;
    case 'rejected':
      return `Alibaba Cloud rejected ${call}.`;
    default:
      return reason satisfies never;
  }
}

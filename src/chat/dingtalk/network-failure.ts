import { DeliveryError } from '../delivery-error.ts';

// Errors of the network in which no request was sent.
const NOT_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const CAUSES_MAX = 5;

/** What went wrong on the way. No cause is kept: it may quote a URL with a token in it. */
export function networkFailure(error: unknown): DeliveryError {
  const code = networkCode(innermost(error));
  return NOT_CONNECTED.has(code) || /CERT|ERR_TLS/.test(code) ? unreachable(code) : ambiguous(code);
}

/** Not sent. */
export function unreachable(code: string): DeliveryError {
  return new DeliveryError({
    reason: 'unavailable',
    code,
    message: `Not sent: DingTalk cannot be reached (${code}). Check the network, DINGTALK_API_URL and DINGTALK_OAPI_URL.`,
  });
}

export function ambiguous(code: string): DeliveryError {
  return new DeliveryError({
    reason: 'ambiguous',
    code,
    message: `DingTalk did not confirm the message (${code}). It may have arrived.`,
  });
}

/** Not sent, because the process is stopping: the notice stays planned. */
export function stoppedBeforeSending(): DeliveryError {
  return new DeliveryError({
    reason: 'unavailable',
    code: 'aborted',
    message: 'Not sent: the bot was stopped before the request. It is sent again after the next start.',
  });
}

/** Nothing was sent yet when this failed, so nothing about it is ambiguous. */
export function beforeSending(error: DeliveryError): DeliveryError {
  return error.reason === 'ambiguous' ? unreachable(error.code) : error;
}

/** `ECONNREFUSED`, `timeout`, … */
export function networkCode(error: unknown): string {
  if (!(error instanceof Error)) return 'network_error';
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error.name === 'TimeoutError') return 'timeout';
  return error.name === 'AbortError' ? 'aborted' : 'network_error';
}

function innermost(error: unknown): unknown {
  let current = error;
  for (let depth = 0; depth < CAUSES_MAX; depth += 1) {
    if (!(current instanceof Error) || current.cause === undefined) return current;
    current = current.cause;
  }
  return current;
}

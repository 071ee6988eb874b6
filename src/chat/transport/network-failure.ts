import type { CodeMeaning } from '../../domain/code-meaning.ts';
import { DeliveryError } from '../delivery-error.ts';

/** What goes wrong on the way to one vendor, whatever it was asked. */
export interface NetworkFailures {
  /** A request without an answer. No cause is kept: it may quote a URL with a token in it. */
  ofRequest(error: unknown): DeliveryError;
  /**
   * An answer without the vendor's own words. A 4xx, 401 and 403 among them, comes from something on the way that let nothing
   * through, or from somewhere else than meant: it says nothing of a person, nor surely of the credentials.
   */
  ofStatus(status: number): DeliveryError;
  /** Not sent. */
  unreachable(code: string): DeliveryError;
  ambiguous(code: string): DeliveryError;
  /** A step before anything is sent: when it fails nothing about that is ambiguous. */
  beforeSending<Answer>(step: Promise<Answer>, signal: AbortSignal): Promise<Answer>;
}

const all = new Intl.ListFormat('en-GB');

/** `addressVariables`: where the vendor's addresses are set. */
export function failuresTowards(vendor: string, addressVariables: readonly string[]): NetworkFailures {
  const check = (first: string): string => `Check ${all.format([first, ...addressVariables])}.`;
  const unavailable = (code: string, message: string): DeliveryError =>
    new DeliveryError({ reason: 'unavailable', code, message: `Not sent: ${message}` });
  const unreachable = (code: string): DeliveryError =>
    unavailable(code, `${vendor} cannot be reached (${code}). ${check(whatIsBetween(code))}`);
  const ambiguous = (code: string): DeliveryError =>
    new DeliveryError({
      reason: 'ambiguous',
      code,
      message: `${vendor} did not confirm the message (${code}). It may have arrived.`,
    });
  return {
    unreachable,
    ambiguous,
    ofRequest(error) {
      const code = networkCode(innermost(error));
      return NOT_CONNECTED.test(code) ? unreachable(code) : ambiguous(code);
    },
    ofStatus(status) {
      const isRefused = status >= 400 && status < 500 && status !== 408;
      if (!isRefused) return ambiguous(`http_${status}`);
      return unavailable(`http_${status}`, `HTTP ${status}. ${check('the proxy')}`);
    },
    async beforeSending(step, signal) {
      try {
        return await step;
      } catch (error) {
        if (signal.aborted) throw stoppedBeforeSending();
        const isOpen = error instanceof DeliveryError && error.reason === 'ambiguous';
        throw isOpen ? unreachable(error.code) : error;
      }
    },
  };
}

const whatIsBetween = (code: string): string =>
  code.startsWith('PROXY_') ? 'the proxy and HTTPS_PROXY' : 'the network';

/** Not sent, because the process is stopping: the notice stays planned. */
export function stoppedBeforeSending(): DeliveryError {
  return new DeliveryError({
    reason: 'unavailable',
    code: 'aborted',
    message: 'Not sent: the bot was stopped before the request. It is sent again after the next start.',
  });
}

/** `ECONNREFUSED`, `timeout`, … */
export function networkCode(error: unknown): string {
  if (!(error instanceof Error)) return 'network_error';
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error.name === 'TimeoutError') return 'timeout';
  return error.name === 'AbortError' ? 'aborted' : 'network_error';
}

const NETWORK_CODES =
  /^(?:E[A-Z_]{3,}|UND_ERR_\w+|PROXY_\w+|(?:CERT|DEPTH|SELF_SIGNED|UNABLE_TO|ERR_TLS)\w*)$/;
const OWN_CODES = /^(?:timeout|aborted|network_error|disconnected|no_frame)$/;

/** What a code that is no vendor's is about; null: none of the network's either. */
export function networkMeaning(code: string): CodeMeaning | null {
  if (NETWORK_CODES.test(code) || OWN_CODES.test(code)) return 'network';
  const [, status] = /^http_(\d{3})$/.exec(code) ?? [];
  if (status === undefined) return null;
  if (status === '429') return 'rate_limited';
  return Number(status) >= 500 ? 'vendor_failed' : 'network';
}

// Errors of the network in which no request was sent.
const NOT_CONNECTED =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|PROXY_\w+)$|CERT|ERR_TLS|SELF_SIGNED|UNABLE_TO|UND_ERR_PRX_TLS/;
const CAUSES_MAX = 5;

function innermost(error: unknown): unknown {
  let current = error;
  for (let depth = 0; depth < CAUSES_MAX; depth += 1) {
    if (!(current instanceof Error) || current.cause === undefined) return current;
    current = current.cause;
  }
  return current;
}

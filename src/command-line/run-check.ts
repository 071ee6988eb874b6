import { AlibabaError } from '../alibaba/accounts.ts';
import { DeliveryError } from '../chat/delivery-error.ts';
import { type Check, type CheckLine, failed } from '../domain/check-line.ts';
import { DatabaseError } from '../store/database-error.ts';

const WITHIN_SECONDS = 10;
const TRY_AGAIN = 'check the network, the configured URLs and any proxy on the way, then try again';
const WAIT = 'try again in a minute';

/** Looks for at most ten seconds; what is thrown becomes a line that says why, without a secret or a foreign text. */
export async function runCheck(check: Check): Promise<readonly CheckLine[]> {
  const { what, remedy } = check;
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), WITHIN_SECONDS * 1000);
  try {
    return await unlessLate(check.look(late.signal), late.signal);
  } catch (error) {
    if (late.signal.aborted) return [failed(what, `no answer within ${WITHIN_SECONDS} seconds`, TRY_AGAIN)];
    return [failedBecause(error, what, remedy)];
  } finally {
    clearTimeout(timer);
  }
}

function unlessLate<T>(looking: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    looking.then(resolve, reject);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** `remedy` mends what was set up wrong; the network and the vendors' pauses are mended otherwise. */
function failedBecause(error: unknown, what: string, remedy: string): CheckLine {
  if (error instanceof AlibabaError) {
    const { reason, message } = error;
    const isPassing = reason === 'unavailable' || reason === 'throttled';
    return failed(what, withoutPeriod(message), isPassing ? TRY_AGAIN : remedy);
  }
  if (error instanceof DatabaseError) return failed(what, withoutPeriod(error.message), remedy);
  if (error instanceof DeliveryError) return refusedByChat(error, what, remedy);
  return failed(what, describeCause(error), remedy);
}

/** The sentences of some reasons are about a message, and none was to be sent. */
function refusedByChat({ reason, code, message }: DeliveryError, what: string, remedy: string): CheckLine {
  switch (reason) {
    case 'unavailable':
    case 'ambiguous':
      return failed(what, `no answer (${code})`, TRY_AGAIN);
    case 'rate_limited':
      return failed(what, `asked too often (${code})`, WAIT);
    default:
      return failed(what, withoutPeriod(message), remedy);
  }
}

const CAUSES_MAX = 5;
const PRINTABLE_CODE = /^[\w.:-]{1,100}$/;

/** What was at the bottom of it, by its name and code alone: messages of drivers quote what they choke on. */
function describeCause(error: unknown): string {
  let cause = error;
  for (let depth = 0; depth < CAUSES_MAX && cause instanceof Error && cause.cause !== undefined; depth += 1)
    cause = cause.cause;
  const name = cause instanceof Error ? cause.name : typeof cause;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return PRINTABLE_CODE.test(code) ? `${name} (${code})` : `an error in the bot itself (${name})`;
}

const withoutPeriod = (sentence: string): string => sentence.replace(/\.$/, '');

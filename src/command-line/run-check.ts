import { AlibabaError } from '../alibaba/accounts.ts';
import { DeliveryError } from '../chat/delivery-error.ts';
import { type Check, type CheckLine, failed } from '../domain/check-line.ts';

const WITHIN_SECONDS = 10;
const PRINTABLE_CODE = /^[\w.:-]{1,100}$/;

/** Looks for at most ten seconds; whatever is thrown becomes a line that says why, without a word of ours or a vendor's secret. */
export async function runCheck(check: Check): Promise<readonly CheckLine[]> {
  const { what, remedy } = check;
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), WITHIN_SECONDS * 1000);
  try {
    return await unlessLate(check.look(late.signal), late.signal);
  } catch (error) {
    const reason = late.signal.aborted ? `no answer within ${WITHIN_SECONDS} seconds` : reasonOf(error);
    return [failed(what, reason, remedy)];
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

function reasonOf(error: unknown): string {
  if (error instanceof AlibabaError) return withoutPeriod(error.message);
  if (error instanceof DeliveryError) return reasonOfChat(error);
  return describeCause(error);
}

const CAUSES_MAX = 5;

/** What was at the bottom of it, by its name and code alone: messages of drivers quote what they choke on. */
function describeCause(error: unknown): string {
  let cause = error;
  for (let depth = 0; depth < CAUSES_MAX && cause instanceof Error && cause.cause !== undefined; depth += 1)
    cause = cause.cause;
  const name = cause instanceof Error ? cause.name : typeof cause;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return PRINTABLE_CODE.test(code) ? `${name} (${code})` : `an error in the bot itself (${name})`;
}

/** The sentences of some reasons are about a message, and none was to be sent. */
function reasonOfChat({ reason, code, message }: DeliveryError): string {
  switch (reason) {
    case 'unavailable':
    case 'ambiguous':
      return `no answer (${code})`;
    case 'rate_limited':
      return `asked too often (${code}): try again in a minute`;
    default:
      return withoutPeriod(message);
  }
}

const withoutPeriod = (sentence: string): string => sentence.replace(/\.$/, '');

import { webApi } from '@slack/bolt';
import { CHATS } from '../../domain/chats.ts';
import type { Addressee } from '../../domain/code-meaning.ts';
import { adviceOn } from '../../domain/texts/texts.ts';
import { DeliveryError } from '../delivery-error.ts';
import { failureMeant } from '../transport/code-table.ts';
import { failuresTowards } from '../transport/network-failure.ts';
import { meaningOf } from './codes.ts';
import { RETRY_AFTER_UNTOLD_MS } from './web-client.ts';

export const networkFailures = failuresTowards(CHATS.slack.label, ['SLACK_API_URL']);

/** What a failed call to Slack means for the message. Slack's answers: https://docs.slack.dev/reference/methods/chat.postMessage */
export function toDeliveryError(error: unknown, addressee: Addressee): DeliveryError {
  if (error instanceof DeliveryError) return error;
  if (error instanceof webApi.WebAPIRateLimitedError) return rateLimited(error.retryAfter * 1000);
  if (error instanceof webApi.WebAPIHTTPError) return httpError(error.statusCode);
  if (error instanceof webApi.WebAPIPlatformError) {
    const { needed, response_metadata: metadata } = error.data as { needed?: unknown } & typeof error.data;
    const retryAfterMs = metadata?.retryAfter === undefined ? null : metadata.retryAfter * 1000;
    return refusal(error.data.error, { addressee, needed, retryAfterMs });
  }
  return networkFailures.ofRequest(error);
}

/** What Slack answers. @throws {DeliveryError} what its failure means */
export async function answered<Answer>(call: Promise<Answer>, addressee: Addressee): Promise<Answer> {
  try {
    return await call;
  } catch (error) {
    throw toDeliveryError(error, addressee);
  }
}

function rateLimited(retryAfterMs: number, code = 'ratelimited'): DeliveryError {
  return new DeliveryError({
    reason: 'rate_limited',
    code,
    message: 'Not sent: Slack asks for a pause.',
    retryAfterMs,
  });
}

/** An answer that is not of Slack's own code, whose refusals come with 200. */
export function httpError(status: number): DeliveryError {
  return status === 429 ? rateLimited(RETRY_AFTER_UNTOLD_MS) : networkFailures.ofStatus(status);
}

interface RefusalDetails {
  readonly addressee: Addressee;
  readonly needed?: unknown;
  readonly retryAfterMs?: number | null;
}

/** Slack answered with an error code. */
export function refusal(code: unknown, { addressee, needed, retryAfterMs }: RefusalDetails): DeliveryError {
  // A page of HTML, or nothing, comes from something before or behind Slack's own code.
  if (typeof code !== 'string' || !/^[a-z0-9_:.-]{1,80}$/i.test(code))
    return networkFailures.ambiguous('not_json');
  const meaning = meaningOf(code, addressee);
  if (meaning === 'vendor_failed') return networkFailures.ambiguous(code);
  if (meaning === 'rate_limited') return rateLimited(retryAfterMs ?? RETRY_AFTER_UNTOLD_MS, code);
  if (meaning === 'scope_missing') return missingScopes(typeof needed === 'string' ? needed.split(',') : []);
  const reason = failureMeant(meaning, addressee);
  return new DeliveryError({ reason, code, message: `${adviceOn('slack', meaning)} (${code}).` });
}

export function missingScopes(scopes: readonly string[]): DeliveryError {
  const known = scopes.filter((scope) => /^[a-z:._]+$/.test(scope));
  const missing = known.length === 0 ? 'a bot token scope' : `the bot token scope ${known.join(', ')}`;
  return new DeliveryError({
    reason: 'configuration',
    code: 'missing_scope',
    message: `The Slack app lacks ${missing}: add it under "OAuth & Permissions" and reinstall the app to the workspace.`,
  });
}

import { webApi } from '@slack/bolt';
import { CHATS } from '../../domain/chats.ts';
import type { DeliveryFailure } from '../../domain/delivery.ts';
import { DeliveryError } from '../delivery-error.ts';
import { failuresTowards } from '../transport/network-failure.ts';

/** To whom the refused call was addressed: Slack uses the same codes for both. */
export type Addressee = 'person' | 'channel';

const RETRY_AFTER_UNTOLD_MS = 30_000;

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

function rateLimited(retryAfterMs: number): DeliveryError {
  return new DeliveryError({
    reason: 'rate_limited',
    code: 'ratelimited',
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
  if (PARTLY_DONE.has(code)) return networkFailures.ambiguous(code);
  if (RATE_LIMITS.has(code)) return rateLimited(retryAfterMs ?? RETRY_AFTER_UNTOLD_MS);
  if (code === 'missing_scope') return missingScopes(typeof needed === 'string' ? needed.split(',') : []);
  const reason = reasonOf(code, addressee);
  return new DeliveryError({ reason, code, message: `${adviceOn(code, reason)} (${code}).` });
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

const PARTLY_DONE = new Set(['fatal_error', 'internal_error']);
const RATE_LIMITS = new Set(['ratelimited', 'rate_limited', 'message_limit_exceeded']);
const NOT_NOW = new Set(['service_unavailable', 'request_timeout', 'team_added_to_org']);
const BOT_TOKEN = new Set([
  'invalid_auth',
  'not_authed',
  'token_revoked',
  'token_expired',
  'account_inactive',
  'not_allowed_token_type',
  'user_removed_from_team',
  'team_disabled',
]);
const WORKSPACE_SETTINGS = new Set([
  'messages_tab_disabled',
  'access_denied',
  'accesslimited',
  'no_permission',
  'ekm_access_denied',
  'org_login_required',
  'enterprise_is_restricted',
  'team_access_not_granted',
  'two_factor_setup_required',
  'missing_post_type',
  'deprecated_endpoint',
  'method_deprecated',
]);
const RECIPIENT = new Set([
  'user_disabled',
  'user_not_found',
  'users_not_found',
  'user_not_visible',
  'cannot_dm_bot',
  'cannot_dm_self',
]);
const CONVERSATION = new Set(['channel_not_found', 'not_in_channel', 'is_archived', 'is_inactive']);

function reasonOf(code: string, addressee: Addressee): DeliveryFailure {
  if (NOT_NOW.has(code)) return 'unavailable';
  if (BOT_TOKEN.has(code) || WORKSPACE_SETTINGS.has(code)) return 'configuration';
  if (RECIPIENT.has(code)) return 'recipient';
  if (CONVERSATION.has(code)) return addressee === 'person' ? 'recipient' : 'channel';
  // A workspace's rule about who may post: in a channel it is that channel's.
  if (code.startsWith('restricted_action')) return addressee === 'person' ? 'configuration' : 'channel';
  return 'message_rejected';
}

function adviceOn(code: string, reason: DeliveryFailure): string {
  if (BOT_TOKEN.has(code)) {
    return 'Slack does not accept SLACK_BOT_TOKEN: copy the "Bot User OAuth Token" (xoxb-…) of the app again';
  }
  if (code === 'messages_tab_disabled') return 'Turn on the Messages Tab of the Slack app under "App Home"';
  return ADVICE[reason];
}

const ADVICE: Readonly<Record<DeliveryFailure, string>> = {
  recipient: 'Slack has no such person, or the person is deactivated: link the RAM user to somebody else',
  rate_limited: 'Slack asks for a pause',
  refused: 'Slack refuses this person for now: it is tried again',
  postponed: 'Slack holds messages to this person back for now',
  configuration: 'Slack does not let the bot post: check the settings of the app and the workspace',
  channel: 'The bot cannot post to this channel: check its id, and invite the bot to it',
  ambiguous: 'Slack did not confirm the message',
  unavailable: 'Slack cannot answer now: it is tried again',
  message_rejected: 'Slack refuses this message: please report it as a defect of the bot',
};

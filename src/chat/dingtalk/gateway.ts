import type { Secret } from '../../config/secret.ts';
import type { WayOut } from '../../net/way-out.ts';
import { DeliveryError } from '../delivery-error.ts';
import type { JsonObject } from '../transport/json.ts';
import { networkFailures, postJson } from './http-exchange.ts';
import { refusal } from './refusal.ts';

export interface Subscription {
  readonly type: 'CALLBACK';
  readonly topic: string;
}

export interface GatewayOptions {
  readonly wayOut: WayOut;
  readonly apiUrl: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
}

/**
 * Where one connection may be opened, once, within 90 seconds.
 * https://open-dingtalk.github.io/developerpedia/docs/learn/stream/protocol
 * @throws {DeliveryError}
 */
export async function askForStreamUrl(
  options: GatewayOptions,
  subscriptions: readonly Subscription[],
  signal: AbortSignal,
): Promise<string> {
  const { clientId, clientSecret } = options;
  const body = { clientId, clientSecret: clientSecret.reveal(), ua: 'ram-mfa-bot', subscriptions };
  const asking = openConnection(options, body, signal);
  const { endpoint, ticket } = await networkFailures.beforeSending(asking, signal);
  if (typeof endpoint !== 'string' || typeof ticket !== 'string' || ticket === '') throw strangeAnswer();
  return streamUrl(endpoint, ticket, options.apiUrl);
}

async function openConnection(
  { wayOut, apiUrl }: GatewayOptions,
  body: JsonObject,
  signal: AbortSignal,
): Promise<JsonObject> {
  const url = `${apiUrl}/v1.0/gateway/connections/open`;
  const answer = await postJson(wayOut, { url, body }, signal);
  if (answer.status !== 200) throw notOpened(refusal(answer, 'person'));
  return answer.body ?? {};
}

/** Encrypted like the call that named it. A ticket may hold signs that mean something in a query. */
function streamUrl(endpoint: string, ticket: string, apiUrl: string): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : null;
  const isEncrypted = url?.protocol === 'wss:';
  const mayBePlain = url?.protocol === 'ws:' && new URL(apiUrl).protocol === 'http:';
  if (url === null || !(isEncrypted || mayBePlain)) throw strangeAnswer();
  url.searchParams.set('ticket', ticket);
  url.hash = '';
  return url.href;
}

/** The gateway refuses a wrong secret, an app that is not published and another mode with much the same answers. */
function notOpened(error: DeliveryError): DeliveryError {
  if (!NOT_PASSING.has(error.reason)) return error;
  return new DeliveryError({
    reason: 'configuration',
    code: error.code,
    message: `DingTalk opens no connection for messages (${error.code}): check DINGTALK_CLIENT_ID and DINGTALK_CLIENT_SECRET, choose Stream mode for the robot, and publish the app.`,
  });
}

const NOT_PASSING: ReadonlySet<string> = new Set([
  'configuration',
  'message_rejected',
  'refused',
  'recipient',
]);

function strangeAnswer(): DeliveryError {
  return new DeliveryError({
    reason: 'unavailable',
    code: 'no_endpoint',
    message: 'DingTalk named no address to connect to. Check DINGTALK_API_URL.',
  });
}

import { type App, SocketModeReceiver } from '@slack/bolt';
import type { Secret } from '../../config/secret.ts';
import { DeliveryError } from '../delivery-error.ts';
import type { Link } from '../transport/connection.ts';
import { endOrAbort, settlesWithin } from '../transport/deadline.ts';
import { jsonObject } from '../transport/json.ts';
import { silentLogger } from './silent-logger.ts';
import { toDeliveryError } from './slack-error.ts';
import { webClientOptions } from './web-client.ts';

export interface SocketOptions {
  readonly app: App;
  readonly appToken: Secret;
  readonly apiUrl: string;
  /** Until Slack says hello, which it may never do. */
  readonly helloWithinMs: number;
}

type SocketClient = SocketModeReceiver['client'];

/**
 * Opens one connection, once. The SDK's own reconnecting is off: a failed one leaves its client dead for good, with an
 * unhandled rejection.
 * @throws {DeliveryError}
 */
export async function openSocket(options: SocketOptions, signal: AbortSignal): Promise<Link> {
  const { app, appToken, apiUrl, helloWithinMs } = options;
  const givenUp = new AbortController();
  const requestSignal = AbortSignal.any([signal, givenUp.signal]);
  const receiver = new SocketModeReceiver({
    appToken: appToken.reveal(),
    logger: silentLogger,
    autoReconnectEnabled: false,
    installerOptions: { clientOptions: webClientOptions({ apiUrl, signal: requestSignal }) },
    customPropertiesExtractor: ({ envelope_id: envelopeId }) => ({ envelopeId }),
  });
  receiver.init(app);
  const { client } = receiver;
  const end = endOf(client);
  const hello = client.start();
  hello.catch(() => {});
  const answer = endOrAbort(Promise.race([hello, end.farewell]), signal);
  const isAnswered = await settlesWithin(answer, helloWithinMs);
  if (!isAnswered || end.isLeaving() || signal.aborted) {
    givenUp.abort();
    await finishClosing(client, client.disconnect());
    throw notConnected(isAnswered ? 'sent_away' : 'no_hello');
  }
  try {
    await hello;
  } catch (error) {
    // Without a reason where the connection was closed before the hello.
    throw error === undefined ? notConnected('closed') : toDeliveryError(error, 'channel');
  }
  return {
    ended: Promise.race([end.gone, end.farewell]),
    isAlive: () => !end.isOver(),
    close: () => finishClosing(client, end.isLeaving() ? end.gone : client.disconnect()),
  };
}

// Also for what was just acknowledged and may still be on its way.
const CLOSE_WITHIN_MS = 500;

/** Slack leaves TCP open after the closing handshake; asked while that lasts, the client destroys the connection. */
async function finishClosing(client: SocketClient, closing: Promise<unknown>): Promise<void> {
  if (await settlesWithin(closing, CLOSE_WITHIN_MS)) return;
  await settlesWithin(client.disconnect(), CLOSE_WITHIN_MS);
}

/** The client closes when Slack says so, and reports it seconds later, when TCP is closed too. */
function endOf(client: SocketClient): {
  readonly gone: Promise<'gone'>;
  readonly farewell: Promise<'farewell'>;
  isLeaving(): boolean;
  isOver(): boolean;
} {
  const gone = Promise.withResolvers<'gone'>();
  const farewell = Promise.withResolvers<'farewell'>();
  let isLeaving = false;
  let isGone = false;
  client.once('disconnected', () => {
    isGone = true;
    gone.resolve('gone');
  });
  client.on('ws_message', (data: unknown) => {
    if (typeof data !== 'string' || jsonObject(data)?.type !== 'disconnect') return;
    isLeaving = true;
    farewell.resolve('farewell');
  });
  return {
    gone: gone.promise,
    farewell: farewell.promise,
    isLeaving: () => isLeaving,
    isOver: () => isLeaving || isGone,
  };
}

function notConnected(code: string): DeliveryError {
  return new DeliveryError({
    reason: 'unavailable',
    code,
    message: 'Slack did not open the connection for commands. Check the network, and that Socket Mode is on.',
  });
}

import { type App, SocketModeReceiver } from '@slack/bolt';
import type { Secret } from '../../config/secret.ts';
import { DeliveryError } from '../delivery-error.ts';
import { settlesWithin } from './deadline.ts';
import { silentLogger } from './silent-logger.ts';
import { toDeliveryError } from './slack-error.ts';
import { webClientOptions } from './web-client.ts';

/** A Socket Mode connection that is up. */
export interface Socket {
  /** Resolves when it is gone, whoever ended it. */
  readonly closed: Promise<void>;
  close(): Promise<void>;
}

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
export async function openSocket(options: SocketOptions, signal: AbortSignal): Promise<Socket> {
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
  const closed = new Promise<void>((resolve) => {
    client.once('disconnected', () => resolve());
  });
  const hello = client.start();
  if (!(await settlesWithin(hello, helloWithinMs))) {
    givenUp.abort();
    hello.catch(() => {});
    await closeClient(client);
    throw notConnected('no_hello');
  }
  try {
    await hello;
  } catch (error) {
    // Without a reason where the connection was closed before the hello.
    throw error === undefined ? notConnected('closed') : toDeliveryError(error, 'channel');
  }
  return { closed, close: () => closeClient(client) };
}

const CLOSE_WITHIN_MS = 1000;

/** Slack leaves TCP open after the closing handshake; asked a second time, the client destroys the connection. */
async function closeClient(client: SocketClient): Promise<void> {
  if (await settlesWithin(client.disconnect(), CLOSE_WITHIN_MS)) return;
  await settlesWithin(client.disconnect(), CLOSE_WITHIN_MS);
}

function notConnected(code: string): DeliveryError {
  return new DeliveryError({
    reason: 'unavailable',
    code,
    message: 'Slack did not open the connection for commands. Check the network, and that Socket Mode is on.',
  });
}

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { type App, SocketModeReceiver } from '@slack/bolt';
import { Agent, type Dispatcher } from 'undici';
import type { Secret } from '../../config/secret.ts';
import { ANSWER_MAX_BYTES, type WayOut } from '../../net/way-out.ts';
import { DeliveryError } from '../delivery-error.ts';
import { endOrAbort, settlesWithin } from '../transport/deadline.ts';
import { jsonObject } from '../transport/json.ts';
import type { Link } from '../transport/kept-connection.ts';
import { guardFrames } from './frame-guard.ts';
import { silentLogger } from './silent-logger.ts';
import { toDeliveryError } from './slack-error.ts';
import { webClientOptions } from './web-client.ts';

export interface SocketOptions {
  readonly app: App;
  readonly appToken: Secret;
  readonly apiUrl: string;
  readonly wayOut: WayOut;
  readonly onBadFrame: () => void;
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
  const { app, appToken, apiUrl, wayOut, helloWithinMs } = options;
  const givenUp = new AbortController();
  const requestSignal = AbortSignal.any([signal, givenUp.signal]);
  const connection = createConnection(wayOut, requestSignal);
  const receiver = new SocketModeReceiver({
    appToken: appToken.reveal(),
    dispatcher: connection.dispatcher,
    logger: silentLogger,
    autoReconnectEnabled: false,
    installerOptions: { clientOptions: webClientOptions({ apiUrl, wayOut, signal: requestSignal }) },
    customPropertiesExtractor: ({ envelope_id: envelopeId }) => ({ envelopeId }),
  });
  receiver.init(app);
  const { client } = receiver;
  guardFrames(client, options.onBadFrame);
  const end = endOf(client);
  const heardAt = listenToFrames(client);
  const hello = client.start();
  hello.catch(() => {});
  const answer = endOrAbort(Promise.race([hello, end.farewell]), signal);
  const isAnswered = await settlesWithin(answer, helloWithinMs);
  if (!isAnswered || end.isLeaving() || signal.aborted) {
    givenUp.abort();
    await finishClosing(client.disconnect(), connection);
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
    heardAt,
    isAlive: () => !end.isOver(),
    close: () => finishClosing(end.isLeaving() ? end.gone : client.disconnect(), connection),
  };
}

const PING = 'undici:websocket:ping';
const PONG = 'undici:websocket:pong';

/** When anything came last, pings and the answers to ours included, which the client tells nobody but these channels. */
function listenToFrames(client: SocketClient): () => number {
  let at = performance.now();
  const heard = (): void => {
    at = performance.now();
  };
  // They tell of every connection in the process.
  const heardHere = (message: unknown): void => {
    const { websocket } = message as { readonly websocket?: unknown };
    if (websocket !== undefined && websocket === socketOf(client)) heard();
  };
  client.on('ws_message', heard);
  subscribe(PING, heardHere);
  subscribe(PONG, heardHere);
  client.once('disconnected', () => {
    unsubscribe(PING, heardHere);
    unsubscribe(PONG, heardHere);
  });
  return () => at;
}

/** Of the class in whose type it is not. */
function socketOf(client: SocketClient): unknown {
  const holder: unknown = Reflect.get(client, 'websocket');
  return typeof holder === 'object' && holder !== null ? Reflect.get(holder, 'websocket') : null;
}

// Also for what was just acknowledged and may still be on its way.
const CLOSE_WITHIN_MS = 500;

/** Slack leaves TCP open after the closing handshake. */
async function finishClosing(closing: Promise<unknown>, connection: Connection): Promise<void> {
  await settlesWithin(closing, CLOSE_WITHIN_MS);
  connection.destroy();
  await settlesWithin(closing, CLOSE_WITHIN_MS);
}

interface Connection {
  /** What the SDK opens its socket with. */
  readonly dispatcher: Dispatcher;
  destroy(): void;
}

function createConnection(wayOut: WayOut, signal: AbortSignal): Connection {
  const opened: Socket[] = [];
  const dispatcher = new Agent({
    webSocket: { maxPayloadSize: ANSWER_MAX_BYTES },
    connect({ protocol, host, hostname }, callback) {
      wayOut.connect(new URL(`${protocol}//${host ?? hostname}`), signal).then(
        (socket) => {
          opened.push(socket);
          callback(null, socket);
        },
        (error) => callback(error, null),
      );
    },
  });
  return {
    dispatcher,
    destroy: () => {
      for (const socket of opened) socket.destroy();
    },
  };
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

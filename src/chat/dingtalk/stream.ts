import { type EventEmitter, once } from 'node:events';
import type { Socket as Connection } from 'node:net';
import type { WayOut } from '../../net/way-out.ts';
import { settlesWithin } from '../transport/deadline.ts';
import type { Link } from '../transport/kept-connection.ts';
import { networkCode } from '../transport/network-failure.ts';
import { askForStreamUrl, type GatewayOptions } from './gateway.ts';
import { networkFailures } from './http-exchange.ts';
import { StreamClient, type StreamEvents } from './stream-client.ts';

const OPEN_WITHIN_MS = 10_000;
const CLOSE_WITHIN_MS = 500;
const PING_EVERY_MS = 20_000;
/** Answers that may be missing before the connection counts as dead. */
const MISSED_MAX = 2;

export interface StreamOptions extends GatewayOptions, Omit<StreamEvents, 'onFarewell'> {
  readonly pingEveryMs?: number;
  readonly openWithinMs?: number;
}

/** What is used of the SDK's socket, whose type it does not export. */
interface Socket extends EventEmitter {
  readonly readyState: number;
  ping(): void;
  close(): void;
  terminate(): void;
}

const OPEN = 1;
const CLOSED = 3;

/** Opens one connection, once. @throws {DeliveryError} */
export async function openStream(options: StreamOptions, signal: AbortSignal): Promise<Link> {
  const farewell = Promise.withResolvers<'farewell'>();
  const client = new StreamClient((subscriptions) => askForStreamUrl(options, subscriptions, signal), {
    isTaking: () => options.isTaking(),
    onRobotMessage: (data) => options.onRobotMessage(data),
    onBadFrame: () => options.onBadFrame(),
    onFarewell: () => farewell.resolve('farewell'),
  });
  await client.getEndpoint();
  const inTime = AbortSignal.any([signal, AbortSignal.timeout(options.openWithinMs ?? OPEN_WITHIN_MS)]);
  const socket = startConnecting(client, await connected(client.url, options.wayOut, inTime));
  const gone = new Promise<'gone'>((resolve) => {
    socket.once('close', () => resolve('gone'));
  });
  await opened(socket, inTime);
  const heardAt = keepHeartbeat(socket, options.pingEveryMs ?? PING_EVERY_MS);
  return {
    ended: Promise.race([farewell.promise, gone]),
    heardAt,
    isAlive: () => socket.readyState === OPEN,
    async close() {
      if (socket.readyState === CLOSED) return;
      socket.close();
      if (!(await settlesWithin(gone, CLOSE_WITHIN_MS))) socket.terminate();
      await gone;
    },
  };
}

/** @throws {DeliveryError} */
async function connected(url: string, wayOut: WayOut, signal: AbortSignal): Promise<Connection> {
  try {
    return await wayOut.connect(new URL(url), signal);
  } catch (error) {
    throw networkFailures.unreachable(networkCode(signal.aborted ? signal.reason : error));
  }
}

/** The SDK's listeners for these two write to the console: ours take their place, and its promise stays open. */
function startConnecting(client: StreamClient, connection: Connection): Socket {
  client.connectOver(connection);
  const socket = Reflect.get(client, 'socket') as Socket | undefined;
  if (socket === undefined) throw networkFailures.unreachable('no_socket');
  socket.removeAllListeners('open').removeAllListeners('error');
  socket.on('error', () => socket.terminate());
  return socket;
}

/** @throws {DeliveryError} */
async function opened(socket: Socket, signal: AbortSignal): Promise<void> {
  try {
    await once(socket, 'open', { signal });
  } catch (error) {
    socket.terminate();
    throw networkFailures.unreachable(signal.aborted ? networkCode(signal.reason) : handshakeCode(error));
  }
}

function handshakeCode(error: unknown): string {
  const status = error instanceof Error ? /server response: (\d{3})/.exec(error.message)?.[1] : undefined;
  return status === undefined ? networkCode(error) : `http_${status}`;
}

/** A connection that is cut on the way stays open for hours where nobody asks. Tells when something came last. */
function keepHeartbeat(socket: Socket, everyMs: number): () => number {
  let missed = 0;
  let heardAt = performance.now();
  const heard = (): void => {
    missed = 0;
    heardAt = performance.now();
  };
  socket.on('ping', heard).on('pong', heard).on('message', heard);
  const timer = setInterval(() => {
    if (missed >= MISSED_MAX) {
      socket.terminate();
      return;
    }
    missed += 1;
    socket.ping();
  }, everyMs);
  socket.once('close', () => clearInterval(timer));
  return () => heardAt;
}

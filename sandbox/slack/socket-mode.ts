import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { AwaitedCount } from '../awaited-count.ts';
import { isRecord, parseJson } from '../json.ts';
import { pick, type Random } from '../random.ts';
import { randomId } from './random-id.ts';
import { disconnectFrame, helloFrame } from './socket-frames.ts';

const CONNECTIONS_MAX = 10;
const PING_INTERVAL_MS = 10_000;
// https://docs.slack.dev/interactivity/handling-user-interaction: an app has three seconds.
const ACKNOWLEDGE_WITHIN_MS = 3000;

export type DisconnectKind = 'refresh' | 'warning' | 'drop';

interface Envelope {
  readonly type: 'slash_commands' | 'interactive' | 'events_api';
  readonly payload: unknown;
  readonly acceptsResponsePayload: boolean;
}

/** What became of an envelope. */
export interface Acknowledgement {
  /** null: not within three seconds. */
  readonly withinMs: number | null;
  readonly payload: unknown;
  /** As Slack words it to the person: the app did not answer in time, or was not connected. */
  readonly error: 'operation_timeout' | 'dispatch_failed' | null;
}

interface Connection {
  readonly socket: WebSocket;
  readonly tcp: Duplex;
  /** false once it was told to leave. */
  takesEnvelopes: boolean;
}

interface PendingEnvelope {
  readonly sentAtMs: number;
  settle(acknowledgement: Acknowledgement): void;
}

/** Slack's end of Socket Mode: tickets, connections, envelopes and their acknowledgements. */
export class SocketMode {
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #tickets = new Set<string>();
  readonly #connections = new Set<Connection>();
  readonly #pending = new Map<string, PendingEnvelope>();
  readonly #live = new AwaitedCount(() => this.liveCount, 'Socket Mode connections');
  readonly #pings: NodeJS.Timeout;
  readonly #appId: string;
  readonly #random: Random;

  constructor(appId: string, random: Random) {
    this.#appId = appId;
    this.#random = random;
    this.#pings = setInterval(() => this.#ping(), PING_INTERVAL_MS).unref();
  }

  /** Path and query of a URL that opens one connection, once. */
  newPath(): string {
    const ticket = randomId(this.#random, '');
    this.#tickets.add(ticket);
    return `/link/?ticket=${ticket}&app_id=${this.#appId}`;
  }

  accept(request: IncomingMessage, tcp: Duplex, head: Buffer): void {
    tcp.on('error', () => tcp.destroy());
    const { searchParams } = new URL(request.url ?? '/', 'ws://127.0.0.1');
    if (!this.#tickets.delete(searchParams.get('ticket') ?? '')) {
      tcp.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, tcp as Socket, head, (socket) => this.#greet(socket, tcp));
  }

  /** Sends to one live connection and waits for its acknowledgement. */
  async deliver(envelope: Envelope): Promise<Acknowledgement> {
    const candidates = this.#takingEnvelopes();
    // Slack promises no order: any of the connections may get it.
    const chosen = pick(this.#random, candidates);
    if (chosen === undefined) return { withinMs: null, payload: null, error: 'dispatch_failed' };
    const envelopeId = randomId(this.#random, 'envelope-');
    const acknowledgement = this.#awaitAcknowledgement(envelopeId);
    send(chosen.socket, {
      envelope_id: envelopeId,
      type: envelope.type,
      payload: envelope.payload,
      accepts_response_payload: envelope.acceptsResponsePayload,
    });
    return acknowledgement;
  }

  /** Ends up to `count` live connections, oldest first. */
  disconnect(kind: DisconnectKind, count: number): void {
    for (const connection of this.#takingEnvelopes().slice(0, count)) leave(connection, kind);
  }

  /** How many connections take envelopes now. */
  get liveCount(): number {
    return this.#takingEnvelopes().length;
  }

  /** @throws {Error} if there are fewer after `timeoutMs` */
  waitForLive(count: number, timeoutMs?: number): Promise<void> {
    return this.#live.waitFor(count, timeoutMs);
  }

  stop(): void {
    clearInterval(this.#pings);
    for (const envelope of [...this.#pending.values()]) {
      envelope.settle({ withinMs: null, payload: null, error: 'dispatch_failed' });
    }
    for (const { tcp } of this.#connections) tcp.destroy();
    this.#server.close();
  }

  #takingEnvelopes(): Connection[] {
    return [...this.#connections].filter(
      ({ takesEnvelopes, socket }) => takesEnvelopes && socket.readyState === WebSocket.OPEN,
    );
  }

  #ping(): void {
    for (const { socket } of this.#connections) if (socket.readyState === WebSocket.OPEN) socket.ping();
  }

  #greet(socket: WebSocket, tcp: Duplex): void {
    keepTcpOpen(tcp);
    const connection: Connection = { socket, tcp, takesEnvelopes: true };
    this.#connections.add(connection);
    socket.on('message', (data) => this.#acknowledge(String(data)));
    socket.on('error', () => tcp.destroy());
    tcp.on('close', () => this.#connections.delete(connection));
    const connections = this.liveCount;
    if (connections > CONNECTIONS_MAX) {
      connection.takesEnvelopes = false;
      send(socket, disconnectFrame('too_many_websockets'));
      return;
    }
    send(socket, helloFrame(this.#appId, connections));
    this.#live.hasGrown();
  }

  #acknowledge(text: string): void {
    const frame = parseFrame(text);
    const envelope = this.#pending.get(String(frame.envelope_id));
    const payload = frame.payload ?? null;
    envelope?.settle({ withinMs: Math.round(performance.now() - envelope.sentAtMs), payload, error: null });
  }

  #awaitAcknowledgement(envelopeId: string): Promise<Acknowledgement> {
    return new Promise((resolve) => {
      const settle = (acknowledgement: Acknowledgement): void => {
        clearTimeout(deadline);
        this.#pending.delete(envelopeId);
        resolve(acknowledgement);
      };
      const tooLate: Acknowledgement = { withinMs: null, payload: null, error: 'operation_timeout' };
      const deadline = setTimeout(() => settle(tooLate), ACKNOWLEDGE_WITHIN_MS);
      this.#pending.set(envelopeId, { sentAtMs: performance.now(), settle });
    });
  }
}

function leave(connection: Connection, kind: DisconnectKind): void {
  if (kind === 'drop') {
    connection.takesEnvelopes = false;
    connection.tcp.destroy();
    return;
  }
  // After a warning the connection works for some seconds more; a refresh is final.
  connection.takesEnvelopes = kind === 'warning';
  send(connection.socket, disconnectFrame(kind === 'warning' ? 'warning' : 'refresh_requested'));
}

/**
 * Slack leaves the TCP connection open after the WebSocket close handshake, where RFC 6455 has the server close it,
 * and clients reconnect the later for it. https://github.com/slackapi/node-slack-sdk/issues/2752
 */
function keepTcpOpen(tcp: Duplex): void {
  tcp.end = () => tcp;
  tcp.once('end', () => tcp.destroy());
}

function send(socket: WebSocket, frame: unknown): void {
  socket.send(JSON.stringify(frame));
}

/** Slack ignores what it cannot read. */
function parseFrame(text: string): Readonly<Record<string, unknown>> {
  const frame = parseJson(text);
  return isRecord(frame) ? frame : {};
}

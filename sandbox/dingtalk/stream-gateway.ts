import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { AwaitedCount } from '../awaited-count.ts';
import { pick, type Random } from '../random.ts';
import { randomHex, randomUuid } from './random-ids.ts';
import {
  type ClientFrame,
  callbackFrame,
  disconnectFrame,
  parseClientFrame,
  pingFrame,
} from './stream-frames.ts';

const TICKET_VALID_MS = 90_000;

/** What a connection is pushed. */
export interface Subscription {
  readonly type: 'CALLBACK' | 'EVENT';
  readonly topic: string;
}

/** `system_disconnect`: told to leave, then silence, then the end of TCP; `drop`: the end of TCP. */
export type DisconnectKind = 'system_disconnect' | 'drop';

interface GatewayOptions {
  readonly appId: string;
  readonly now: () => number;
  readonly random: Random;
  /** Between the word to leave and the end of TCP. */
  readonly disconnectSilenceMs: number;
  readonly pingIntervalMs: number;
}

interface Ticket {
  readonly subscriptions: readonly Subscription[];
  readonly validUntil: number;
}

interface Connection {
  readonly id: string;
  readonly socket: WebSocket;
  readonly tcp: Duplex;
  readonly subscriptions: readonly Subscription[];
  /** false once it was told to leave. */
  takesFrames: boolean;
}

/** DingTalk's end of Stream mode: tickets, connections, pushes and their acknowledgements. */
export class StreamGateway {
  readonly #options: GatewayOptions;
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #tickets = new Map<string, Ticket>();
  readonly #connections = new Set<Connection>();
  /** messageId → who waits for its acknowledgement. */
  readonly #acknowledged = new Map<string, (frame: ClientFrame) => void>();
  readonly #received: ClientFrame[] = [];
  readonly #live = new AwaitedCount(() => this.liveCount, 'Stream connections');
  readonly #pings: NodeJS.Timeout;
  #handshakesToRefuse = 0;

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#pings = setInterval(() => this.#ping(), options.pingIntervalMs).unref();
  }

  /** Opens one connection, once, within 90 s of the sandbox's clock. */
  newTicket(subscriptions: readonly Subscription[]): string {
    const ticket = randomUuid(this.#options.random);
    this.#tickets.set(ticket, { subscriptions, validUntil: this.#options.now() + TICKET_VALID_MS });
    return ticket;
  }

  /** The next handshakes are refused, `count` of them, whatever their ticket; tickets are used up all the same. */
  refuseHandshakes(count: number): void {
    this.#handshakesToRefuse = count;
  }

  accept(request: IncomingMessage, tcp: Duplex, head: Buffer): void {
    tcp.on('error', () => tcp.destroy());
    const { pathname, searchParams } = new URL(request.url ?? '/', 'ws://127.0.0.1');
    const id = searchParams.get('ticket') ?? '';
    const ticket = this.#tickets.get(id);
    this.#tickets.delete(id);
    if (this.#handshakesToRefuse > 0) {
      this.#handshakesToRefuse -= 1;
      refuse(tcp, '403 Forbidden');
    } else if (pathname !== '/connect') {
      refuse(tcp, '404 Not Found');
    } else if (ticket === undefined || this.#options.now() > ticket.validUntil) {
      refuse(tcp, '401 Unauthorized');
    } else {
      this.#server.handleUpgrade(request, tcp as Socket, head, (socket) =>
        this.#begin({ socket, tcp, subscriptions: ticket.subscriptions }),
      );
    }
  }

  /** Pushes to one of the connections that subscribed, at random. False: there is none. */
  push(topic: string, data: string, acknowledged: (frame: ClientFrame) => void): boolean {
    const { appId, now, random } = this.#options;
    const connection = pick(random, this.#subscribed(topic));
    if (connection === undefined) return false;
    const messageId = `${randomHex(random, 8)}_${randomHex(random, 4)}`;
    this.#acknowledged.set(messageId, acknowledged);
    const headers = { appId, connectionId: connection.id, messageId, time: now(), topic };
    connection.socket.send(JSON.stringify(callbackFrame(headers, data)));
    return true;
  }

  hasSubscriber(topic: string): boolean {
    return this.#subscribed(topic).length > 0;
  }

  /** Sends this as it is to one of the connections. @throws {Error} when there is none */
  pushFrame(frame: string): void {
    const connection = pick(this.#options.random, this.#takingFrames());
    if (connection === undefined) throw new Error('no connection to push to');
    connection.socket.send(frame);
  }

  /** Ends up to `count` live connections, oldest first. */
  disconnect(kind: DisconnectKind, count: number): void {
    for (const connection of this.#takingFrames().slice(0, count)) {
      connection.takesFrames = false;
      if (kind === 'drop') connection.tcp.destroy();
      else this.#sendAway(connection);
    }
  }

  /** Well-formed answers to frames, oldest first. */
  get received(): readonly ClientFrame[] {
    return this.#received;
  }

  /** How many connections are pushed to now. */
  get liveCount(): number {
    return this.#takingFrames().length;
  }

  /** @throws {Error} if there are fewer after `timeoutMs` */
  waitForLive(count: number, timeoutMs?: number): Promise<void> {
    return this.#live.waitFor(count, timeoutMs);
  }

  stop(): void {
    clearInterval(this.#pings);
    for (const { tcp } of this.#connections) tcp.destroy();
    this.#server.close();
  }

  #takingFrames(): Connection[] {
    return [...this.#connections].filter(
      ({ takesFrames, socket }) => takesFrames && socket.readyState === WebSocket.OPEN,
    );
  }

  #subscribed(topic: string): Connection[] {
    return this.#takingFrames().filter(({ subscriptions }) =>
      subscriptions.some((one) => one.type === 'CALLBACK' && one.topic === topic),
    );
  }

  #begin(opened: Pick<Connection, 'socket' | 'tcp' | 'subscriptions'>): void {
    const connection: Connection = { ...opened, id: randomUuid(this.#options.random), takesFrames: true };
    const { socket, tcp } = connection;
    this.#connections.add(connection);
    socket.on('message', (data) => this.#hear(String(data)));
    socket.on('error', () => tcp.destroy());
    tcp.on('close', () => this.#connections.delete(connection));
    this.#live.hasGrown();
  }

  #hear(text: string): void {
    const frame = parseClientFrame(text);
    if (frame === null) return;
    this.#received.push(frame);
    this.#acknowledged.get(frame.messageId)?.(frame);
    this.#acknowledged.delete(frame.messageId);
  }

  #ping(): void {
    for (const { socket } of this.#takingFrames()) {
      socket.send(JSON.stringify(pingFrame(randomHex(this.#options.random, 16))));
    }
  }

  #sendAway({ socket, tcp }: Connection): void {
    socket.send(JSON.stringify(disconnectFrame()));
    const end = setTimeout(() => tcp.destroy(), this.#options.disconnectSilenceMs);
    tcp.once('close', () => clearTimeout(end));
  }
}

function refuse(tcp: Duplex, status: string): void {
  tcp.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

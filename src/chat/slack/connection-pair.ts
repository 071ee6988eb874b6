import type { App, Receiver } from '@slack/bolt';
import type { Secret } from '../../config/secret.ts';
import type { EpochMs } from '../../domain/clock.ts';
import type { Log } from '../../log.ts';
import type { WayOut } from '../../net/way-out.ts';
import type { Connection } from '../chat.ts';
import { type Backoff, KeptConnection, notConnected } from '../transport/kept-connection.ts';
import { openSocket } from './socket.ts';

const HELLO_WITHIN_MS = 15_000;
/** Half of the five hours Slack keeps a connection, so that it does not renew both at the same time. */
const SECOND_FIRST_LIFE_MS = 2.5 * 60 * 60_000;
/** Slack takes fifty attempts a minute, so one that refuses a token may be asked soon whether it does so still. */
const BACKOFF: Backoff = { maxMs: 30_000, refusedMs: 0 };

interface PairDeps {
  readonly appToken: Secret;
  readonly apiUrl: string;
  readonly random: () => number;
  readonly log: Log;
  readonly wayOut: WayOut;
}

/**
 * Two connections that feed one app. Slack renews a connection every few hours and sends each command to one of an app's
 * connections: what is typed while the only one is renewed fails for the person. To be removed, for one `KeptConnection`, once
 * @slack/socket-mode 3.2, which closes that gap itself, is the installed version.
 */
export class ConnectionPair implements Receiver {
  readonly #deps: PairDeps;
  #connections: readonly KeptConnection[] = [];

  constructor(deps: PairDeps) {
    this.#deps = deps;
  }

  init(app: App): void {
    const { appToken, apiUrl, wayOut, random, log } = this.#deps;
    const onBadFrame = () => log.requestIgnored({ chat: 'slack', because: 'bad_frame' });
    const socket = { app, appToken, apiUrl, wayOut, onBadFrame, helloWithinMs: HELLO_WITHIN_MS };
    const open = (signal: AbortSignal) => openSocket(socket, signal);
    const connection = (): KeptConnection =>
      new KeptConnection({ chat: 'slack', open, backoff: BACKOFF, random, log });
    this.#connections = [connection(), connection()];
  }

  /** Resolves with the first connection up; the second follows. @throws {DeliveryError} */
  async start(): Promise<void> {
    const [first, second] = this.#connections;
    await first?.open();
    first?.keep();
    second?.keep(SECOND_FIRST_LIFE_MS);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#connections.map((connection) => connection.stop()));
  }

  /** Up while one of them is. */
  stateAt(now: EpochMs): Connection {
    const states = this.#connections.map((connection) => connection.stateAt(now));
    const [up, ...others] = states.filter((state) => state.kind === 'connected');
    if (up !== undefined) return [up, ...others].reduce((a, b) => (a.lastFrameAt > b.lastFrameAt ? a : b));
    const failed = states.find((state) => state.kind === 'not_connected' && state.code !== null);
    return failed ?? notConnected(null);
  }
}

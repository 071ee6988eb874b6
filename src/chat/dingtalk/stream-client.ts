import type { Socket } from 'node:net';
import { DWClient, type DWClientDownStream, TOPIC_ROBOT } from 'dingtalk-stream';
import { ANSWER_MAX_BYTES } from '../../net/way-out.ts';
import type { Subscription } from './gateway.ts';

export interface StreamEvents {
  /** Is more taken? What is not acknowledged may be pushed again, to whoever is connected then. */
  isTaking(): boolean;
  /** The `data` of a message to the robot, acknowledged. Must not throw. */
  onRobotMessage(data: string): void;
  /** Nothing more will be pushed here; the connection ends in seconds. */
  onFarewell(): void;
  onBadFrame(): void;
}

/**
 * The vendor's client for one connection. It does not reconnect, ping or keep the secret: version 2.1.5 reconnects in a storm,
 * leaks its timers and prints its configuration. https://github.com/open-dingtalk/dingtalk-stream-sdk-nodejs/issues/16
 */
export class StreamClient extends DWClient {
  readonly #askForUrl: (subscriptions: readonly Subscription[]) => Promise<string>;
  readonly #events: StreamEvents;
  /** Where to connect, once the gateway has told. */
  url = '';

  constructor(askForUrl: (subscriptions: readonly Subscription[]) => Promise<string>, events: StreamEvents) {
    super({ clientId: 'unused', clientSecret: 'unused' });
    this.#askForUrl = askForUrl;
    this.#events = events;
    this.config.autoReconnect = false;
    this.config.keepAlive = false;
    // Without a list of its own each client adds to one all share.
    this.config.subscriptions = [{ type: 'CALLBACK', topic: TOPIC_ROBOT }];
  }

  override async getEndpoint(): Promise<this> {
    this.url = await this.#askForUrl([{ type: 'CALLBACK', topic: TOPIC_ROBOT }]);
    return Object.assign(this, { dw_url: this.url });
  }

  /** Goes on over a connection that is there: the client knows no proxy, and no limit below 100 MB to a frame. */
  connectOver(connection: Socket): void {
    Object.assign(this, {
      sslopts: { createConnection: () => connection, maxPayload: ANSWER_MAX_BYTES },
    });
    this._connect().catch(() => {});
  }

  override onDownStream(frame: string): void {
    try {
      super.onDownStream(frame);
    } catch {
      // The client takes every frame for JSON with headers.
      this.#events.onBadFrame();
    }
  }

  override onSystem(frame: DWClientDownStream): void {
    if (frame.headers.topic === 'disconnect') this.#events.onFarewell();
    super.onSystem(frame);
  }

  override onCallback(frame: DWClientDownStream): void {
    const { topic, messageId } = frame.headers;
    if (topic !== TOPIC_ROBOT || !this.#events.isTaking()) return;
    if (typeof messageId === 'string' && messageId !== '') this.socketCallBackResponse(messageId, null);
    this.#events.onRobotMessage(frame.data);
  }
}

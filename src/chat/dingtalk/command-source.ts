import type { Secret } from '../../config/secret.ts';
import type { Clock } from '../../domain/clock.ts';
import { unknownSender } from '../../domain/texts/texts.ts';
import type { Log } from '../../log.ts';
import type { WayOut } from '../../net/way-out.ts';
import type { ChatMemory, ChatRequestHandler, CommandSource, Connection, Messenger } from '../chat.ts';
import { DeliveryError } from '../delivery-error.ts';
import { type Backoff, KeptConnection, notConnected } from '../transport/kept-connection.ts';
import { RunningRequests, withinAnswerTime } from '../transport/running-requests.ts';
import type { AccessToken } from './access-token.ts';
import { type IgnoredBecause, type Incoming, incoming, QUOTA_EXHAUSTED } from './incoming.ts';
import { createReply } from './reply.ts';
import { type RobotMessage, robotMessage } from './robot-message.ts';
import { openStream } from './stream.ts';

const START_WITHIN_MS = 30_000;
/** DingTalk throttles attempts, and a wrong secret does not mend itself. */
export const BACKOFF: Backoff = { maxMs: 60_000, refusedMs: 60_000 };

interface CommandSourceDeps {
  readonly apiUrl: string;
  readonly oapiUrl: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly robotCode: string;
  readonly securityConversationId: string | null;
  readonly token: AccessToken;
  readonly messenger: Messenger;
  readonly memory: ChatMemory;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly wayOut: WayOut;
}

/** What people write to the bot, over Stream mode: no port is open. */
export class DingtalkCommandSource implements CommandSource {
  readonly #deps: CommandSourceDeps;
  readonly #stop = new AbortController();
  readonly #running = new RunningRequests();
  #connection: KeptConnection | null = null;
  /** Why it did not start. */
  #refusal: DeliveryError | null = null;

  constructor(deps: CommandSourceDeps) {
    this.#deps = deps;
  }

  async start(handler: ChatRequestHandler): Promise<void> {
    try {
      await this.#connect(handler);
    } catch (error) {
      this.#connection = null;
      if (error instanceof DeliveryError) this.#refusal = error;
      throw error;
    }
  }

  async #connect(handler: ChatRequestHandler): Promise<void> {
    const { token, random, log } = this.#deps;
    // Tells a wrong secret from the other reasons the gateway may have.
    await token.get(AbortSignal.any([this.#stop.signal, AbortSignal.timeout(START_WITHIN_MS)]));
    const open = (signal: AbortSignal) => this.#open(handler, signal);
    const connection = new KeptConnection({ chat: 'dingtalk', open, backoff: BACKOFF, random, log });
    this.#connection = connection;
    await connection.open();
    connection.keep();
  }

  async stop(signal: AbortSignal): Promise<void> {
    this.#stop.abort();
    await this.#running.ended(this.#connection?.stop(), signal);
  }

  connection(): Connection {
    return this.#connection?.stateAt(this.#deps.clock.now()) ?? notConnected(this.#refusal);
  }

  #open(handler: ChatRequestHandler, signal: AbortSignal) {
    const { log } = this.#deps;
    return openStream(
      {
        ...this.#deps,
        isTaking: () => !this.#stop.signal.aborted,
        onRobotMessage: (data) => this.#receive(data, handler),
        onBadFrame: () => log.requestIgnored({ chat: 'dingtalk', because: 'bad_frame' }),
      },
      signal,
    );
  }

  #receive(data: unknown, handler: ChatRequestHandler): void {
    void this.#running.run(this.#handle(robotMessage(data), handler));
  }

  /** Never rejects. */
  async #handle(message: RobotMessage | null, handler: ChatRequestHandler): Promise<void> {
    const { log, memory } = this.#deps;
    try {
      const isOverQuota = message?.errorCode === QUOTA_EXHAUSTED;
      await memory.count('stream_delivery', isOverQuota ? QUOTA_EXHAUSTED : null);
      const asked = incoming(message, this.#deps);
      if (typeof asked === 'string') this.#logIgnored(asked);
      // Pushed again, a message has a new frame and the same id.
      else if (message?.msgId == null) this.#logIgnored('no_id');
      else if (await memory.takeOnce(message.msgId)) await withinAnswerTime(this.#ask(asked, handler));
      else this.#logIgnored('duplicate');
    } catch (error) {
      log.jobFailed({ job: 'dingtalk_request', error });
    }
  }

  #logIgnored(because: IgnoredBecause | 'no_id' | 'duplicate' | 'unknown_sender'): void {
    const { log } = this.#deps;
    if (because === 'quota')
      log.vendorCallFailed({ vendor: 'dingtalk', call: 'robot message', code: QUOTA_EXHAUSTED });
    else log.requestIgnored({ chat: 'dingtalk', because });
  }

  async #ask(asked: Incoming, handler: ChatRequestHandler): Promise<void> {
    const { actor, conversation, place, words } = asked;
    const reply = createReply(this.#deps, asked);
    if (actor === null) {
      this.#logIgnored('unknown_sender');
      await reply(unknownSender('dingtalk')).catch((error: unknown) => this.#logReplyFailure(error));
      return;
    }
    await handler({
      chat: 'dingtalk',
      actor,
      conversation,
      place,
      words,
      origin: 'typed',
      showHome: null,
      reply,
    });
  }

  #logReplyFailure(error: unknown): void {
    if (!(error instanceof DeliveryError)) throw error;
    this.#deps.log.vendorCallFailed({ vendor: 'dingtalk', call: 'reply', code: error.code });
  }
}

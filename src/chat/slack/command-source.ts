import { App, type BlockAction, type ButtonAction, type Context } from '@slack/bolt';
import type { Secret } from '../../config/secret.ts';
import type { Clock, EpochMs } from '../../domain/clock.ts';
import type { Message } from '../../domain/message.ts';
import type { Log } from '../../log.ts';
import type { WayOut } from '../../net/way-out.ts';
import type { ChatRequestHandler, CommandSource, Connection, HomePages, Messenger } from '../chat.ts';
import { DeliveryError } from '../delivery-error.ts';
import { endOrAbort } from '../transport/deadline.ts';
import { notConnected } from '../transport/kept-connection.ts';
import type { PatientRead } from '../transport/patient-read.ts';
import { RunningRequests, withinAnswerTime } from '../transport/running-requests.ts';
import { ConnectionPair } from './connection-pair.ts';
import { requireAppToken, requireScopes } from './credentials-check.ts';
import type { SlackDirectory } from './directory.ts';
import { type Incoming, isFromOwnWorkspace, openedHome, pressedButton, typedCommand } from './incoming.ts';
import { createReply } from './reply.ts';
import type { SeenRequests } from './seen-requests.ts';
import { silentLogger } from './silent-logger.ts';
import { type WebAccess, webClientOptions } from './web-client.ts';
import { identifyWorkspace, type Workspace } from './workspace.ts';

const START_WITHIN_MS = 30_000;
const SHOW_WITHIN_MS = 30_000;

const PASSING: ReadonlySet<string> = new Set(['ambiguous', 'rate_limited', 'unavailable']);

interface CommandSourceDeps {
  readonly readPatiently: PatientRead;
  readonly botToken: Secret;
  readonly appToken: Secret;
  readonly apiUrl: string;
  readonly hasViewerGroup: boolean;
  readonly web: WebAccess;
  readonly directory: SlackDirectory;
  readonly messenger: Messenger;
  readonly homePages: HomePages;
  readonly seen: SeenRequests;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly wayOut: WayOut;
}

/** `/mfa …` and our buttons, over Socket Mode: no port is open. */
export class SlackCommandSource implements CommandSource {
  readonly #deps: CommandSourceDeps;
  readonly #stop = new AbortController();
  readonly #running = new RunningRequests();
  #connections: ConnectionPair | null = null;
  /** Why it did not start. */
  #refusal: DeliveryError | null = null;

  constructor(deps: CommandSourceDeps) {
    this.#deps = deps;
  }

  async start(handler: ChatRequestHandler): Promise<void> {
    try {
      await this.#connect(handler);
    } catch (error) {
      this.#connections = null;
      if (error instanceof DeliveryError) this.#refusal = error;
      throw error;
    }
  }

  async #connect(handler: ChatRequestHandler): Promise<void> {
    const { web, hasViewerGroup } = this.#deps;
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(START_WITHIN_MS)]);
    const own = await this.#patiently(() => identifyWorkspace(web, signal), signal);
    requireScopes(own, hasViewerGroup);
    await this.#patiently(() => requireAppToken(web, signal), signal);
    const connections = new ConnectionPair(this.#deps);
    const app = this.#createApp(own, connections);
    app.command(/^\//, async ({ ack, command, context }) => {
      await this.#receive({ ack, context, incoming: typedCommand(command), own, handler });
    });
    app.action<BlockAction<ButtonAction>>(
      { type: 'block_actions' },
      async ({ ack, action, body, context }) => {
        await this.#receive({ ack, context, incoming: pressedButton(action, body), own, handler });
      },
    );
    // The SDK has acknowledged an event by then.
    app.event('app_home_opened', async ({ event, body, context }) => {
      await this.#receive({ ack: async () => {}, context, incoming: openedHome(event, body), own, handler });
    });
    await app.init();
    this.#connections = connections;
    await this.#patiently(() => app.start().then(() => undefined), signal);
  }

  async stop(signal: AbortSignal): Promise<void> {
    // What arrives until the connections are closed is taken like what came before: nobody else gets it.
    if (this.#connections !== null) await endOrAbort(this.#connections.stop(), signal);
    this.#stop.abort();
    await this.#running.ended(undefined, signal);
  }

  connection(): Connection {
    return this.#connections?.stateAt(this.#deps.clock.now()) ?? notConnected(this.#refusal);
  }

  /** A hiccup while starting is waited out, as one is later; what does not pass is told in words that fit. */
  async #patiently<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T> {
    try {
      return await this.#deps.readPatiently(ask, signal);
    } catch (error) {
      if (!(error instanceof DeliveryError) || !PASSING.has(error.reason)) throw error;
      const { code } = error;
      const message = `Slack cannot be reached (${code}): check the network and SLACK_API_URL, then start again.`;
      throw new DeliveryError({ reason: 'unavailable', code, message });
    }
  }

  #createApp(own: Workspace, connections: ConnectionPair): App {
    const { botToken, apiUrl, wayOut, log } = this.#deps;
    const app = new App({
      token: botToken.reveal(),
      // With both ids given, Bolt asks Slack nothing before a request is acknowledged.
      botId: own.botId,
      botUserId: own.botUserId,
      tokenVerificationEnabled: false,
      receiver: connections,
      deferInitialization: true,
      convoStore: false,
      logger: silentLogger,
      clientOptions: webClientOptions({ apiUrl, wayOut, signal: this.#stop.signal }),
    });
    app.error(async ({ code }) => log.vendorCallFailed({ vendor: 'slack', call: 'bolt', code }));
    return app;
  }

  async #receive(arrival: Arrival): Promise<void> {
    // What is not acknowledged Slack reports to the person, who then knows that nothing was done.
    if (this.#stop.signal.aborted) return;
    await this.#running.run(this.#handle(arrival));
  }

  /** Never rejects. */
  async #handle(arrival: Arrival): Promise<void> {
    const { log } = this.#deps;
    const requestId = String(arrival.context.envelopeId);
    const receivedAt = this.#deps.clock.now();
    try {
      await arrival.ack();
    } catch {
      // Slack tells the person that it failed, so it must not be done.
      log.vendorCallFailed({ vendor: 'slack', call: 'acknowledge', code: 'not_connected' });
      return;
    }
    const { incoming, own } = arrival;
    const ignored = this.#whyIgnored(incoming, own, requestId);
    if (ignored !== null || incoming === null) {
      log.requestIgnored({ chat: 'slack', because: ignored ?? 'not_ours' });
      return;
    }
    try {
      await withinAnswerTime(this.#ask(arrival.handler, incoming, receivedAt));
    } catch (error) {
      log.jobFailed({ job: 'slack_request', error });
    }
  }

  async #ask(handler: ChatRequestHandler, incoming: Incoming, receivedAt: EpochMs): Promise<void> {
    const actor = await this.#deps.directory.author(incoming.memberId);
    const { conversation, words, origin } = incoming;
    const reply = createReply(this.#deps, incoming, receivedAt);
    // Every answer is ephemeral: nobody else in the channel reads it.
    const showHome = incoming.isAtHome ? (message: Message) => this.#showHome(incoming, message) : null;
    await handler({ chat: 'slack', actor, conversation, place: 'private', words, origin, showHome, reply });
  }

  #showHome({ memberId }: Incoming, message: Message): Promise<void> {
    return this.#deps.homePages.publish(memberId, message, AbortSignal.timeout(SHOW_WITHIN_MS));
  }

  /** Why nobody is to be asked about this, or null. */
  #whyIgnored(incoming: Incoming | null, own: Workspace, requestId: string): IgnoredBecause | null {
    if (incoming === null) return 'not_ours';
    if (!isFromOwnWorkspace(incoming, own)) return 'other_workspace';
    return this.#deps.seen.takeOnce(requestId) ? null : 'duplicate';
  }
}

type IgnoredBecause = 'not_ours' | 'other_workspace' | 'duplicate';

interface Arrival {
  readonly ack: () => Promise<void>;
  readonly context: Context;
  /** null: no button of ours. */
  readonly incoming: Incoming | null;
  readonly own: Workspace;
  readonly handler: ChatRequestHandler;
}

import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { type LoopbackServer, startLoopbackServer } from '../loopback-server.ts';
import { type AccessTokens, createAccessTokens } from './access-tokens.ts';
import { ConversationDesk, type TypedMessage } from './conversation-desk.ts';
import type { CallContext } from './endpoint.ts';
import { createFaults, type Faults } from './faults.ts';
import type { Interaction } from './interaction.ts';
import type { SandboxMessage } from './message.ts';
import { createMeters, type Meters } from './meters.ts';
import { answerRequest, type OpenPlatformParts, type RecordedRequest } from './open-platform.ts';
import type { Organisation } from './organisation.ts';
import { administration, type OrganisationAdministration } from './organisation-administration.ts';
import { createOrganisation } from './organisation-setup.ts';
import { type PeoplesView, peoplesView } from './peoples-view.ts';
import type { DingtalkSandboxOptions } from './sandbox-options.ts';
import { createSessionWebhooks } from './session-webhooks.ts';
import type { ClientFrame } from './stream-frames.ts';
import { type DisconnectKind, StreamGateway } from './stream-gateway.ts';
import { DEFAULT_UNDOCUMENTED_ANSWERS } from './undocumented-answers.ts';

/** A DingTalk organisation on this machine, and the hands of the people in it. */
export interface DingtalkSandbox extends OrganisationAdministration, PeoplesView {
  /** `http://127.0.0.1:PORT`, in the place of `https://api.dingtalk.com` */
  readonly apiUrl: string;
  /** The same for `https://oapi.dingtalk.com`; neither answers for the other. */
  readonly oapiUrl: string;
  /** Every call, oldest first. */
  readonly requests: readonly Readonly<RecordedRequest>[];
  /** How many calls of this month count against its quota. */
  readonly meteredCalls: number;
  /** How many messages received or answered by session webhook count likewise. */
  readonly streamUses: number;
  readonly faults: Faults;
  /** All that people said. */
  readonly interactions: readonly Interaction[];

  /** Resolves when the app has acknowledged the message, was not told of it, or has had its time to. */
  say(typed: TypedMessage): Promise<Interaction>;
  /** Presses a `dtmd://` link by its label: whoever does says what stands in it. Resolves likewise. */
  follow(userId: string, message: SandboxMessage, linkLabel: string): Promise<Interaction>;

  /** Stream connections that are pushed to now. */
  readonly liveConnections: number;
  /** @throws {Error} if there are fewer after `timeoutMs` (15 s) */
  waitForConnections(count: number, timeoutMs?: number): Promise<void>;
  /** Ends connections, oldest first, all unless `count` is given. */
  disconnectSockets(how: { readonly kind: DisconnectKind; readonly count?: number }): void;
  /** The next `count` WebSocket handshakes are answered 403; 0: from now on none. */
  refuseHandshakes(count: number): void;
  /** Sends a frame as it is, a string as its text, to one of the connections. */
  pushFrame(frame: unknown): void;
  /** Well-formed answers to frames, oldest first. */
  readonly receivedFrames: readonly ClientFrame[];

  stop(): Promise<void>;
}

const METERED_CALLS_PER_MONTH = 5000;
const STREAM_USES_PER_MONTH = 3000;

export async function startDingtalkSandbox(options: DingtalkSandboxOptions): Promise<DingtalkSandbox> {
  const backend = await startBackend(options);
  const { organisation, gateway, desk, meters, faults, requests } = backend;
  return {
    apiUrl: backend.api.url,
    oapiUrl: backend.oapi.url,
    requests,
    faults,
    get meteredCalls() {
      return meters.meteredCalls;
    },
    get streamUses() {
      return meters.streamUses;
    },
    get interactions() {
      return desk.interactions;
    },
    ...peoplesView(organisation),
    say: (typed) => desk.say(typed),
    follow: async (userId, message, linkLabel) => desk.follow(userId, message, linkLabel),
    get liveConnections() {
      return gateway.liveCount;
    },
    waitForConnections: (count, timeoutMs) => gateway.waitForLive(count, timeoutMs),
    disconnectSockets({ kind, count = Number.POSITIVE_INFINITY }) {
      gateway.disconnect(kind, count);
    },
    refuseHandshakes: (count) => gateway.refuseHandshakes(count),
    pushFrame: (frame) => gateway.pushFrame(typeof frame === 'string' ? frame : JSON.stringify(frame)),
    get receivedFrames() {
      return gateway.received;
    },
    ...administration(organisation, backend.tokens, meters),
    async stop() {
      desk.stop();
      gateway.stop();
      await Promise.all([backend.api.stop(), backend.oapi.stop()]);
    },
  };
}

interface Backend {
  readonly organisation: Organisation;
  readonly tokens: AccessTokens;
  readonly meters: Meters;
  readonly gateway: StreamGateway;
  readonly desk: ConversationDesk;
  readonly faults: Faults;
  readonly requests: RecordedRequest[];
  readonly api: LoopbackServer;
  readonly oapi: LoopbackServer;
}

async function startBackend(options: DingtalkSandboxOptions): Promise<Backend> {
  const organisation = createOrganisation(options);
  const { now, random } = organisation;
  const undocumented = { ...DEFAULT_UNDOCUMENTED_ANSWERS, ...options.undocumented };
  const [api, oapi] = await Promise.all([startLoopbackServer(), startLoopbackServer()]);
  const gateway = new StreamGateway({
    appId: organisation.app.clientId,
    now,
    random,
    disconnectSilenceMs: options.disconnectSilenceMs ?? 10_000,
    pingIntervalMs: options.pingIntervalMs ?? 30_000,
  });
  const context: CallContext = {
    organisation,
    tokens: createAccessTokens(now, random),
    meters: createMeters(now, {
      meteredCallsPerMonth: options.monthlyQuota ?? METERED_CALLS_PER_MONTH,
      streamUsesPerMonth: options.monthlyStreamQuota ?? STREAM_USES_PER_MONTH,
      limitsRate: options.rateLimits ?? true,
    }),
    sessions: createSessionWebhooks(now, random),
    undocumented,
    openConnection: (subscriptions) => ({
      endpoint: `${options.addresses?.stream ?? api.url.replace('http', 'ws')}/connect`,
      ticket: gateway.newTicket(subscriptions),
    }),
  };
  const desk = new ConversationDesk({
    ...context,
    gateway,
    oapiUrl: options.addresses?.oapi ?? oapi.url,
    acknowledgeWithinMs: options.acknowledgeWithinMs ?? 3000,
    pushAgainAfterMs: options.pushAgainAfterMs ?? 60_000,
  });
  const platform: OpenPlatformParts = { context, faults: createFaults(random), requests: [] };
  api.server.on('upgrade', (request, tcp, head) => gateway.accept(request, tcp, head));
  serve(platform, 'api', api.server);
  serve(platform, 'oapi', oapi.server);
  return { ...context, ...platform, gateway, desk, api, oapi };
}

function serve(platform: OpenPlatformParts, host: 'api' | 'oapi', server: Server): void {
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    // A caller that goes away while sending its body is the only way for this to fail.
    answerRequest(platform, host, { request, response }).catch(() => void response.destroy());
  });
}

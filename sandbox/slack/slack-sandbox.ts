import type { IncomingMessage, ServerResponse } from 'node:http';
import { type LoopbackServer, startLoopbackServer } from '../loopback-server.ts';
import type { ButtonChoice } from './button.ts';
import type { Credentials } from './credentials.ts';
import { createFaults, type Faults } from './faults.ts';
import type { ButtonPress, Interaction, TypedCommand } from './interaction.ts';
import { InteractionDesk } from './interaction-desk.ts';
import { type PeoplesView, peoplesView } from './peoples-view.ts';
import { createRateLimits, NO_RATE_LIMITS } from './rate-limits.ts';
import { createResponseUrls } from './response-urls.ts';
import type { SlackSandboxOptions } from './sandbox-options.ts';
import { type DisconnectKind, SocketMode } from './socket-mode.ts';
import { createUploadedFiles } from './uploaded-files.ts';
import { createUploads } from './uploads.ts';
import { createWebApi, type RecordedRequest } from './web-api.ts';
import type { SandboxRules } from './web-api-method.ts';
import type { Workspace } from './workspace.ts';
import { administration, type WorkspaceAdministration } from './workspace-administration.ts';
import { createWorkspace } from './workspace-setup.ts';

/** A Slack workspace on this machine, and the hands of the people in it. */
export interface SlackSandbox extends WorkspaceAdministration, PeoplesView {
  /** `http://127.0.0.1:PORT/api/` */
  readonly apiUrl: string;
  readonly botUserId: string;
  /** Every call to the Web API and to response URLs, oldest first. */
  readonly requests: readonly Readonly<RecordedRequest>[];
  readonly faults: Faults;
  /** All that people typed and pressed. */
  readonly interactions: readonly Interaction[];

  /** Types a slash command; resolves when it is acknowledged or Slack gives up on that. */
  command(typed: TypedCommand): Promise<Interaction>;
  /** Presses a button that is there; resolves likewise. */
  press(press: ButtonPress): Promise<Interaction>;
  /** Opens the app's Home tab; resolves when the app has acknowledged it. */
  openHome(userId: string): Promise<void>;
  /** Presses a button on it. */
  pressAtHome(userId: string, choice: ButtonChoice): Promise<Interaction>;
  /** Socket Mode connections that take envelopes now. */
  readonly liveConnections: number;
  /** @throws {Error} if there are fewer after `timeoutMs` (15 s) */
  waitForConnections(count: number, timeoutMs?: number): Promise<void>;
  /** Ends connections, oldest first, all unless `count` is given; TCP stays open after `refresh` and `warning`, as with Slack. */
  disconnectSockets(how: { readonly kind: DisconnectKind; readonly count?: number }): void;

  stop(): Promise<void>;
}

export async function startSlackSandbox(options: SlackSandboxOptions): Promise<SlackSandbox> {
  const workspace = createWorkspace(options);
  const credentials: Credentials = {
    botToken: options.botToken,
    appToken: options.appToken,
    scopes: options.scopes,
    appScopes: options.appScopes ?? ['connections:write'],
    revokedWith: null,
  };
  const backend = await startBackend(options, workspace, credentials);
  return {
    apiUrl: `${backend.loopback.url}/api/`,
    botUserId: workspace.app.botUserId,
    requests: backend.requests,
    faults: backend.faults,
    get interactions() {
      return backend.desk.interactions;
    },
    ...peoplesView(workspace),
    command: (typed) => backend.desk.command(typed),
    press: (press) => backend.desk.press(press),
    openHome: (userId) => backend.desk.openHome(userId),
    pressAtHome: (userId, choice) => backend.desk.pressAtHome(userId, choice),
    get liveConnections() {
      return backend.socketMode.liveCount;
    },
    waitForConnections: (count, timeoutMs) => backend.socketMode.waitForLive(count, timeoutMs),
    disconnectSockets({ kind, count = Number.POSITIVE_INFINITY }) {
      backend.socketMode.disconnect(kind, count);
    },
    ...administration(workspace, credentials),
    async stop() {
      backend.socketMode.stop();
      await backend.loopback.stop();
    },
  };
}

interface Backend {
  readonly loopback: LoopbackServer;
  readonly desk: InteractionDesk;
  readonly socketMode: SocketMode;
  readonly faults: Faults;
  readonly requests: readonly RecordedRequest[];
}

async function startBackend(
  options: SlackSandboxOptions,
  workspace: Workspace,
  credentials: Credentials,
): Promise<Backend> {
  const rules: SandboxRules = {
    blockKit: { dataVisualization: options.dataVisualization ?? true },
    metadataNeedsScope: options.metadataNeedsScope ?? false,
    keepsMessages: options.keepsMessages ?? true,
    messagesTab: options.messagesTab ?? true,
    homeTab: options.homeTab ?? true,
  };
  const requests: RecordedRequest[] = [];
  const faults = createFaults(workspace.random);
  const socketMode = new SocketMode(workspace.app.appId, workspace.random);
  const responseUrls = createResponseUrls({ workspace, rules, faults, requests });
  const loopback = await startLoopbackServer();
  const { server, url: origin } = loopback;
  const desk = new InteractionDesk({
    workspace,
    rules,
    socketMode,
    responseUrls,
    origin: options.addresses?.hooks ?? origin,
    hasCommandsScope: () => credentials.scopes.includes('commands'),
  });
  const limits = options.rateLimits === false ? NO_RATE_LIMITS : createRateLimits(workspace.now);
  const socketOrigin = options.addresses?.socket ?? origin.replace('http', 'ws');
  const newSocketUrl = (): string => `${socketOrigin}${socketMode.newPath()}`;
  const files = createUploadedFiles(workspace.random);
  const uploads = createUploads({ files, now: workspace.now, faults, requests });
  const addressOf = (path: string): string => `${options.addresses?.hooks ?? origin}${path}`;
  const access = { workspace, credentials, rules, limits, faults, requests };
  const parts = { ...access, files, addressOf, newSocketUrl, replies: desk };
  const webApi = createWebApi(parts);
  server.on('upgrade', (request, tcp, head) => socketMode.accept(request, tcp, head));
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    // A caller that goes away while sending its body is the only way for these to fail.
    const abandon = (): void => void response.destroy();
    const method = /^\/api\/(.+)$/.exec(pathname)?.[1];
    if (method !== undefined) webApi.handle(request, response, method).catch(abandon);
    else if (responseUrls.owns(pathname)) responseUrls.handle(request, response, pathname).catch(abandon);
    else if (uploads.owns(pathname)) uploads.handle(request, response, pathname).catch(abandon);
    else response.writeHead(404).end();
  });
  return { loopback, desk, socketMode, faults, requests };
}

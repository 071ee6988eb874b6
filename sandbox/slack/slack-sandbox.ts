import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Credentials } from './credentials.ts';
import { createFaults, type Faults } from './faults.ts';
import type { ButtonPress, Interaction, TypedCommand } from './interaction.ts';
import { InteractionDesk } from './interaction-desk.ts';
import type { SandboxMessage } from './message.ts';
import { addMessage } from './message-store.ts';
import { createRandom } from './random.ts';
import { createRateLimits, NO_RATE_LIMITS } from './rate-limits.ts';
import { createResponseUrls } from './response-urls.ts';
import { type DisconnectKind, SocketMode } from './socket-mode.ts';
import { createTimestamps } from './timestamp.ts';
import { createWebApi, type RecordedRequest } from './web-api.ts';
import type { SandboxRules } from './web-api-method.ts';
import { type Channel, findConversation, type Member, type Usergroup, type Workspace } from './workspace.ts';

export interface SlackSandboxOptions {
  readonly team: { readonly id: string; readonly name: string; readonly domain?: string };
  readonly botToken: string;
  readonly appToken: string;
  /** Of the bot token. */
  readonly scopes: readonly string[];
  /** Of the app token; `connections:write`. */
  readonly appScopes?: readonly string[];
  readonly members: readonly Member[];
  readonly channels?: readonly Channel[];
  readonly usergroups?: readonly Usergroup[];
  /** Epoch ms: stamps messages, refills rate limits, ages response URLs; `Date.now`. */
  readonly now?: () => number;
  /** false: nothing is ever answered 429 but by a fault; true. */
  readonly rateLimits?: boolean;
  /** Of ids, of which connection gets an envelope, and of faults by probability; 1. */
  readonly seed?: number;
  /** false: a workspace that does not know charts yet; true. */
  readonly dataVisualization?: boolean;
  /** true: own metadata is read only with `metadata.message:read`; false. */
  readonly metadataNeedsScope?: boolean;
  /** false: the app's Messages tab is off; true. */
  readonly messagesTab?: boolean;
}

/** A Slack workspace on this machine, and the hands of the people in it. */
export interface SlackSandbox {
  /** `http://127.0.0.1:PORT/api/` */
  readonly apiUrl: string;
  readonly botUserId: string;
  /** Every call to the Web API and to response URLs, oldest first. */
  readonly requests: readonly Readonly<RecordedRequest>[];
  readonly faults: Faults;
  /** All that people typed and pressed. */
  readonly interactions: readonly Interaction[];

  /** What the person reads in the direct message with the bot, oldest first. */
  directMessages(memberId: string): readonly SandboxMessage[];
  channelMessages(channelId: string): readonly SandboxMessage[];
  /** What is shown to this person alone, wherever it is. */
  ephemeralMessages(memberId: string): readonly SandboxMessage[];

  /** Types a slash command; resolves when it is acknowledged or Slack gives up on that. */
  command(typed: TypedCommand): Promise<Interaction>;
  /** Presses a button that is there; resolves likewise. */
  press(press: ButtonPress): Promise<Interaction>;
  /** Writes an ordinary message in a channel or the direct message with the bot; the app is not told. */
  write(message: {
    readonly userId: string;
    readonly channelId: string;
    readonly text: string;
  }): SandboxMessage;

  /** Socket Mode connections that take envelopes now. */
  readonly liveConnections: number;
  /** @throws {Error} if there are fewer after `timeoutMs` (5 s) */
  waitForConnections(count: number, timeoutMs?: number): Promise<void>;
  /** Ends connections, oldest first, all unless `count` is given; TCP stays open after `refresh` and `warning`, as with Slack. */
  disconnectSockets(how: { readonly kind: DisconnectKind; readonly count?: number }): void;

  deactivate(memberId: string): void;
  reactivate(memberId: string): void;
  addMember(member: Member): void;
  setLocale(memberId: string, locale: string): void;
  setTimeZone(memberId: string, tz: string): void;
  setUsergroup(usergroupId: string, members: readonly string[]): void;
  kickBot(channelId: string): void;
  inviteBot(channelId: string): void;
  archive(channelId: string): void;
  setScopes(scopes: readonly string[]): void;
  /** Every call with the bot token fails from now on; `token_revoked`. */
  revokeToken(code?: string): void;
  stop(): Promise<void>;
}

const WAIT_MS = 5000;

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
    apiUrl: `${backend.origin}/api/`,
    botUserId: workspace.app.botUserId,
    requests: backend.requests,
    faults: backend.faults,
    get interactions() {
      return backend.desk.interactions;
    },
    ...readers(workspace),
    command: (typed) => backend.desk.command(typed),
    press: (press) => backend.desk.press(press),
    get liveConnections() {
      return backend.socketMode.liveCount;
    },
    waitForConnections: (count, timeoutMs = WAIT_MS) => backend.socketMode.waitForLive(count, timeoutMs),
    disconnectSockets({ kind, count = Number.POSITIVE_INFINITY }) {
      backend.socketMode.disconnect(kind, count);
    },
    ...administration(workspace, credentials),
    async stop() {
      backend.socketMode.stop();
      await closeServer(backend.server);
    },
  };
}

function createWorkspace(options: SlackSandboxOptions): Workspace {
  const now = options.now ?? Date.now;
  const { id: teamId, name: teamName, domain = 'sandbox' } = options.team;
  const app = { appId: 'A0SANDBOX', botId: 'B0SANDBOX', botUserId: 'U0SANDBOXBOT', botName: 'mfa-bot' };
  const people = [...options.members, botMember(app.botUserId, app.botName), SLACKBOT];
  return {
    team: { id: teamId, name: teamName, domain },
    app,
    members: new Map(people.map((member) => [member.id, { ...member }])),
    channels: new Map((options.channels ?? []).map((channel) => [channel.id, structuredClone(channel)])),
    usergroups: new Map((options.usergroups ?? []).map((group) => [group.id, structuredClone(group)])),
    directMessages: new Map(),
    messages: new Map(),
    ephemerals: [],
    now,
    nextTimestamp: createTimestamps(now),
    random: createRandom(options.seed ?? 1),
  };
}

const NOBODY = { email: null, tz: 'America/Los_Angeles', locale: 'en-US' };

const botMember = (id: string, name: string): Member => ({
  ...NOBODY,
  id,
  name,
  realName: name,
  isBot: true,
});

/** In every workspace, and not marked as a bot there. */
const SLACKBOT: Member = { ...NOBODY, id: 'USLACKBOT', name: 'slackbot', realName: 'Slackbot' };

interface Backend {
  readonly origin: string;
  readonly server: Server;
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
    messagesTab: options.messagesTab ?? true,
  };
  const requests: RecordedRequest[] = [];
  const faults = createFaults(workspace.random);
  const socketMode = new SocketMode(workspace.app.appId, workspace.random);
  const responseUrls = createResponseUrls({ workspace, rules, faults, requests });
  const server = createServer();
  const authority = await listen(server);
  const desk = new InteractionDesk({
    workspace,
    rules,
    socketMode,
    responseUrls,
    origin: `http://${authority}`,
    hasCommandsScope: () => credentials.scopes.includes('commands'),
  });
  const limits = options.rateLimits === false ? NO_RATE_LIMITS : createRateLimits(workspace.now);
  const newSocketUrl = (): string => `ws://${authority}${socketMode.newPath()}`;
  const parts = { workspace, credentials, rules, limits, faults, requests, newSocketUrl, replies: desk };
  const webApi = createWebApi(parts);
  server.on('upgrade', (request, tcp, head) => socketMode.accept(request, tcp, head));
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (pathname.startsWith('/api/')) void webApi.handle(request, response, pathname.slice('/api/'.length));
    else if (responseUrls.owns(pathname)) void responseUrls.handle(request, response, pathname);
    else response.writeHead(404).end();
  });
  return { origin: `http://${authority}`, server, desk, socketMode, faults, requests };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}

type Readers = Pick<SlackSandbox, 'directMessages' | 'channelMessages' | 'ephemeralMessages' | 'write'>;

function readers(workspace: Workspace): Readers {
  const read = (conversationId: string): SandboxMessage[] =>
    structuredClone(workspace.messages.get(conversationId) ?? []);
  return {
    directMessages: (memberId) =>
      read(workspace.directMessages.get(memberId) ?? '').filter((message) => message.reachesSomebody),
    channelMessages: (channelId) => read(channelId),
    ephemeralMessages: (memberId) =>
      structuredClone(workspace.ephemerals.filter((message) => message.ephemeralTo === memberId)),
    write({ userId, channelId, text }) {
      if (findConversation(workspace, channelId) === null) throw new Error(`no conversation ${channelId}`);
      const content = { text, blocks: [], metadata: null };
      return structuredClone(addMessage(workspace, { channel: channelId, author: userId, content }));
    },
  };
}

type Administration = Pick<
  SlackSandbox,
  | 'deactivate'
  | 'reactivate'
  | 'addMember'
  | 'setLocale'
  | 'setTimeZone'
  | 'setUsergroup'
  | 'kickBot'
  | 'inviteBot'
  | 'archive'
  | 'setScopes'
  | 'revokeToken'
>;

function administration(workspace: Workspace, credentials: Credentials): Administration {
  const member = (id: string): Member => known(workspace.members, id);
  const channel = (id: string): Channel => known(workspace.channels, id);
  return {
    deactivate(memberId) {
      member(memberId).deleted = true;
    },
    reactivate(memberId) {
      member(memberId).deleted = false;
    },
    addMember(added) {
      workspace.members.set(added.id, { ...added });
    },
    setLocale(memberId, locale) {
      member(memberId).locale = locale;
    },
    setTimeZone(memberId, tz) {
      member(memberId).tz = tz;
    },
    setUsergroup(usergroupId, members) {
      known(workspace.usergroups, usergroupId).members = [...members];
    },
    kickBot(channelId) {
      channel(channelId).botIsMember = false;
    },
    inviteBot(channelId) {
      channel(channelId).botIsMember = true;
    },
    archive(channelId) {
      channel(channelId).isArchived = true;
    },
    setScopes(scopes) {
      credentials.scopes = [...scopes];
    },
    revokeToken(code = 'token_revoked') {
      credentials.revokedWith = code;
    },
  };
}

function known<T>(entries: ReadonlyMap<string, T>, id: string): T {
  const entry = entries.get(id);
  if (entry === undefined) throw new Error(`nothing in this workspace has the id ${id}`);
  return entry;
}

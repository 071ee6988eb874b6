import { AlibabaError, type LoginProfiles } from './alibaba/accounts.ts';
import {
  createAccounts,
  createAlibabaChecks,
  createLoginProfiles,
  createTransport,
  createVendorClock,
  type LoginProfilesOptions,
} from './alibaba/index.ts';
import type { ChatMemory } from './chat/chat.ts';
import { createDingtalk, createDingtalkCheck } from './chat/dingtalk/index.ts';
import { createSlack, createSlackCheck } from './chat/slack/index.ts';
import { createAnswerer } from './commands/answer.ts';
import type { Config } from './config/config.ts';
import type { ContactRules } from './contacts/resolve-contact.ts';
import { CHAT_NAMES, CHATS, type ChatName } from './domain/chats.ts';
import type { Clock } from './domain/clock.ts';
import type { Meanings } from './domain/code-meaning.ts';
import type { Sample } from './domain/gauge.ts';
import type { Health } from './domain/health.ts';
import type { Language } from './domain/message.ts';
import { localMonth } from './domain/work-calendar.ts';
import { catchUpEnforcements } from './enforcement/catch-up.ts';
import type { Log } from './log.ts';
import { createProxies } from './net/proxies.ts';
import { createWayOut, type WayOut } from './net/way-out.ts';
import type { OutreachPolicy } from './outreach/outlook.ts';
import { Scheduler } from './scheduler/scheduler.ts';
import { createRequestMemory, createUseCounter } from './store/chat-memory.ts';
import { connectDatabase, type Database } from './store/database.ts';
import { DatabaseInUseError, type ProcessLock } from './store/process-lock.ts';
import { processLockOf } from './store/process-lock-of.ts';
import { type Wiring, wire } from './wiring.ts';
import { byChat, type ChatSetup, type Seam, type World } from './world.ts';

/** `db` is where chats remember what they must, requests taken and calls counted; null for who only looks. */
export function createWorld(config: Config, log: Log, { clock, random }: Seam, db: Database | null): World {
  const { alibaba } = config;
  const proxies = createProxies(config.proxies);
  const transport = createTransport(proxies);
  const watched = {
    reader: alibaba.reader,
    roles: {
      arns: alibaba.accounts.roles.map((role) => role.arn),
      resourceDirectory: alibaba.accounts.directoryRoleName !== null,
      roleName: alibaba.accounts.directoryRoleName,
      externalId: alibaba.accounts.externalId,
      excludeAccountIds: alibaba.accounts.excludedAccountIds,
    },
    endpoints: alibaba.endpoints,
    transport,
    maxCallsPerSecond: alibaba.maxCallsPerSecond,
    clock,
    random,
    log,
  };
  const chats = createChats(config, { log, clock, random, wayOut: createWayOut(proxies) }, db);
  const contactRules: ContactRules = {
    directories: byChat(chats, (chat) => chat.provider.directory),
    preferredChat: config.policy.preferredChat,
    emailDomains: config.policy.contactEmailDomains,
  };
  return {
    accounts: createAccounts(watched),
    vendorClock: createVendorClock(watched),
    loginProfiles: createLoginProfilesFor(config, watched),
    alibabaChecks: createAlibabaChecks({ ...watched, enforcer: alibaba.enforcer }),
    chats,
    contactRules,
    meanings: byChat(chats, (chat) => chat.provider.meaningOf),
    policy: outreachPolicy(config),
    newId: ids(random),
  };
}

/** What every chat is built with. */
interface ChatTools extends Seam {
  readonly log: Log;
  readonly wayOut: WayOut;
}

type ConnectedChat = Omit<ChatSetup, 'chat' | 'language'>;
type Connect<Own> = (own: Own, tools: ChatTools, memory: ChatMemory) => ConnectedChat;

/** Adding a chat is an entry here, made of what was configured for it. */
const CONNECT: { readonly [Name in ChatName]: Connect<NonNullable<Config[Name]>> } = {
  slack({ botToken, appToken, apiUrl, viewerUsergroup, awayWords, securityChannel, adminIds }, tools) {
    const access = { botToken, appToken, apiUrl, viewerUsergroupId: viewerUsergroup };
    return {
      provider: createSlack({ ...access, ...tools, awayWords }),
      check: createSlackCheck({ ...access, ...tools, securityChannelId: securityChannel, adminIds }),
      channelId: securityChannel,
      adminIds,
      monthlyQuotas: null,
    };
  },
  dingtalk({ securityConversation: securityConversationId, adminIds, monthlyQuotas, ...own }, tools, memory) {
    const access = { ...own, securityConversationId };
    return {
      provider: createDingtalk({ ...access, ...tools, memory }),
      check: createDingtalkCheck({ ...access, ...tools, adminIds }),
      channelId: securityConversationId,
      adminIds,
      monthlyQuotas,
    };
  },
};

function createChats(config: Config, tools: ChatTools, db: Database | null): readonly ChatSetup[] {
  const setUp = <Name extends ChatName>(chat: Name): readonly ChatSetup[] => {
    const own: Config[Name] = config[chat];
    if (own === null) return [];
    const connected = CONNECT[chat](own, tools, chatMemory(chat, config, { ...tools, db }));
    return [{ ...connected, chat, language: defaultLanguage(config, chat) }];
  };
  return CHAT_NAMES.flatMap((chat) => setUp(chat));
}

function chatMemory(
  chat: ChatName,
  { policy }: Config,
  { clock, db }: { readonly clock: Clock; readonly db: Database | null },
): ChatMemory {
  if (db === null) return { takeOnce: async () => true, count: async () => undefined };
  const takeRequestOnce = createRequestMemory(db);
  const countUse = createUseCounter(db);
  return {
    takeOnce: (requestId) => takeRequestOnce({ chat, requestId, at: clock.now() }),
    count(meter, refusedWith = null) {
      const month = localMonth(clock.now(), policy.timeZone);
      return countUse({ chat, month, meter, used: refusedWith === null ? 1 : 0, refusedWith });
    },
  };
}

function outreachPolicy(config: Config): OutreachPolicy {
  const { policy, alibaba } = config;
  return {
    ...policy,
    site: alibaba.site,
    languageOf: ({ chat, language }) => language ?? defaultLanguage(config, chat ?? policy.preferredChat),
  };
}

function defaultLanguage({ policy }: Config, chat: ChatName): Language {
  return policy.defaultLanguage ?? CHATS[chat].defaultLanguage;
}

/** 128 random bits as hex. */
function ids(random: () => number): () => string {
  const word = () =>
    Math.floor(random() * 0x1_0000_0000)
      .toString(16)
      .padStart(8, '0');
  return () => word() + word() + word() + word();
}

/** Opens nothing and asks nobody before it is started. */
export function createApp(config: Config, log: Log, seam: Seam): App {
  const { database } = config;
  const lock = processLockOf(database, { startedAt: new Date(seam.clock.now()), log });
  return new App({ config, log, seam, lock, db: connectDatabase(database) });
}

interface AppParts {
  readonly config: Config;
  readonly log: Log;
  readonly seam: Seam;
  /** Kept for the life of the app: a collected connection would let go of the lock. */
  readonly lock: ProcessLock;
  readonly db: Database;
}

const HAND_OVER_WITHIN_MS = 3000;

/** The running bot: the one process that sends. */
export class App {
  readonly #parts: AppParts;
  readonly #world: World;
  readonly #scheduler: Scheduler;
  readonly #answer: ReturnType<typeof createAnswerer>;
  readonly #wiring: Wiring;
  readonly #commands = new AbortController();
  readonly #turn = Promise.withResolvers<void>();
  #listens: Promise<void> | null = null;
  #isWaiting = true;
  #isStarted = false;

  constructor(parts: AppParts) {
    const { config, log, seam } = parts;
    this.#parts = parts;
    this.#world = createWorld(config, log, seam, parts.db);
    const runSoon = () => {
      void this.#scheduler.runDueJobs();
    };
    this.#wiring = wire({ ...parts, world: this.#world, runSoon, turnLost: this.turnLost });
    this.#scheduler = new Scheduler(this.#wiring.jobs, log);
    this.#answer = createAnswerer(this.#wiring.answer, this.#commands.signal);
    this.turnLost.addEventListener('abort', () => this.#commands.abort());
    // Mostly nobody waits for it.
    this.#turn.promise.catch(() => undefined);
  }

  /** Told before anything else is tried. @throws {DatabaseInUseError} where another process works on the database file */
  async refuseSecond(): Promise<void> {
    const { lock } = this.#parts;
    const holder = lock.canBeWaitedFor ? null : await lock.holder();
    if (holder !== null) throw new DatabaseInUseError(holder);
  }

  /**
   * Waits for its turn, connects, settles what a crash left open, and begins. What only does not work now is tried again
   * later: once the credentials are accepted, nothing a vendor says ends the process.
   * @throws {DatabaseInUseError} when another process works on the database file
   * @throws {DatabaseError} when the database cannot be worked with
   * @throws {AlibabaError} when the reader's credentials are refused, or are the root account's
   * @throws {DeliveryError} when every chat refuses its credentials
   */
  async start(): Promise<void> {
    const { signal } = this.#commands;
    const { lock, db } = this.#parts;
    const { board, enforcement } = this.#wiring;
    await lock.takeTurn(signal, {
      prepare: () => this.#listen(),
      away: (error) => board.reportDatabase(error),
      answers(isOurTurn) {
        board.reportDatabase(null);
        // Whoever's turn it is tells of the outage.
        if (!isOurTurn) board.takeOutage();
      },
    });
    this.#isWaiting = false;
    await db.bringUpToDate();
    await board.load();
    await this.#requireReader(signal);
    this.#turn.resolve();
    await this.#listen();
    await this.#wiring.begin();
    await catchUpEnforcements(enforcement, signal);
    signal.throwIfAborted();
    this.#scheduler.start();
    this.#isStarted = true;
  }

  /** Once, and already while another process hands over: what is typed then waits for the turn, and is not lost. */
  #listen(): Promise<void> {
    this.#listens ??= this.#wiring.listening.begin(async (request) => {
      await this.#turn.promise;
      return this.#answer(request);
    });
    return this.#listens;
  }

  /** The audit tells what it finds; only what nobody but an administrator can mend keeps the bot from starting. */
  async #requireReader(signal: AbortSignal): Promise<void> {
    try {
      await this.#world.accounts.list(signal);
    } catch (error) {
      if (!(error instanceof AlibabaError) || isRefusedReader(error)) throw error;
      this.#parts.log.vendorCallFailed({ vendor: 'alibaba', call: 'list', code: error.code });
    }
  }

  /** Runs what is due by the clock, as the minute's tick does; resolves when it has ended. */
  runDueJobs(): Promise<void> {
    return this.#scheduler.runDueJobs();
  }

  /** Takes nothing new, finishes what is on its way, until the signal; then lets go of everything. */
  async stop(deadline: AbortSignal): Promise<void> {
    const { db, lock } = this.#parts;
    // What a start still waits for is cut short; what a command does is given its time.
    if (!this.#isStarted) this.#commands.abort();
    this.#turn.reject(new Error('Stopped before it was its turn'));
    const deaf = async () => {
      // Commands are answered until whoever comes next hears them.
      await lock.handOver(AbortSignal.any([deadline, AbortSignal.timeout(HAND_OVER_WITHIN_MS)]));
      await Promise.all(this.#world.chats.map(({ provider }) => provider.commandSource.stop(deadline)));
    };
    await Promise.all([this.#scheduler.stop(deadline), deaf()]);
    this.#commands.abort();
    await db.destroy();
    await lock.release();
  }

  /** Aborted when another process may be the active one by now: this one is to be stopped, and another to wait in its place. */
  get turnLost(): AbortSignal {
    return this.#parts.lock.lost;
  }

  /** The chats that are configured. */
  get chats(): readonly ChatName[] {
    return this.#world.chats.map(({ chat }) => chat);
  }

  /** Started, and the one that works. */
  isActive(): boolean {
    return this.#isStarted && !this.turnLost.aborted;
  }

  get meanings(): Meanings {
    return this.#world.meanings;
  }

  health(): Promise<Health> {
    return this.#wiring.health({ isWaiting: this.#isWaiting });
  }

  /** Figures as they stand now. */
  samples(): Promise<readonly Sample[]> {
    return this.#wiring.samples();
  }
}

function isRefusedReader({ reason }: AlibabaError): boolean {
  return reason === 'credentials' || reason === 'root_key';
}

function createLoginProfilesFor(
  { alibaba: { enforcer } }: Config,
  watched: Omit<LoginProfilesOptions, 'enforcer' | 'roleName'>,
): LoginProfiles | null {
  if (enforcer === null) return null;
  return createLoginProfiles({ ...watched, enforcer: enforcer.keys, roleName: enforcer.roleName });
}

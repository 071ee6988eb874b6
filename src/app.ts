import type { Accounts } from './alibaba/accounts.ts';
import {
  type AlibabaChecks,
  createAccounts,
  createAlibabaChecks,
  createLoginProfiles,
} from './alibaba/index.ts';
import { createAuditor } from './audit/run-audit.ts';
import type { ChatMemory, ChatProvider, CheckChat } from './chat/chat.ts';
import { createDingtalk, createDingtalkCheck } from './chat/dingtalk/index.ts';
import { createSlack, createSlackCheck } from './chat/slack/index.ts';
import { createAnswerer } from './commands/answer.ts';
import type { Config } from './config/config.ts';
import type { ContactRules } from './contacts/resolve-contact.ts';
import { isBreakGlass } from './domain/break-glass.ts';
import type { Clock, EpochMs } from './domain/clock.ts';
import type { ChatName, Language } from './domain/message.ts';
import { localDate } from './domain/work-calendar.ts';
import type { EnforcementDeps } from './enforcement/enforcer.ts';
import { settleInterruptedEnforcements } from './enforcement/settle-interrupted.ts';
import type { Log } from './log.ts';
import { checkBreakGlassNames } from './outreach/break-glass-names.ts';
import { deliverDue } from './outreach/deliver.ts';
import { deliverSingles } from './outreach/deliver-single.ts';
import { createLiveCheck, createReaderLookup } from './outreach/live-check.ts';
import type { OutreachPolicy } from './outreach/outlook.ts';
import { sendPosts, settleInterruptedPosts } from './outreach/post.ts';
import { isDigestPlanned, postDigest } from './outreach/post-digest.ts';
import { lookAgainAtUnbound } from './outreach/second-look.ts';
import { settleInterrupted } from './outreach/settle.ts';
import { showClosedCases } from './outreach/show-closed.ts';
import { tellRun } from './outreach/tell-run.ts';
import { createAuditJob } from './scheduler/audit-job.ts';
import { createDeliveryJob } from './scheduler/delivery-job.ts';
import { createDigestJob } from './scheduler/digest-job.ts';
import { createRetentionJob } from './scheduler/retention-job.ts';
import { nextInstant } from './scheduler/schedule.ts';
import { Scheduler } from './scheduler/scheduler.ts';
import { findAccount } from './store/accounts.ts';
import { countMeteredCall, takeRequestOnce } from './store/chat-memory.ts';
import { type Database, openDatabase } from './store/database.ts';
import type { PostAudience } from './store/posts.ts';
import { ProcessLock } from './store/process-lock.ts';

/** What tests and the demo put in the place of the machine's own: the only seam there is. */
export interface Seam {
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
}

/** One configured chat, and who is who there. */
interface ChatSetup extends PostAudience {
  readonly provider: ChatProvider;
  /** Calls a calendar month; null where they are not counted. */
  readonly monthlyQuota: number | null;
  readonly check: CheckChat;
}

/** Everything built from the configuration that asks or tells the outside world. */
export interface World {
  readonly accounts: Accounts;
  readonly alibabaChecks: AlibabaChecks;
  readonly chats: readonly ChatSetup[];
  readonly contactRules: ContactRules;
  readonly policy: OutreachPolicy;
  readonly newId: () => string;
}

/** `db` is where chats remember what they must, requests taken and calls counted; null for who only looks. */
export function createWorld(config: Config, log: Log, { clock, random }: Seam, db: Database | null): World {
  const { alibaba } = config;
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
    maxCallsPerSecond: alibaba.maxCallsPerSecond,
    clock,
    random,
    log,
  };
  const chats = createChats(config, { log, clock, random, db });
  const contactRules: ContactRules = {
    directories: byChat(chats, (chat) => chat.provider.directory),
    preferredChat: config.policy.preferredChat,
    emailDomains: config.policy.contactEmailDomains,
  };
  return {
    accounts: createAccounts(watched),
    alibabaChecks: createAlibabaChecks({ ...watched, enforcer: alibaba.enforcer }),
    chats,
    contactRules,
    policy: outreachPolicy(config),
    newId: ids(random),
  };
}

/** Adding a chat is an entry here. */
function createChats(
  config: Config,
  by: Seam & { readonly log: Log; readonly db: Database | null },
): readonly ChatSetup[] {
  const { slack, dingtalk } = config;
  const chats: ChatSetup[] = [];
  if (slack !== null) {
    const { botToken, appToken, apiUrl, viewerUsergroup: viewerUsergroupId, adminIds } = slack;
    const access = { botToken, appToken, apiUrl, viewerUsergroupId };
    chats.push({
      chat: 'slack',
      provider: createSlack({ ...access, ...by }),
      channelId: slack.securityChannel,
      adminIds,
      language: defaultLanguage(config, 'slack'),
      monthlyQuota: null,
      check: createSlackCheck({ ...access, securityChannelId: slack.securityChannel, adminIds }),
    });
  }
  if (dingtalk !== null) {
    const { securityConversation: securityConversationId, adminIds, monthlyQuota } = dingtalk;
    const memory = chatMemory('dingtalk', config, by);
    chats.push({
      chat: 'dingtalk',
      provider: createDingtalk({ ...dingtalk, securityConversationId, memory, ...by }),
      channelId: securityConversationId,
      adminIds,
      language: defaultLanguage(config, 'dingtalk'),
      monthlyQuota,
      check: createDingtalkCheck({ ...dingtalk, securityConversationId, clock: by.clock }),
    });
  }
  return chats;
}

function chatMemory(
  chat: ChatName,
  { policy }: Config,
  { clock, db }: { readonly clock: Clock; readonly db: Database | null },
): ChatMemory {
  if (db === null) return { takeOnce: async () => true, countCall: async () => undefined };
  return {
    takeOnce: (requestId) => takeRequestOnce(db, { chat, requestId, at: clock.now() }),
    countCall: () => countMeteredCall(db, chat, localDate(clock.now(), policy.timeZone).slice(0, 7)),
  };
}

function outreachPolicy(config: Config): OutreachPolicy {
  const { policy, alibaba } = config;
  return {
    ...policy,
    site: alibaba.site,
    languageOf: (person) => person.language ?? defaultLanguage(config, person.chat),
  };
}

function defaultLanguage({ policy }: Config, chat: ChatName): Language {
  return policy.defaultLanguage ?? (chat === 'dingtalk' ? 'zh' : 'en');
}

/** 128 random bits as hex. */
function ids(random: () => number): () => string {
  const word = () =>
    Math.floor(random() * 0x1_0000_0000)
      .toString(16)
      .padStart(8, '0');
  return () => word() + word() + word() + word();
}

// Without the letters and digits that look alike.
const CODE_LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const CODE_LENGTH = 6;

function codes(random: () => number): () => string {
  const letter = () => CODE_LETTERS.charAt(Math.floor(random() * CODE_LETTERS.length));
  return () => Array.from({ length: CODE_LENGTH }, letter).join('');
}

export async function createApp(config: Config, log: Log, seam: Seam): Promise<App> {
  const lock = ProcessLock.acquire(config.databasePath, new Date(seam.clock.now()));
  try {
    return new App({ config, log, seam, lock, db: await openDatabase(config.databasePath) });
  } catch (error) {
    lock.release();
    throw error;
  }
}

interface AppParts {
  readonly config: Config;
  readonly log: Log;
  readonly seam: Seam;
  /** Kept for the life of the app: a collected connection would let go of the lock. */
  readonly lock: ProcessLock;
  readonly db: Database;
}

/** The running bot: the one process that sends. */
export class App {
  readonly #parts: AppParts;
  readonly #world: World;
  readonly #scheduler: Scheduler;
  readonly #answer: ReturnType<typeof createAnswerer>;
  readonly #settleEnforcements: (signal: AbortSignal) => Promise<void>;
  readonly #commands = new AbortController();

  constructor(parts: AppParts) {
    const { config, log, seam } = parts;
    this.#parts = parts;
    this.#world = createWorld(config, log, seam, parts.db);
    const wiring = wire(parts, this.#world, () => {
      void this.#scheduler.runDueJobs();
    });
    this.#scheduler = new Scheduler(wiring.jobs, log);
    this.#answer = createAnswerer(wiring.answer, this.#commands.signal);
    this.#settleEnforcements = (signal) => settleInterruptedEnforcements(wiring.enforcement, signal);
  }

  /**
   * Connects, settles what a crash left open, and begins.
   * @throws {AlibabaError} when the reader's credentials do not work or are the root account's
   * @throws {DeliveryError} when a chat's tokens or scopes are wrong
   */
  async start(): Promise<void> {
    const { signal } = this.#commands;
    await this.#world.accounts.list(signal);
    for (const { provider } of this.#world.chats) await provider.commandSource.start(this.#answer);
    await this.#settleEnforcements(signal);
    this.#scheduler.start();
  }

  /** Runs what is due by the clock, as the minute's tick does; resolves when it has ended. */
  runDueJobs(): Promise<void> {
    return this.#scheduler.runDueJobs();
  }

  /** Takes nothing new, finishes what is on its way, until the signal; then lets go of everything. */
  async stop(deadline: AbortSignal): Promise<void> {
    const { db, lock } = this.#parts;
    await Promise.all([
      this.#scheduler.stop(deadline),
      ...this.#world.chats.map(({ provider }) => provider.commandSource.stop(deadline)),
    ]);
    this.#commands.abort();
    await db.destroy();
    lock.release();
  }

  /** The chats that are configured. */
  get chats(): readonly ChatName[] {
    return this.#world.chats.map(({ chat }) => chat);
  }

  /** For the health answer: are all chats connected? */
  isConnected(): boolean {
    return this.#world.chats.every(({ provider }) => provider.commandSource.isConnected());
  }
}

function byChat<T>(chats: readonly ChatSetup[], pick: (chat: ChatSetup) => T): ReadonlyMap<ChatName, T> {
  return new Map(chats.map((chat) => [chat.chat, pick(chat)]));
}

/** Who gets what: every dependency is named here once. */
function wire({ config, log, seam, db }: AppParts, world: World, runSoon: () => void) {
  const { clock, random } = seam;
  const { accounts, policy, newId } = world;
  const readers = createReaderLookup(accounts, clock);
  const newLiveCheck = () => createLiveCheck({ db, clock, policy, readers });
  const common = { db, clock, log, policy, newId, bootId: newId(), audiences: world.chats };
  const messengers = byChat(world.chats, (chat) => chat.provider.messenger);
  const batchMessengers = new Map(
    world.chats.flatMap(({ chat, provider }) =>
      provider.batchMessenger === null ? [] : [[chat, provider.batchMessenger] as const],
    ),
  );
  const monthlyQuotas = new Map(
    world.chats.flatMap(({ chat, monthlyQuota }) =>
      monthlyQuota === null ? [] : [[chat, monthlyQuota] as const],
    ),
  );
  const { contactRules } = world;
  const { directories } = contactRules;
  const enforcement: EnforcementDeps = {
    ...common,
    loginProfiles: createLoginProfilesFor(config, log, seam),
    check: (key, signal) => newLiveCheck()(key, signal),
    breakGlass: breakGlassGuard(config, db),
  };
  const settings = {
    enforcement: enforcementState(config),
    breakGlass: () => breakGlassLine(config, db),
  };
  const outreach = {
    ...common,
    ...{ messengers, batchMessengers, monthlyQuotas, directories, contactRules, readers, settings },
  };
  const excludedAccountIds = () => config.alibaba.accounts.excludedAccountIds;
  const auditor = createAuditor({ accounts, ...common });
  const delivery = createDeliveryJob({ clock, deliver: deliverAll });
  const { auditCron, digestCron } = config.schedule;
  const { timeZone } = policy;

  async function deliverAll(signal: AbortSignal): Promise<void> {
    await settleInterrupted(outreach, signal);
    await settleInterruptedPosts(outreach);
    await lookAgainAtUnbound({ db, clock, newLiveCheck }, signal);
    await deliverDue(outreach, signal);
    await deliverSingles(outreach, signal);
    await showClosedCases(outreach, signal);
    await sendPosts(outreach, signal);
  }

  const jobs = [
    createAuditJob({
      db,
      clock,
      auditor,
      cron: auditCron,
      timeZone,
      onEnded: (outcome, run) => tellRun(outreach, outcome, run),
    }),
    createDigestJob({
      ...{ db, clock, auditCron, digestCron, timeZone },
      isPlanned: (date) => isDigestPlanned(outreach, date),
      post: async (day, signal) => {
        // Both become due as the working day begins: whom the warnings name, the digest of that day names.
        await delivery.ended();
        await postDigest({ ...outreach, excludedAccountIds }, day, signal);
      },
    }),
    delivery,
    createRetentionJob({ db, clock, timeZone, retentionDays: config.retentionDays }),
  ];
  const wakeDelivery = () => {
    delivery.wake();
    runSoon();
  };
  const answer = {
    ...outreach,
    accounts,
    auditor,
    newLiveCheck,
    enforcement,
    newCode: codes(random),
    nextAuditAt: (): EpochMs => nextInstant(auditCron, timeZone, clock.now()),
    wakeDelivery,
    adminIds: new Map(common.audiences.map((one) => [one.chat, new Set(one.adminIds)])),
    viewerRoles: byChat(world.chats, (chat) => chat.provider.viewerRole),
  };
  return { jobs, answer, enforcement };
}

function createLoginProfilesFor(
  { alibaba }: Config,
  log: Log,
  { clock, random }: Seam,
): EnforcementDeps['loginProfiles'] {
  if (alibaba.enforcer === null) return null;
  return createLoginProfiles({
    enforcer: alibaba.enforcer.keys,
    roleName: alibaba.enforcer.roleName,
    reader: alibaba.reader,
    endpoints: alibaba.endpoints,
    maxCallsPerSecond: alibaba.maxCallsPerSecond,
    clock,
    random,
    log,
  });
}

function enforcementState({ alibaba }: Config): 'on' | 'off' | 'reader_key' {
  if (alibaba.enforcer === null) return 'off';
  return alibaba.enforcer.keys === null ? 'reader_key' : 'on';
}

function breakGlassGuard({ policy }: Config, db: Database): EnforcementDeps['breakGlass'] {
  return {
    async isBreakGlass(user) {
      const alias = (await findAccount(db, user.accountId))?.alias ?? null;
      return isBreakGlass({ ...user, alias }, policy.breakGlass);
    },
    async isUncertain(accountId) {
      return (await checkBreakGlassNames(db, policy.breakGlass)).blocks(accountId);
    },
  };
}

async function breakGlassLine({ policy }: Config, db: Database) {
  const { notFound } = await checkBreakGlassNames(db, policy.breakGlass);
  const configured = policy.breakGlass.map(({ userName, alias }) =>
    alias === null ? userName : `${userName}@${alias}`,
  );
  return { configured, notFound };
}

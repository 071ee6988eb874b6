import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWorld } from '../../src/app.ts';
import { createAnswerer } from '../../src/commands/answer.ts';
import { parseConfig } from '../../src/config/config.ts';
import type { Message } from '../../src/domain/message.ts';
import { accountId, userId } from '../../src/domain/ram-user.ts';
import { createLog } from '../../src/log.ts';
import { nameContact } from '../../src/outreach/name-contact.ts';
import { lookAhead } from '../../src/outreach/outlook.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { placeUrl } from '../../src/store/database-place.ts';
import { listExemptionsInState } from '../../src/store/exemptions.ts';
import { type Wiring, wire } from '../../src/wiring.ts';
import { byChat, type ChatSetup, type World as Outside } from '../../src/world.ts';
import type { Rules } from '../model/case-file.ts';
import { type Chat, type Colleague, keyOf, SHARED_ADDRESS, type World } from '../model/world.ts';
import { memoryAccounts } from './memory-accounts.ts';
import { type Arrived, type Fate, type MemoryChat, memoryChat } from './memory-chat.ts';
import type { StillClock } from './still-clock.ts';

export const ADMIN = 'U0ADMIN';
/** The other admin: one of the people. */
export const DEPUTY = 'U0P0000';
/** Who share one address. */
export const TWINS: readonly string[] = ['U0TWIN1', 'U0TWIN2'];
const CHANNEL = 'C0SECURITY';
const CHATS = ['slack', 'dingtalk'] as const;

interface StageOptions {
  readonly world: World;
  readonly clock: StillClock;
  readonly random: () => number;
  readonly fateOf: (chat: Chat, to: string) => Fate;
}

/** The real app, wired as it always is, to accounts and chats in memory. */
export class StagedApp {
  readonly db: Database;
  readonly #options: StageOptions;
  readonly #folder: string;
  readonly #chats: ReadonlyMap<Chat, MemoryChat>;
  #running: { readonly wiring: Wiring; readonly outside: Outside };

  private constructor(
    options: StageOptions,
    place: { readonly db: Database; readonly folder: string },
    rules: Rules,
  ) {
    this.#options = options;
    this.db = place.db;
    this.#folder = place.folder;
    this.#chats = new Map(CHATS.map((chat) => [chat, chatOf(chat, options)]));
    this.#running = this.#wire(rules);
  }

  static async start(options: StageOptions, rules: Rules): Promise<StagedApp> {
    const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'mfa-walk-'));
    const db = await openDatabase({ kind: 'file', path: join(folder, 'mfa.db') });
    const app = new StagedApp(options, { db, folder }, rules);
    await app.#listen();
    return app;
  }

  /** Another process on the same database, perhaps with other rules. */
  async restart(rules: Rules): Promise<void> {
    this.#running = this.#wire(rules);
    await this.#listen();
  }

  /** What is due now, one job after the other: an audit before what it makes due. */
  async tick(): Promise<void> {
    for (const name of JOBS) {
      const job = this.#running.wiring.jobs.find((one) => one.name === name);
      if (job === undefined) throw new Error(`There is no job ${name}`);
      await job.runIfDue(NEVER);
    }
  }

  /** What an admin types, and where it asks, confirms. */
  async command(words: string, by = ADMIN): Promise<void> {
    const [reply] = await this.#say(words, by);
    const code = reply?.blocks.flatMap(confirmation)[0];
    if (code !== undefined) await this.#say(code, by);
  }

  /** With the code that stands in the channel. */
  async decide(what: 'approve' | 'decline', by: string, userKey: string): Promise<void> {
    const requests = await listExemptionsInState(this.db, ['requested']);
    const asked = requests.findLast((one) => keyOf(one) === userKey);
    await this.#say(`${what} ${asked?.code}`, by);
  }

  /** What a file says is saved at once; reading one is tested elsewhere. */
  async giveToOwner(userKey: string, { chat, memberId }: Colleague): Promise<void> {
    const [account = '', user = ''] = userKey.split('/');
    const key = { accountId: accountId(account), userId: userId(user) };
    const links = { people: null, managers: [], owners: [{ chat, memberId }] };
    const { policy } = this.#running.outside;
    const now = this.#options.clock.now();
    await this.db.inTransaction((trx) => nameContact(trx, key, { links, now, policy }));
  }

  /** What somebody types. */
  async type({ chat, memberId }: Colleague, words: string): Promise<void> {
    await this.#chats.get(chat)?.type(memberId, words).acknowledged;
  }

  outlooks() {
    const { policy, contactRules } = this.#running.outside;
    return lookAhead({ db: this.db, policy, contactRules }, this.#options.clock.now(), NEVER);
  }

  /** Everything that arrived at people. */
  get arrived(): readonly Arrived[] {
    return [...this.#chats.values()].flatMap(({ arrived }) =>
      arrived.filter(({ to }) => to !== ADMIN && to !== CHANNEL),
    );
  }

  async stop(): Promise<void> {
    await this.db.destroy();
    rmSync(this.#folder, { recursive: true });
  }

  async #say(words: string, by: string): Promise<readonly Message[]> {
    const typed = this.#chats.get('slack')?.type(by, words);
    await typed?.acknowledged;
    return typed?.replies ?? [];
  }

  async #listen(): Promise<void> {
    const { wiring } = this.#running;
    await wiring.board.load();
    await wiring.listening.begin(createAnswerer(wiring.answer, NEVER));
  }

  #wire(rules: Rules) {
    const { clock, random } = this.#options;
    const log = createLog('silent');
    const config = parseConfig(variablesOf(rules, join(this.#folder, 'mfa.db')), 'serve');
    const seam = { clock, random };
    const outside = this.#inMemory(createWorld(config, log, seam, this.db));
    const wiring = wire({
      config,
      log,
      seam,
      db: this.db,
      world: outside,
      runSoon: () => undefined,
      turnLost: NEVER,
    });
    return { wiring, outside };
  }

  /** All that asks and tells, in the place of what would go over the network. */
  #inMemory(outside: Outside): Outside {
    const { world, clock } = this.#options;
    const chats = outside.chats.map((setup): ChatSetup => {
      const provider = this.#chats.get(setup.chat)?.provider;
      if (provider === undefined) throw new Error(`There is no ${setup.chat} in memory`);
      return { ...setup, provider, monthlyQuotas: null };
    });
    const directories = byChat(chats, ({ provider }) => provider.directory);
    return {
      ...outside,
      chats,
      accounts: memoryAccounts(world, () => clock.now()),
      vendorClock: { machineAheadMs: async () => world.clockAheadHours * 3_600_000 },
      contactRules: { ...outside.contactRules, directories },
    };
  }
}

const NEVER = new AbortController().signal;
const JOBS = ['retention', 'audit', 'looks', 'delivery', 'enforcements', 'parts', 'digest'];

function confirmation(block: Message['blocks'][number]): readonly string[] {
  if (block.kind !== 'buttons') return [];
  return block.buttons.map(({ command }) => command).filter((command) => command.startsWith('confirm '));
}

function chatOf(chat: Chat, { world, clock, fateOf }: StageOptions): MemoryChat {
  return memoryChat({
    ...{ chat, clock, colleagues: world.colleagues, channels: new Set([CHANNEL]) },
    emailOf: (memberId) => (TWINS.includes(memberId) ? SHARED_ADDRESS : null),
    works: () => (world.unreadableChats.has(chat) ? 'unreadable' : true),
    fateOf: (to) => fateOf(chat, to),
  });
}

function variablesOf(rules: Rules, path: string): Readonly<Record<string, string>> {
  const { office } = rules;
  return {
    DATABASE_URL: placeUrl({ kind: 'file', path }),
    ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAImemory',
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'memory',
    SLACK_BOT_TOKEN: 'xoxb-memory',
    SLACK_APP_TOKEN: 'xapp-memory',
    SLACK_ADMIN_IDS: `${ADMIN},${DEPUTY}`,
    SLACK_SECURITY_CHANNEL: CHANNEL,
    DINGTALK_CLIENT_ID: 'dingmemory',
    DINGTALK_CLIENT_SECRET: 'memory',
    DINGTALK_ROBOT_CODE: 'dingmemory',
    DEFAULT_LANGUAGE: 'en',
    SECURITY_CONTACT: 'security@corp.example',
    TIMEZONE: rules.zone,
    AUDIT_CRON: `${rules.auditAt % 60} ${Math.floor(rules.auditAt / 60)} * * *`,
    LADDER_DAYS: [0, rules.reminder, rules.warning, rules.deadline].join(','),
    WORK_HOURS: `${clockFace(office.opens)}-${clockFace(office.closes)}`,
    WORK_DAYS: office.weekdays.join(','),
    NO_MESSAGE_DATES: [...office.daysOff].join(','),
    MAX_FIRST_PER_DAY: String(rules.firstsPerDay),
    MESSAGING: rules.messaging ? 'on' : 'off',
  };
}

function clockFace(minutes: number): string {
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
}

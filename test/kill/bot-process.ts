import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { type AlibabaSandbox, startAlibabaSandbox } from '../../sandbox/alibaba/index.ts';
import { type SlackSandbox, startSlackSandbox } from '../../sandbox/slack/slack-sandbox.ts';
import { enforcerPolicy, readerPolicy } from '../../src/alibaba/index.ts';
import { BOT_SCOPES } from '../../src/chat/slack/scopes.ts';
import { accountId } from '../../src/domain/ram-user.ts';
import { connectDatabase } from '../../src/store/database.ts';
import { ageOf, type ProcessAge } from '../chaos/process-age.ts';
import type { TestDatabase } from '../store/test-database.ts';

export const ACCOUNT = '1000000000000001';
export const CHANNEL = 'CSECURITY';
export const ADMIN = 'UADMIN';
export const PERSON = 'UPERSON';
const ENTRY = resolve(import.meta.dirname, '../../start.mjs');
const WAIT_MS = 60_000;

/** Both sandboxes, and a database of its own. */
export interface Surroundings {
  readonly alibaba: AlibabaSandbox;
  readonly slack: SlackSandbox;
  readonly database: TestDatabase;
  /** The real program in a process of its own, with real time. */
  spawn(more?: NodeJS.ProcessEnv): BotProcess;
  /** Types as the admin and presses the confirmation. */
  confirmed(words: string): Promise<void>;
  query<T>(statement: string): Promise<readonly T[]>;
  stop(): Promise<void>;
}

export class BotProcess {
  readonly #child: ChildProcess;
  readonly #spawnedAt = performance.now();
  #said = '';

  constructor(folder: string, variables: NodeJS.ProcessEnv) {
    const stdio = ['ignore', 'ignore', 'pipe'] as const;
    this.#child = spawn(process.execPath, [ENTRY, 'serve'], {
      cwd: folder,
      env: variables,
      stdio: [...stdio],
    });
    this.#child.stderr?.on('data', (part: Buffer) => {
      this.#said += part.toString();
    });
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  age(): ProcessAge {
    return ageOf(this.#child.pid, this.#spawnedAt);
  }

  /** How often it has logged this. */
  countOf(message: string): number {
    return this.#said.split(`"msg":"${message}"`).length - 1;
  }

  async says(message: string): Promise<void> {
    await eventually(`“${message}”`, () => {
      if (this.hasEnded && this.countOf(message) === 0)
        throw new Error(`It ended with ${this.#child.exitCode}:\n${this.#said}`);
      return this.countOf(message) > 0;
    });
  }

  /** SIGKILL gives no chance to write anything down. */
  async end(signal: NodeJS.Signals = 'SIGKILL'): Promise<number | null> {
    if (!this.hasEnded) {
      const exited = once(this.#child, 'exit');
      this.#child.kill(signal);
      await exited;
    }
    return this.#child.exitCode;
  }
}

/** `people`: Slack member ids, each with a RAM user that lacks MFA. */
export async function surroundings(
  database: TestDatabase,
  people: readonly string[] = [PERSON],
): Promise<Surroundings> {
  const alibaba = await startCloud(people);
  const slack = await startWorkspace(people);
  const folder = mkdtempSync(join(tmpdir(), 'ram-mfa-bot-kill-'));
  const db = connectDatabase(database.place);
  const processes: BotProcess[] = [];
  return {
    alibaba,
    slack,
    database,
    spawn(more = {}) {
      const all = { ...variables({ alibaba, slack }), DATABASE_URL: database.url, ...more };
      const bot = new BotProcess(folder, all);
      processes.push(bot);
      return bot;
    },
    async confirmed(words) {
      const asked = await slack.command({ userId: ADMIN, text: words });
      const [question] = await asked.waitForReplies(1, WAIT_MS);
      if (question === undefined) throw new Error(`No answer to /mfa ${words}`);
      const actionId = confirmButton(question.message.blocks);
      await slack.press({ userId: ADMIN, message: question.message, actionId });
    },
    query: async <T>(statement: string) => (await sql.raw<T>(statement).execute(db)).rows,
    async stop() {
      for (const bot of processes) await bot.end();
      await Promise.all([slack.stop(), alibaba.stop(), db.destroy()]);
      rmSync(folder, { recursive: true, force: true });
      await database.remove();
    },
  };
}

/** One process at a time, which can be killed and started again. */
export interface KillableBot extends Omit<Surroundings, 'spawn' | 'database'> {
  start(): Promise<void>;
  kill(): Promise<void>;
}

export async function killableBot(database: TestDatabase, people?: readonly string[]): Promise<KillableBot> {
  const around = await surroundings(database, people);
  let running: BotProcess | null = null;
  return {
    ...around,
    async start() {
      running = around.spawn();
      await running.says('started');
    },
    async kill() {
      await running?.end();
    },
  };
}

function startCloud(people: readonly string[]): Promise<AlibabaSandbox> {
  const account = accountId(ACCOUNT);
  return startAlibabaSandbox({
    accounts: [
      {
        accountId: ACCOUNT,
        alias: 'corp',
        users: [
          { userName: 'bot-reader', policy: readerPolicy() },
          { userName: 'bot-enforcer', policy: enforcerPolicy(account, ['bot-enforcer']) },
          ...people.map((memberId) => ({
            userName: memberId === PERSON ? 'jane.doe' : memberId.toLowerCase(),
            tags: { 'slack-user-id': memberId },
            loginProfile: {},
          })),
        ],
        accessKeys: [
          { accessKeyId: 'READERKEY', accessKeySecret: 'reader-secret', userName: 'bot-reader' },
          { accessKeyId: 'ENFORCERKEY', accessKeySecret: 'enforcer-secret', userName: 'bot-enforcer' },
        ],
      },
    ],
  });
}

function startWorkspace(people: readonly string[]): Promise<SlackSandbox> {
  const member = (id: string, name: string) => ({
    ...{ id, name, realName: name, email: null, tz: 'Asia/Shanghai', locale: 'en-US' },
  });
  return startSlackSandbox({
    team: { id: 'T1', name: 'corp' },
    botToken: 'xoxb-kill',
    appToken: 'xapp-kill',
    scopes: BOT_SCOPES,
    members: [member(ADMIN, 'admin'), ...people.map((id) => member(id, id.toLowerCase()))],
    channels: [{ id: CHANNEL, name: 'security', isPrivate: true, members: [ADMIN], botIsMember: true }],
  });
}

function variables(of: Pick<Surroundings, 'alibaba' | 'slack'>): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    ALIBABA_CLOUD_ACCESS_KEY_ID: 'READERKEY',
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'reader-secret',
    ENFORCER_ACCESS_KEY_ID: 'ENFORCERKEY',
    ENFORCER_ACCESS_KEY_SECRET: 'enforcer-secret',
    RAM_ENDPOINT: of.alibaba.url,
    IMS_ENDPOINT: of.alibaba.url,
    ACTIONTRAIL_ENDPOINT: of.alibaba.url,
    STS_ENDPOINT: of.alibaba.url,
    SLACK_BOT_TOKEN: 'xoxb-kill',
    SLACK_APP_TOKEN: 'xapp-kill',
    SLACK_API_URL: of.slack.apiUrl,
    SLACK_SECURITY_CHANNEL: CHANNEL,
    SLACK_ADMIN_IDS: ADMIN,
    TIMEZONE: 'Asia/Shanghai',
    WORK_HOURS: '00:00-24:00',
    WORK_DAYS: '1-7',
    SECURITY_CONTACT: '#security',
  };
}

function confirmButton(blocks: readonly Readonly<Record<string, unknown>>[]): string {
  const elements = blocks.flatMap((block) => (block.type === 'actions' ? (block.elements as Element[]) : []));
  const button = elements.find((element) => element.value.startsWith('confirm '));
  if (button === undefined) throw new Error('There is nothing to confirm');
  return button.action_id;
}

interface Element {
  readonly action_id: string;
  readonly value: string;
}

/** Looks again until it is so. */
export async function eventually<T>(what: string, look: () => Looked<T> | Promise<Looked<T>>): Promise<T> {
  const until = Date.now() + WAIT_MS;
  while (Date.now() < until) {
    const seen = await look();
    if (seen) return seen;
    await delay(50);
  }
  throw new Error(`After ${WAIT_MS / 1000} s still not: ${what}`);
}

type Looked<T> = T | undefined | false | null;

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import SqliteDatabase from 'better-sqlite3';
import { type AlibabaSandbox, startAlibabaSandbox } from '../../sandbox/alibaba/index.ts';
import { type SlackSandbox, startSlackSandbox } from '../../sandbox/slack/slack-sandbox.ts';
import { enforcerPolicy, readerPolicy } from '../../src/alibaba/index.ts';
import { BOT_SCOPES } from '../../src/chat/slack/scopes.ts';
import { accountId } from '../../src/domain/ram-user.ts';

export const ACCOUNT = '1000000000000001';
export const CHANNEL = 'CSECURITY';
export const ADMIN = 'UADMIN';
export const PERSON = 'UPERSON';
const ENTRY = resolve(import.meta.dirname, '../../start.mjs');
const WAIT_MS = 30_000;

/** The real program in a process of its own, with real time, against both sandboxes; it can be killed and started again. */
export interface KillableBot {
  readonly alibaba: AlibabaSandbox;
  readonly slack: SlackSandbox;
  start(): Promise<void>;
  /** SIGKILL: no chance to write anything down. */
  kill(): Promise<void>;
  /** Types as the admin and presses the confirmation. */
  confirmed(words: string): Promise<void>;
  query<T>(sql: string): readonly T[];
  stop(): Promise<void>;
}

/** `people`: Slack member ids, each with a RAM user that lacks MFA. */
export async function killableBot(people: readonly string[] = [PERSON]): Promise<KillableBot> {
  const alibaba = await startCloud(people);
  const slack = await startWorkspace(people);
  const folder = mkdtempSync(join(tmpdir(), 'ram-mfa-bot-kill-'));
  const databasePath = join(folder, 'mfa.db');
  let child: ChildProcess | null = null;

  return {
    alibaba,
    slack,
    async start() {
      child = spawn(process.execPath, [ENTRY, 'serve'], {
        cwd: folder,
        env: variables({ alibaba, slack, databasePath }),
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      await saysStarted(child);
    },
    async kill() {
      if (child === null) throw new Error('It is not running');
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
      child = null;
    },
    async confirmed(words) {
      const asked = await slack.command({ userId: ADMIN, text: words });
      const [question] = await asked.waitForReplies(1, WAIT_MS);
      if (question === undefined) throw new Error(`No answer to /mfa ${words}`);
      await slack.press({
        userId: ADMIN,
        message: question.message,
        actionId: confirmButton(question.message.blocks),
      });
    },
    query(sql) {
      const database = new SqliteDatabase(databasePath, { readonly: true });
      try {
        return database.prepare(sql).all() as never;
      } finally {
        database.close();
      }
    },
    async stop() {
      child?.kill('SIGKILL');
      await Promise.all([slack.stop(), alibaba.stop()]);
      rmSync(folder, { recursive: true, force: true });
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

function variables(of: {
  alibaba: AlibabaSandbox;
  slack: SlackSandbox;
  databasePath: string;
}): NodeJS.ProcessEnv {
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
    DATABASE_URL: `file:${of.databasePath}`,
  };
}

async function saysStarted(child: ChildProcess): Promise<void> {
  let said = '';
  const started = new Promise<void>((resolve, reject) => {
    child.stderr?.on('data', (part: Buffer) => {
      said += part.toString();
      if (said.includes('"msg":"started"')) resolve();
    });
    child.once('exit', (exitCode) => reject(new Error(`It ended with ${exitCode}:\n${said}`)));
  });
  await started;
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
export async function eventually<T>(what: string, look: () => T | undefined | false | null): Promise<T> {
  const until = Date.now() + WAIT_MS;
  while (Date.now() < until) {
    const seen = look();
    if (seen) return seen;
    await delay(50);
  }
  throw new Error(`After ${WAIT_MS / 1000} s still not: ${what}`);
}

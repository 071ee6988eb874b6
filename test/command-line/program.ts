import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type AccountSeed, type AlibabaSandbox, startAlibabaSandbox } from '../../sandbox/alibaba/index.ts';
import { type SlackSandbox, startSlackSandbox } from '../../sandbox/slack/slack-sandbox.ts';
import { readerPolicy } from '../../src/alibaba/index.ts';
import { MANIFEST_SCOPES } from '../../src/chat/slack/scopes.ts';

const { PATH, NODE_COMPILE_CACHE } = process.env;
const ENTRY = resolve(import.meta.dirname, '../../start.mjs');

export const CORP = '1000000000000001';
export const LABS = '1000000000000002';
export const ADMIN = 'U0ADMIN';

type Variables = Readonly<Record<string, string>>;

/** Both sandboxes, in real time. */
export interface Surroundings {
  readonly alibaba: AlibabaSandbox;
  readonly slack: SlackSandbox;
  /** What reads RAM, and nothing more. */
  readonly ramVariables: Variables;
  readonly slackVariables: Variables;
  stop(): Promise<void>;
}

const READER_ROLE = 'mfa-reader';

export async function startSurroundings(accounts: readonly AccountSeed[]): Promise<Surroundings> {
  const alibaba = await startAlibabaSandbox({
    accounts: accounts.map((account, index) => (index === 0 ? withReader(account) : withRole(account))),
    enforceQuotas: false,
  });
  const member = { tz: 'Asia/Shanghai', locale: 'en-US' };
  const slack = await startSlackSandbox({
    team: { id: 'T0CORP', name: 'corp' },
    botToken: 'xoxb-test',
    appToken: 'xapp-test',
    scopes: MANIFEST_SCOPES,
    members: [
      { ...member, id: ADMIN, name: 'admin', realName: 'Admin', email: 'admin@corp.example' },
      { ...member, id: 'U0JANE', name: 'jane', realName: 'Jane', email: 'jane.doe@corp.example' },
    ],
    channels: [{ id: 'C0SEC', name: 'security', isPrivate: true, members: [ADMIN], botIsMember: true }],
  });
  const further = accounts.slice(1).map(({ accountId }) => `acs:ram::${accountId}:role/${READER_ROLE}`);
  return {
    alibaba,
    slack,
    ramVariables: {
      ALIBABA_CLOUD_ACCESS_KEY_ID: 'AKREADER',
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'reader-secret',
      RAM_ENDPOINT: alibaba.url,
      IMS_ENDPOINT: alibaba.url,
      ACTIONTRAIL_ENDPOINT: alibaba.url,
      STS_ENDPOINT: alibaba.url,
      ...(further.length === 0 ? {} : { AUDIT_ROLE_ARNS: further.join(',') }),
    },
    slackVariables: {
      SLACK_BOT_TOKEN: 'xoxb-test',
      SLACK_APP_TOKEN: 'xapp-test',
      SLACK_API_URL: slack.apiUrl,
      SLACK_SECURITY_CHANNEL: 'C0SEC',
      SLACK_ADMIN_IDS: ADMIN,
      SECURITY_CONTACT: 'security@corp.example',
      TIMEZONE: 'Asia/Shanghai',
    },
    async stop() {
      await Promise.all([alibaba.stop(), slack.stop()]);
    },
  };
}

function withReader(account: AccountSeed): AccountSeed {
  const trusting = { Action: 'sts:AssumeRole', Effect: 'Allow', Resource: '*' } as const;
  const policy = { Version: '1', Statement: [...readerPolicy().Statement, trusting] } as const;
  return {
    ...account,
    users: [...(account.users ?? []), { userName: 'mfa-bot-reader', policy }],
    accessKeys: [
      { accessKeyId: 'AKREADER', accessKeySecret: 'reader-secret', userName: 'mfa-bot-reader' },
      { accessKeyId: 'AKROOT', accessKeySecret: 'root-secret', userName: null },
    ],
  };
}

function withRole(account: AccountSeed): AccountSeed {
  const trustedPrincipals = [`acs:ram::${CORP}:user/mfa-bot-reader`];
  return { ...account, roles: [{ roleName: READER_ROLE, trustedPrincipals, policy: readerPolicy() }] };
}

/** A folder in which the program runs; nothing of this machine's environment reaches it. */
export class WorkingFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'mfa-command-'));
  readonly #running = new Set<ChildProcess>();

  /** `through`: a command that runs what stands behind it. */
  spawn(argv: readonly string[], variables: Variables, through: readonly string[] = []): ChildProcess {
    const [command = process.execPath, ...words] = [...through, process.execPath, ENTRY, ...argv];
    const child = spawn(command, words, {
      cwd: this.path,
      env: { PATH, HOME: this.path, NODE_COMPILE_CACHE, ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#running.add(child);
    child.once('exit', () => this.#running.delete(child));
    return child;
  }

  /** Runs it to its end. */
  async run(argv: readonly string[], variables: Variables, through: readonly string[] = []): Promise<Ended> {
    return endOf(this.spawn(argv, variables, through));
  }

  async remove(): Promise<void> {
    for (const child of this.#running) {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    }
    rmSync(this.path, { recursive: true, force: true });
  }
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export async function endOf(child: ChildProcess): Promise<Ended> {
  const said = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    said.stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said.stderr += text;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...said };
}

/** Resolves with all it has said once a line of it matches. @throws {Error} when it ends before */
export async function saying(child: ChildProcess, line: RegExp): Promise<string> {
  let said = '';
  return new Promise((resolve_, reject) => {
    const hear = (text: string) => {
      said += text;
      if (line.test(said)) resolve_(said);
    };
    child.stdout?.setEncoding('utf8').on('data', hear);
    child.stderr?.setEncoding('utf8').on('data', hear);
    child.once('close', (code) => reject(new Error(`it ended with ${code}:\n${said}`)));
  });
}

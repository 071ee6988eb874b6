import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { type AccountSeed, type AlibabaSandbox, startAlibabaSandbox } from '../../sandbox/alibaba/index.ts';
import { type DingtalkSandbox, startDingtalkSandbox } from '../../sandbox/dingtalk/dingtalk-sandbox.ts';
import type { DingtalkSandboxOptions } from '../../sandbox/dingtalk/sandbox-options.ts';
import type { SlackSandboxOptions } from '../../sandbox/slack/sandbox-options.ts';
import { type SlackSandbox, startSlackSandbox } from '../../sandbox/slack/slack-sandbox.ts';
import { enforcerPolicy, readerPolicy } from '../../src/alibaba/index.ts';
import { ADDRESS_PERMISSIONS, PERMISSIONS } from '../../src/chat/dingtalk/permissions.ts';
import { MANIFEST_SCOPES, VIEWER_GROUP_SCOPE } from '../../src/chat/slack/scopes.ts';
import { accountId } from '../../src/domain/ram-user.ts';

export const ACCOUNT = '1000000000000001';
export const CHANNEL = 'CSECURITY';
export const ADMIN = 'UADMIN';
export const GROUP = 'cidSecurity==';
const SECRETS = [
  ...['reader-secret', 'enforcer-secret', 'xoxb-doctor-token', 'xapp-doctor-token', 'dingtalk-secret'],
  'a-wrong-secret',
];
const ENTRY = resolve(import.meta.dirname, '../../start.mjs');

interface DoctorLine {
  readonly mark: string;
  readonly what: string;
  readonly detail: string;
  readonly remedy: string | null;
}

export interface Diagnosis {
  readonly exitCode: number | null;
  readonly output: string;
  readonly errors: string;
  readonly lines: readonly DoctorLine[];
  /** The lines about it. */
  about(what: string): readonly DoctorLine[];
}

/** All three vendors, set up so that nothing is wrong, and the real program to look at them. */
export interface Surgery {
  readonly alibaba: AlibabaSandbox;
  readonly slack: SlackSandbox;
  readonly dingtalk: DingtalkSandbox;
  readonly folder: string;
  /** What goes into the environment; undefined takes a variable away. */
  diagnose(variables?: Variables, nodeOptions?: readonly string[]): Promise<Diagnosis>;
  /** The environment in which all is well. */
  environment(variables?: Variables): NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

type Variables = Readonly<Record<string, string | undefined>>;

export async function openSurgery(
  seeds: {
    readonly accounts?: readonly AccountSeed[];
    readonly slack?: Partial<SlackSandboxOptions>;
    readonly dingtalk?: Partial<DingtalkSandboxOptions>;
  } = {},
): Promise<Surgery> {
  const alibaba = await startAlibabaSandbox({ accounts: seeds.accounts ?? [account()] });
  const slack = await startSlackSandbox({ ...workspace(), ...seeds.slack });
  const dingtalk = await startDingtalkSandbox({ ...organisation(), ...seeds.dingtalk });
  const folder = mkdtempSync(join(tmpdir(), 'ram-mfa-bot-doctor-'));
  const environment = (variables: Variables = {}): NodeJS.ProcessEnv => ({
    ...healthy(alibaba, slack, dingtalk),
    ...variables,
  });
  return {
    alibaba,
    slack,
    dingtalk,
    folder,
    environment,
    diagnose: (variables, nodeOptions = []) => diagnose(folder, environment(variables), nodeOptions),
    async stop() {
      await Promise.all([slack.stop(), dingtalk.stop(), alibaba.stop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function diagnose(
  folder: string,
  env: NodeJS.ProcessEnv,
  nodeOptions: readonly string[],
): Promise<Diagnosis> {
  const child = spawn(process.execPath, [...nodeOptions, ENTRY, 'doctor'], { cwd: folder, env });
  const ended = new Promise<number | null>((done) => child.once('close', done));
  const [output, errors, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  const told = SECRETS.filter((secret) => (output + errors).includes(secret));
  if (told.length > 0) throw new Error(`It told ${told.length} of the secrets:\n${output}${errors}`);
  const lines = linesOf(output);
  return { exitCode, output, errors, lines, about: (what) => lines.filter((line) => line.what === what) };
}

const LINE = /^(ok {2}|warn|FAIL) ([^:]+): (.+)$/;
const REMEDY = /^ {5}→ (.+)$/;
const EXPLAINED = /^ {5}docs\/doctor\.md#[a-z-]+$/;

/** Every line is of one of the three forms, and exactly what is not well has a remedy and is explained somewhere. */
function linesOf(output: string): readonly DoctorLine[] {
  const lines: DoctorLine[] = [];
  for (const line of output.split('\n').slice(0, -1)) {
    const [, mark, what, detail] = LINE.exec(line) ?? [];
    const [, remedy] = REMEDY.exec(line) ?? [];
    const last = lines.at(-1);
    if (mark !== undefined && what !== undefined && detail !== undefined)
      lines.push({ mark: mark.trim(), what, detail, remedy: null });
    else if (remedy !== undefined && last?.remedy === null) lines[lines.length - 1] = { ...last, remedy };
    else if (!EXPLAINED.test(line) || last?.remedy === null)
      throw new Error(`No line of the doctor: ${line}\n${output}`);
  }
  const odd = lines.find(({ mark, remedy }) => (mark === 'ok') !== (remedy === null));
  if (odd !== undefined) throw new Error(`A remedy too many or too few: ${JSON.stringify(odd)}`);
  return lines;
}

export function account(changes: Partial<AccountSeed> = {}): AccountSeed {
  const policy = enforcerPolicy(accountId(ACCOUNT), ['bot-enforcer']);
  return {
    accountId: ACCOUNT,
    alias: 'corp',
    users: [
      { userName: 'jane.doe', loginProfile: {} },
      { userName: 'bot-reader', policy: readerPolicy() },
      { userName: 'bot-enforcer', policy },
      { userName: 'emergency', loginProfile: {} },
    ],
    accessKeys: [
      { accessKeyId: 'READERKEY', accessKeySecret: 'reader-secret', userName: 'bot-reader' },
      { accessKeyId: 'ENFORCERKEY', accessKeySecret: 'enforcer-secret', userName: 'bot-enforcer' },
      { accessKeyId: 'ROOTKEY', accessKeySecret: 'reader-secret', userName: null },
    ],
    ...changes,
  };
}

const member = (id: string, name: string, more: object = {}) => ({
  ...{ id, name, realName: name, email: null, tz: 'Asia/Shanghai', locale: 'en-US' },
  ...more,
});

function workspace(): SlackSandboxOptions {
  return {
    team: { id: 'T1', name: 'corp' },
    botToken: 'xoxb-doctor-token',
    appToken: 'xapp-doctor-token',
    scopes: [...MANIFEST_SCOPES, VIEWER_GROUP_SCOPE],
    members: [member(ADMIN, 'admin'), member('UGONE', 'gone', { deleted: true }), member('UJANE', 'jane')],
    channels: [
      { id: CHANNEL, name: 'security', isPrivate: true, members: [ADMIN], botIsMember: true },
      { id: 'CPUBLIC', name: 'public', isPrivate: false, members: [ADMIN], botIsMember: false },
    ],
    usergroups: [{ id: 'SVIEWERS', handle: 'viewers', members: [ADMIN] }],
  };
}

function organisation(): DingtalkSandboxOptions {
  const person = { mobile: null, managerUserId: null, departmentIds: [1] };
  return {
    clientId: 'dingclient',
    clientSecret: 'dingtalk-secret',
    robotCode: 'dingrobot',
    corpId: 'dingcorp',
    scopes: [...PERMISSIONS, ...ADDRESS_PERMISSIONS],
    members: [
      { ...person, userId: 'boss', name: 'Boss', email: 'boss@corp.example' },
      { ...person, userId: 'invited', name: 'Invited', email: null, active: false },
      { ...person, userId: 'hidden', name: 'Hidden', email: null, isVisible: false },
    ],
    groups: [{ openConversationId: GROUP, title: 'Security', members: ['boss'], botIsMember: true }],
  };
}

function healthy(alibaba: AlibabaSandbox, slack: SlackSandbox, dingtalk: DingtalkSandbox): NodeJS.ProcessEnv {
  return {
    DINGTALK_CLIENT_ID: 'dingclient',
    DINGTALK_CLIENT_SECRET: 'dingtalk-secret',
    DINGTALK_ROBOT_CODE: 'dingrobot',
    DINGTALK_API_URL: dingtalk.apiUrl,
    DINGTALK_OAPI_URL: dingtalk.oapiUrl,
    DINGTALK_SECURITY_CONVERSATION: GROUP,
    DINGTALK_ADMIN_IDS: 'boss',
    PATH: process.env.PATH,
    ALIBABA_CLOUD_ACCESS_KEY_ID: 'READERKEY',
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'reader-secret',
    ENFORCER_ACCESS_KEY_ID: 'ENFORCERKEY',
    ENFORCER_ACCESS_KEY_SECRET: 'enforcer-secret',
    RAM_ENDPOINT: alibaba.url,
    IMS_ENDPOINT: alibaba.url,
    STS_ENDPOINT: alibaba.url,
    RESOURCE_DIRECTORY_ENDPOINT: alibaba.url,
    ACTIONTRAIL_ENDPOINT: alibaba.url,
    SLACK_BOT_TOKEN: 'xoxb-doctor-token',
    SLACK_APP_TOKEN: 'xapp-doctor-token',
    SLACK_API_URL: slack.apiUrl,
    SLACK_SECURITY_CHANNEL: CHANNEL,
    SLACK_ADMIN_IDS: ADMIN,
    SLACK_VIEWER_USERGROUP: 'SVIEWERS',
    BREAK_GLASS_USERS: 'emergency',
    // So that nobody waits for the pace of a large audit.
    RAM_MAX_CALLS_PER_SECOND: '100',
    TIMEZONE: 'Asia/Shanghai',
    SECURITY_CONTACT: '#security',
  };
}

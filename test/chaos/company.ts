import { identityVariables, withBotIdentities } from '../../demo/identities.ts';
import type { SandboxedChat } from '../../demo/stage.ts';
import { type AlibabaSandbox, startAlibabaSandbox } from '../../sandbox/alibaba/index.ts';
import { type DingtalkSandbox, startDingtalkSandbox } from '../../sandbox/dingtalk/dingtalk-sandbox.ts';
import { type SlackSandbox, startSlackSandbox } from '../../sandbox/slack/slack-sandbox.ts';
import { ADDRESS_PERMISSIONS, PERMISSIONS } from '../../src/chat/dingtalk/index.ts';
import { BOT_SCOPES } from '../../src/chat/slack/index.ts';

export const ACCOUNT = '1000000000000001';
export const ADMIN = 'U0ADMIN';
/** Decides what the first one asked for. */
export const OTHER_ADMIN = 'U0SUE';
const ADMINS = [ADMIN, OTHER_ADMIN] as const;
export const PEOPLE = ['U0ANN', 'U0BEN', 'U0CAI', 'U0DAN', 'U0EVE'] as const;
export const CHANNEL = { slack: 'C0SECURITY', dingtalk: 'cidSecurity0001==' } as const;

/** A small company between fake vendors, all in one time. */
export interface Company {
  readonly chat: SandboxedChat;
  readonly alibaba: AlibabaSandbox;
  readonly slack: SlackSandbox | null;
  readonly dingtalk: DingtalkSandbox | null;
  /** As an operator would write them into `.env`. */
  readonly variables: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export const userNameOf = (memberId: string) => memberId.slice(2).toLowerCase();

const TAG = { slack: 'slack-user-id', dingtalk: 'dingtalk-userid' } as const;

/** Tagged with whom it belongs to. */
export const userOf = (chat: SandboxedChat, memberId: string) => ({
  userName: userNameOf(memberId),
  tags: { [TAG[chat]]: memberId },
  loginProfile: {},
});

interface Beginning {
  readonly seed: number;
  readonly people?: readonly string[];
}

export async function startCompany(
  chat: SandboxedChat,
  now: () => number,
  { seed, people = PEOPLE }: Beginning,
): Promise<Company> {
  const accounts = [
    {
      accountId: ACCOUNT,
      alias: 'corp',
      users: people.map((memberId) => userOf(chat, memberId)),
    },
  ];
  const alibaba = await startAlibabaSandbox({
    accounts: withBotIdentities(accounts),
    now,
    enforceQuotas: false,
    seed,
  });
  const slack = chat === 'slack' ? await startSlack(now) : null;
  const dingtalk = chat === 'dingtalk' ? await startDingtalk(now) : null;
  const endpoints = ['RAM', 'IMS', 'STS', 'RESOURCE_DIRECTORY', 'ACTIONTRAIL'];
  return {
    chat,
    alibaba,
    slack,
    dingtalk,
    variables: {
      ...identityVariables(accounts),
      ...Object.fromEntries(endpoints.map((name) => [`${name}_ENDPOINT`, alibaba.url])),
      ...(slack === null ? {} : slackVariables(slack)),
      ...(dingtalk === null ? {} : dingtalkVariables(dingtalk)),
      SECURITY_CONTACT: 'security@corp.example',
      TIMEZONE: 'Asia/Shanghai',
      DEFAULT_LANGUAGE: 'en',
    },
    async stop() {
      await Promise.all([alibaba.stop(), slack?.stop(), dingtalk?.stop()]);
    },
  };
}

export const memberOf = (id: string) => ({
  ...{
    id,
    name: userNameOf(id),
    realName: userNameOf(id),
    email: null,
    tz: 'Asia/Shanghai',
    locale: 'en-US',
  },
});

function startSlack(now: () => number): Promise<SlackSandbox> {
  const channel = { id: CHANNEL.slack, name: 'security', isPrivate: true, members: [...ADMINS] };
  return startSlackSandbox({
    team: { id: 'T0CORP', name: 'corp' },
    botToken: 'xoxb-chaos',
    appToken: 'xapp-chaos',
    scopes: BOT_SCOPES,
    members: [...ADMINS, ...PEOPLE].map(memberOf),
    channels: [{ ...channel, botIsMember: true }],
    // They count by a clock that leaps.
    rateLimits: false,
    now,
  });
}

function slackVariables({ apiUrl }: SlackSandbox) {
  return {
    SLACK_API_URL: apiUrl,
    SLACK_BOT_TOKEN: 'xoxb-chaos',
    SLACK_APP_TOKEN: 'xapp-chaos',
    SLACK_ADMIN_IDS: ADMINS.join(),
    SLACK_SECURITY_CHANNEL: CHANNEL.slack,
  };
}

const ROBOT = {
  clientId: 'dingchaos0app',
  clientSecret: 'chaos-client-secret',
  robotCode: 'dingchaos0app',
} as const;

function startDingtalk(now: () => number): Promise<DingtalkSandbox> {
  const colleague = (userId: string) => ({
    ...{ userId, name: userNameOf(userId), mobile: null, email: null, managerUserId: null },
    departmentIds: [1],
  });
  const group = { openConversationId: CHANNEL.dingtalk, title: 'Security', members: [...ADMINS] };
  return startDingtalkSandbox({
    ...ROBOT,
    corpId: 'dingcorp',
    scopes: [...PERMISSIONS, ...ADDRESS_PERMISSIONS],
    members: [...ADMINS, ...PEOPLE].map(colleague),
    groups: [{ ...group, botIsMember: true }],
    now,
  });
}

function dingtalkVariables({ apiUrl, oapiUrl }: DingtalkSandbox) {
  return {
    DINGTALK_API_URL: apiUrl,
    DINGTALK_OAPI_URL: oapiUrl,
    DINGTALK_CLIENT_ID: ROBOT.clientId,
    DINGTALK_CLIENT_SECRET: ROBOT.clientSecret,
    DINGTALK_ROBOT_CODE: ROBOT.robotCode,
    DINGTALK_ADMIN_IDS: ADMINS.join(),
    DINGTALK_SECURITY_CONVERSATION: CHANNEL.dingtalk,
  };
}

/** @throws {Error} where it is in another chat */
export function slackOf({ slack }: Company): SlackSandbox {
  if (slack === null) throw new Error('This company is not in Slack');
  return slack;
}

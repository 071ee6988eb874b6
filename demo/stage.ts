import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { type AccountSeed, type AlibabaSandbox, startAlibabaSandbox } from '../sandbox/alibaba/index.ts';
import { type DingtalkSandbox, startDingtalkSandbox } from '../sandbox/dingtalk/dingtalk-sandbox.ts';
import type { DingtalkSandboxOptions } from '../sandbox/dingtalk/sandbox-options.ts';
import type { SlackSandboxOptions } from '../sandbox/slack/sandbox-options.ts';
import { type SlackSandbox, startSlackSandbox } from '../sandbox/slack/slack-sandbox.ts';
import type { Channel, Member } from '../sandbox/slack/workspace.ts';
import { type App, createApp } from '../src/app.ts';
import { ADDRESS_PERMISSIONS, PERMISSIONS } from '../src/chat/dingtalk/index.ts';
import { MANIFEST_SCOPES } from '../src/chat/slack/index.ts';
import { parseConfig } from '../src/config/config.ts';
import type { ChatName } from '../src/domain/chats.ts';
import type { EpochMs } from '../src/domain/clock.ts';
import { createLog, type Log } from '../src/log.ts';
import { dingtalkHands } from './dingtalk-hands.ts';
import type { Hands } from './hands.ts';
import { identityVariables, withBotIdentities } from './identities.ts';
import {
  ACCOUNTS,
  ADMIN_ID,
  COLLEAGUES,
  COMPANY_VARIABLES,
  DINGTALK_ADMIN_ID,
  LUNCH_GROUP,
  MEMBERS,
  SECURITY_CHANNEL,
  SECURITY_GROUP,
} from './people.ts';
import { slackHands } from './slack-hands.ts';
import { SteppedClock } from './stepped-clock.ts';

/** The chats that have a sandbox. */
export type SandboxedChat = Extract<ChatName, 'slack' | 'dingtalk'>;

/** Whoever is left out is taken from the demo's company. */
export interface StageOptions {
  /** The first is the bot's own account; its users, keys and roles are added. */
  readonly accounts?: readonly AccountSeed[];
  /** The chats the bot is in; Slack. */
  readonly chats?: readonly SandboxedChat[];
  /** The bot's admin is the member `ADMIN_ID` of the demo's people. */
  readonly members?: readonly Member[];
  /** The first is the security channel. */
  readonly channels?: readonly Channel[];
  /** How the workspace differs from a plain one. */
  readonly workspace?: Partial<SlackSandboxOptions>;
  /** How the DingTalk organisation differs from the company's. The first of its groups is the security conversation. */
  readonly organisation?: Partial<DingtalkSandboxOptions>;
  /** As in `.env`, beside and before the stage's own. */
  readonly variables?: Readonly<Record<string, string>>;
  /** ISO 8601, by default in the company's time zone, or epoch milliseconds. */
  readonly startsAt?: string | EpochMs;
  /** Nothing is written down without it. */
  readonly log?: Log;
  /** How far the machine's clock, the stage's, is ahead of the cloud's. */
  readonly machineAheadMs?: () => number;
}

/** The real bot between a fake Alibaba Cloud and fake chats, in a time that passes when it is told to. */
export interface Stage {
  readonly clock: SteppedClock;
  readonly alibaba: AlibabaSandbox;
  /** @throws {Error} when Slack is left out, as `dingtalk` when that is */
  readonly slack: SlackSandbox;
  readonly dingtalk: DingtalkSandbox;
  /** The one that runs now. */
  readonly app: App;
  readonly timeZone: string;
  /** Lets time pass. At 09:10, when the audit is due, at half past each hour and in the end, the bot does what is due. */
  advanceTo(at: string | EpochMs): Promise<void>;
  /** @throws {Error} when this chat is left out */
  hands(chat: SandboxedChat): Hands;
  /** Stops the bot; `meanwhile` goes by without it; then another begins with the database it left. */
  restart(meanwhile?: () => void | Promise<void>, changed?: Readonly<Record<string, string>>): Promise<void>;
  /** Stops everything and removes the database. */
  stop(): Promise<void>;
}

const TIME_ZONE = 'Asia/Shanghai';
const STARTS_AT = '2026-03-02T09:40';
const WORKSPACE = {
  team: { id: 'T0CORP', name: 'corp' },
  botToken: 'xoxb-demo',
  appToken: 'xapp-demo',
  scopes: MANIFEST_SCOPES,
};
const ORGANISATION = {
  clientId: 'dingdemo0app',
  clientSecret: 'demo-client-secret',
  robotCode: 'dingdemo0app',
  corpId: 'dingcorp',
  scopes: [...PERMISSIONS, ...ADDRESS_PERMISSIONS],
  members: COLLEAGUES,
  groups: [SECURITY_GROUP, LUNCH_GROUP],
};
const STOP_WITHIN_MS = 8000;

/** Undoes one thing that was started. */
type Cleanup = () => Promise<void>;

export async function setStage(options: StageOptions = {}): Promise<Stage> {
  const cleanups: Cleanup[] = [];
  const stop = async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  };
  try {
    return stageOf(await startAll(options, cleanups), stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A fake chat as it stands beside the bot. */
interface StagedChat<Sandbox> {
  readonly sandbox: Sandbox;
  /** Of the security channel; empty: there is none. */
  readonly channelId: string;
  /** What an operator would write into `.env` for it. */
  readonly variables: Readonly<Record<string, string>>;
}

interface StageParts {
  readonly clock: SteppedClock;
  readonly alibaba: AlibabaSandbox;
  readonly slack: StagedChat<SlackSandbox> | null;
  readonly dingtalk: StagedChat<DingtalkSandbox> | null;
  readonly timeZone: string;
  readonly newApp: (changed?: Readonly<Record<string, string>>) => App;
  app: App;
}

async function startAll(options: StageOptions, cleanups: Cleanup[]): Promise<StageParts> {
  const timeZone = options.variables?.TIMEZONE ?? TIME_ZONE;
  const clock = new SteppedClock(instant(options.startsAt ?? STARTS_AT, timeZone));
  const now = () => clock.now();
  const accounts = options.accounts ?? ACCOUNTS;
  const alibaba = await startAlibabaSandbox({
    now: () => clock.now() - (options.machineAheadMs?.() ?? 0),
    accounts: withBotIdentities(accounts),
    // They count by the real second, in which days pass here.
    enforceQuotas: false,
  });
  cleanups.push(alibaba.stop);
  const { chats = ['slack'] } = options;
  const slack = chats.includes('slack') ? await stageSlack(options, now) : null;
  cleanups.push(async () => slack?.sandbox.stop());
  const dingtalk = chats.includes('dingtalk') ? await stageDingtalk(options, now) : null;
  cleanups.push(async () => dingtalk?.sandbox.stop());
  const folder = await mkdtemp(join(tmpdir(), 'ram-mfa-bot-'));
  cleanups.push(() => rm(folder, { recursive: true, force: true }));
  const variables = {
    ...(options.accounts === undefined ? COMPANY_VARIABLES : {}),
    ...identityVariables(accounts),
    RAM_ENDPOINT: alibaba.url,
    IMS_ENDPOINT: alibaba.url,
    STS_ENDPOINT: alibaba.url,
    RESOURCE_DIRECTORY_ENDPOINT: alibaba.url,
    ACTIONTRAIL_ENDPOINT: alibaba.url,
    ...slack?.variables,
    ...dingtalk?.variables,
    SECURITY_CONTACT: 'security@corp.example',
    TIMEZONE: timeZone,
    DATABASE_URL: `file:${join(folder, 'mfa.db')}`,
    ...options.variables,
  };
  const { log = createLog('silent') } = options;
  const seam = { clock, random: seededRandom() };
  const newApp: StageParts['newApp'] = (changed) =>
    createApp(parseConfig({ ...variables, ...changed }, 'serve'), log, seam);
  const parts = { clock, alibaba, slack, dingtalk, timeZone, newApp, app: newApp() };
  cleanups.push(() => stopApp(parts));
  await parts.app.start();
  return parts;
}

async function stageSlack(options: StageOptions, now: () => EpochMs): Promise<StagedChat<SlackSandbox>> {
  const { members = MEMBERS, channels = [SECURITY_CHANNEL], workspace } = options;
  const sandbox = await startSlackSandbox({ now, ...WORKSPACE, members, channels, ...workspace });
  const channelId = channels[0]?.id ?? '';
  const variables = {
    SLACK_API_URL: sandbox.apiUrl,
    SLACK_BOT_TOKEN: WORKSPACE.botToken,
    SLACK_APP_TOKEN: WORKSPACE.appToken,
    SLACK_ADMIN_IDS: ADMIN_ID,
    ...(channelId === '' ? {} : { SLACK_SECURITY_CHANNEL: channelId }),
  };
  return { sandbox, channelId, variables };
}

async function stageDingtalk(
  options: StageOptions,
  now: () => EpochMs,
): Promise<StagedChat<DingtalkSandbox>> {
  const organisation = { now, ...ORGANISATION, ...options.organisation };
  const sandbox = await startDingtalkSandbox(organisation);
  const channelId = organisation.groups[0]?.openConversationId ?? '';
  const variables = {
    DINGTALK_API_URL: sandbox.apiUrl,
    DINGTALK_OAPI_URL: sandbox.oapiUrl,
    DINGTALK_CLIENT_ID: organisation.clientId,
    DINGTALK_CLIENT_SECRET: organisation.clientSecret,
    DINGTALK_ROBOT_CODE: organisation.robotCode,
    DINGTALK_ADMIN_IDS: DINGTALK_ADMIN_ID,
    ...(channelId === '' ? {} : { DINGTALK_SECURITY_CONVERSATION: channelId }),
  };
  return { sandbox, channelId, variables };
}

function stopApp({ app }: StageParts): Promise<void> {
  return app.stop(AbortSignal.timeout(STOP_WITHIN_MS));
}

function stageOf(parts: StageParts, stop: Cleanup): Stage {
  const { clock, alibaba, timeZone } = parts;

  // Twice: a delivery that was under way when more fell due takes up the rest the second time.
  async function settle(): Promise<void> {
    await parts.app.runDueJobs();
    await parts.app.runDueJobs();
  }

  return {
    clock,
    alibaba,
    timeZone,
    get slack() {
      return staged(parts.slack, 'Slack').sandbox;
    },
    get dingtalk() {
      return staged(parts.dingtalk, 'DingTalk').sandbox;
    },
    get app() {
      return parts.app;
    },
    hands(chat) {
      if (chat === 'slack') {
        const { sandbox, channelId } = staged(parts.slack, 'Slack');
        return slackHands(sandbox, channelId, settle);
      }
      const { sandbox, channelId } = staged(parts.dingtalk, 'DingTalk');
      return dingtalkHands(sandbox, channelId, settle);
    },
    async restart(meanwhile, changed) {
      await stopApp(parts);
      await meanwhile?.();
      parts.app = parts.newApp(changed);
      await parts.app.start();
      await settle();
    },
    async advanceTo(at) {
      const target = instant(at, timeZone);
      for (
        let tick = nextTick(clock.now(), timeZone);
        tick < target;
        tick = nextTick(clock.now(), timeZone)
      ) {
        clock.leapTo(tick);
        await parts.app.runDueJobs();
      }
      clock.leapTo(target);
      await settle();
    },
    stop,
  };
}

function staged<Sandbox>(chat: StagedChat<Sandbox> | null, name: string): StagedChat<Sandbox> {
  if (chat === null) throw new Error(`${name} is not on the stage`);
  return chat;
}

function instant(at: string | EpochMs, timeZone: string): EpochMs {
  if (typeof at === 'number') return at;
  const parsed = DateTime.fromISO(at, { zone: timeZone });
  if (!parsed.isValid) throw new Error(`Not a point in time: ${at}`);
  return parsed.toMillis();
}

function nextTick(now: EpochMs, timeZone: string): EpochMs {
  const local = DateTime.fromMillis(now, { zone: timeZone });
  const audit = local.set({ hour: 9, minute: 10, second: 0, millisecond: 0 }).toMillis();
  const halfPast = local.set({ minute: 30, second: 0, millisecond: 0 });
  const ticks = [audit, halfPast.toMillis(), halfPast.plus({ hours: 1 }).toMillis()];
  return Math.min(...ticks.filter((tick) => tick > now));
}

/** The same story each time: Lehmer's generator, in [0, 1). */
function seededRandom(): () => number {
  const MODULUS = 2_147_483_647;
  let state = 1;
  return () => {
    state = (state * 48_271) % MODULUS;
    return state / MODULUS;
  };
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { type AccountSeed, type AlibabaSandbox, startAlibabaSandbox } from '../sandbox/alibaba/index.ts';
import type { SandboxMessage } from '../sandbox/slack/message.ts';
import type { SlackSandboxOptions } from '../sandbox/slack/sandbox-options.ts';
import { type SlackSandbox, startSlackSandbox } from '../sandbox/slack/slack-sandbox.ts';
import type { Channel, Member } from '../sandbox/slack/workspace.ts';
import { type App, createApp } from '../src/app.ts';
import { parseConfig } from '../src/config/config.ts';
import type { EpochMs } from '../src/domain/clock.ts';
import { createLog } from '../src/log.ts';
import { identityVariables, withBotIdentities } from './identities.ts';
import { ACCOUNTS, ADMIN_ID, COMPANY_VARIABLES, MEMBERS, SECURITY_CHANNEL } from './people.ts';
import { SteppedClock } from './stepped-clock.ts';

/** Whoever is left out is taken from the demo's company. */
export interface StageOptions {
  /** The first is the bot's own account; its users, keys and roles are added. */
  readonly accounts?: readonly AccountSeed[];
  /** The bot's admin is the member `ADMIN_ID` of the demo's people. */
  readonly members?: readonly Member[];
  /** The first is the security channel. */
  readonly channels?: readonly Channel[];
  /** How the workspace differs from a plain one. */
  readonly workspace?: Partial<SlackSandboxOptions>;
  /** As in `.env`, beside and before the stage's own. */
  readonly variables?: Readonly<Record<string, string>>;
  /** ISO 8601, by default in the company's time zone, or epoch milliseconds. */
  readonly startsAt?: string | EpochMs;
}

/** The real bot between a fake Alibaba Cloud and a fake Slack, in a time that passes when it is told to. */
export interface Stage {
  readonly clock: SteppedClock;
  readonly alibaba: AlibabaSandbox;
  readonly slack: SlackSandbox;
  /** The one that runs now. */
  readonly app: App;
  readonly securityChannelId: string;
  readonly timeZone: string;
  /** Lets time pass. At 09:10, when the audit is due, at half past each hour and in the end, the bot does what is due. */
  advanceTo(at: string | EpochMs): Promise<void>;
  /** Types `/mfa <words>` in the direct message with the bot. The answer, once all that it started is done. */
  say(memberId: string, words: string): Promise<SandboxMessage>;
  /** Presses the button of that label; the answer as with `say`. */
  press(memberId: string, message: SandboxMessage, label: string): Promise<SandboxMessage>;
  /** In the direct message with the bot, as they look now. */
  directMessages(memberId: string): readonly SandboxMessage[];
  /** In the security channel. */
  channelMessages(): readonly SandboxMessage[];
  /** Stops the bot; `meanwhile` goes by without it; then another begins with the database it left. */
  restart(meanwhile?: () => void | Promise<void>): Promise<void>;
  /** Stops everything and removes the database. */
  stop(): Promise<void>;
}

const TIME_ZONE = 'Asia/Shanghai';
const STARTS_AT = '2026-03-02T09:40';
const WORKSPACE = {
  team: { id: 'T0CORP', name: 'corp' },
  botToken: 'xoxb-demo',
  appToken: 'xapp-demo',
  scopes: ['commands', 'chat:write', 'im:write', 'im:history', 'users:read', 'users:read.email'],
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

interface StageParts extends Pick<Stage, 'clock' | 'alibaba' | 'slack' | 'securityChannelId' | 'timeZone'> {
  app: App;
  readonly newApp: () => Promise<App>;
}

async function startAll(options: StageOptions, cleanups: Cleanup[]): Promise<StageParts> {
  const timeZone = options.variables?.TIMEZONE ?? TIME_ZONE;
  const clock = new SteppedClock(instant(options.startsAt ?? STARTS_AT, timeZone));
  const now = () => clock.now();
  const accounts = options.accounts ?? ACCOUNTS;
  const alibaba = await startAlibabaSandbox({
    now,
    accounts: withBotIdentities(accounts),
    // They count by the real second, in which days pass here.
    enforceQuotas: false,
  });
  cleanups.push(alibaba.stop);
  const { members = MEMBERS, channels = [SECURITY_CHANNEL] } = options;
  const slack = await startSlackSandbox({ now, ...WORKSPACE, members, channels, ...options.workspace });
  cleanups.push(() => slack.stop());
  const folder = await mkdtemp(join(tmpdir(), 'ram-mfa-bot-'));
  cleanups.push(() => rm(folder, { recursive: true, force: true }));
  const securityChannelId = channels[0]?.id ?? '';
  const variables = {
    ...(options.accounts === undefined ? COMPANY_VARIABLES : {}),
    ...identityVariables(accounts),
    ...endpointVariables(alibaba, slack),
    ...(securityChannelId === '' ? {} : { SLACK_SECURITY_CHANNEL: securityChannelId }),
    SLACK_ADMIN_IDS: ADMIN_ID,
    SECURITY_CONTACT: 'security@corp.example',
    TIMEZONE: timeZone,
    DATABASE_URL: `file:${join(folder, 'mfa.db')}`,
    ...options.variables,
  };
  const seam = { clock, random: seededRandom() };
  const newApp = () => createApp(parseConfig(variables, 'serve'), createLog('silent'), seam);
  const parts = { clock, alibaba, slack, securityChannelId, timeZone, newApp, app: await newApp() };
  cleanups.push(() => stopApp(parts));
  await parts.app.start();
  return parts;
}

function stopApp({ app }: StageParts): Promise<void> {
  return app.stop(AbortSignal.timeout(STOP_WITHIN_MS));
}

function endpointVariables(alibaba: AlibabaSandbox, slack: SlackSandbox): Readonly<Record<string, string>> {
  return {
    RAM_ENDPOINT: alibaba.url,
    IMS_ENDPOINT: alibaba.url,
    STS_ENDPOINT: alibaba.url,
    RESOURCE_DIRECTORY_ENDPOINT: alibaba.url,
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: WORKSPACE.botToken,
    SLACK_APP_TOKEN: WORKSPACE.appToken,
  };
}

function stageOf(parts: StageParts, stop: Cleanup): Stage {
  const { clock, slack, securityChannelId, timeZone } = parts;

  // Twice: a delivery that was under way when more fell due takes up the rest the second time.
  async function settle(): Promise<void> {
    await parts.app.runDueJobs();
    await parts.app.runDueJobs();
  }

  return {
    ...parts,
    get app() {
      return parts.app;
    },
    async restart(meanwhile) {
      await stopApp(parts);
      await meanwhile?.();
      parts.app = await parts.newApp();
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
    async say(memberId, words) {
      const typed = await slack.command({ userId: memberId, text: words });
      const [reply] = await typed.waitForReplies(1);
      await settle();
      return existing(reply, `an answer to /mfa ${words}`).message;
    },
    async press(memberId, message, label) {
      const pressed = await slack.press({ userId: memberId, message, actionId: actionOf(message, label) });
      const [reply] = await pressed.waitForReplies(1);
      await settle();
      return existing(reply, `an answer to ${label}`).message;
    },
    directMessages: (memberId) => slack.directMessages(memberId),
    channelMessages: () => slack.channelMessages(securityChannelId),
    stop,
  };
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

function actionOf({ blocks }: SandboxMessage, label: string): string {
  const buttons = blocks.flatMap((block) =>
    block.type === 'actions' ? (block.elements as ButtonElement[]) : [],
  );
  return existing(
    buttons.find((button) => button.text.text === label),
    `the button ${label}`,
  ).action_id;
}

interface ButtonElement {
  readonly action_id: string;
  readonly text: { readonly text: string };
}

function existing<T>(found: T | undefined, what: string): T {
  if (found === undefined) throw new Error(`There is no ${what}`);
  return found;
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

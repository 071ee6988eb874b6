import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { type AccountSeed, type AlibabaSandbox, startAlibabaSandbox } from '../sandbox/alibaba/index.ts';
import type { SandboxMessage } from '../sandbox/slack/message.ts';
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
  readonly app: App;
  readonly securityChannelId: string;
  readonly timeZone: string;
  /** Lets time pass; at ten past and half past each hour, and in the end, the bot does what has fallen due. */
  advanceTo(at: string | EpochMs): Promise<void>;
  /** Types `/mfa <words>` in the direct message with the bot. The answer, once all that it started is done. */
  say(memberId: string, words: string): Promise<SandboxMessage>;
  /** Presses the button of that label; the answer as with `say`. */
  press(memberId: string, message: SandboxMessage, label: string): Promise<SandboxMessage>;
  /** In the direct message with the bot, as they look now. */
  directMessages(memberId: string): readonly SandboxMessage[];
  /** In the security channel. */
  channelMessages(): readonly SandboxMessage[];
  /** Stops everything and removes the database. */
  stop(): Promise<void>;
}

const TIME_ZONE = 'Asia/Shanghai';
const BOT_TOKEN = 'xoxb-demo';
const APP_TOKEN = 'xapp-demo';
const SCOPES = ['commands', 'chat:write', 'im:write', 'im:history', 'users:read', 'users:read.email'];
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Of each hour, and the next one's first: when the audit, the digest and the working day begin. */
const TICK_MINUTES = [10, 30, 70];
const STOP_WITHIN_MS = 8000;

export async function setStage(options: StageOptions = {}): Promise<Stage> {
  const timeZone = options.variables?.TIMEZONE ?? TIME_ZONE;
  const clock = new SteppedClock(instant(options.startsAt ?? '2026-03-02T09:40', timeZone));
  const accounts = options.accounts ?? ACCOUNTS;
  const channels = options.channels ?? [SECURITY_CHANNEL];
  const alibaba = await startAlibabaSandbox({
    now: () => clock.now(),
    accounts: withBotIdentities(accounts),
    // They count by the real second, in which days pass here.
    enforceQuotas: false,
  });
  const slack = await startSlackSandbox({
    now: () => clock.now(),
    team: { id: 'T0CORP', name: 'corp' },
    botToken: BOT_TOKEN,
    appToken: APP_TOKEN,
    scopes: SCOPES,
    members: options.members ?? MEMBERS,
    channels,
  });
  const folder = await mkdtemp(join(tmpdir(), 'ram-mfa-bot-'));
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
  const app = await createApp(parseConfig(variables, 'serve'), createLog('silent'), {
    clock,
    random: seededRandom(),
  });
  await app.start();
  const parts = { clock, alibaba, slack, app, securityChannelId, timeZone, folder };
  return stageOf(parts);
}

function endpointVariables(alibaba: AlibabaSandbox, slack: SlackSandbox): Readonly<Record<string, string>> {
  return {
    RAM_ENDPOINT: alibaba.url,
    IMS_ENDPOINT: alibaba.url,
    STS_ENDPOINT: alibaba.url,
    RESOURCE_DIRECTORY_ENDPOINT: alibaba.url,
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_APP_TOKEN: APP_TOKEN,
  };
}

interface StageParts extends Pick<Stage, 'clock' | 'alibaba' | 'slack' | 'app' | 'securityChannelId' | 'timeZone'> {
  readonly folder: string;
}

function stageOf({ folder, ...parts }: StageParts): Stage {
  const { clock, alibaba, slack, app, securityChannelId, timeZone } = parts;

  // Twice: a delivery that was under way when more fell due takes up the rest the second time.
  async function settle(): Promise<void> {
    await app.runDueJobs();
    await app.runDueJobs();
  }

  return {
    ...parts,
    async advanceTo(at) {
      const target = instant(at, timeZone);
      for (let next = nextTick(clock.now()); next < target; next = nextTick(clock.now())) {
        clock.leapTo(next);
        await app.runDueJobs();
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
    async stop() {
      await app.stop(AbortSignal.timeout(STOP_WITHIN_MS));
      await Promise.all([slack.stop(), alibaba.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function instant(at: string | EpochMs, timeZone: string): EpochMs {
  if (typeof at === 'number') return at;
  const parsed = DateTime.fromISO(at, { zone: timeZone });
  if (!parsed.isValid) throw new Error(`Not a point in time: ${at}`);
  return parsed.toMillis();
}

function nextTick(now: EpochMs): EpochMs {
  const hour = now - (now % HOUR_MS);
  const ticks = TICK_MINUTES.map((minute) => hour + minute * MINUTE_MS);
  return Math.min(...ticks.filter((tick) => tick > now));
}

function actionOf({ blocks }: SandboxMessage, label: string): string {
  const buttons = blocks.flatMap((block) => (block.type === 'actions' ? (block.elements as ButtonElement[]) : []));
  return existing(buttons.find((button) => button.text.text === label), `the button ${label}`).action_id;
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

import { App, LogLevel, SocketModeReceiver, webApi } from '@slack/bolt';
import { onTestFinished } from 'vitest';
import type { SlackSandboxOptions } from '../../../sandbox/slack/sandbox-options.ts';
import { type SlackSandbox, startSlackSandbox } from '../../../sandbox/slack/slack-sandbox.ts';
import { MANIFEST_SCOPES, VIEWER_GROUP_SCOPE } from '../../../src/chat/slack/scopes.ts';

const BOT_TOKEN = 'xoxb-sandbox';
export const APP_TOKEN = 'xapp-sandbox';
export const SCOPES: readonly string[] = [...MANIFEST_SCOPES, VIEWER_GROUP_SCOPE];
const SILENT = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};

const cleanups: (() => Promise<unknown>)[] = [];
// Registered by the test that starts something: a hook of this module would belong to the first file that imports it.
async function stopAll(): Promise<void> {
  // Apps first, then the workspace, without waiting in between: it ends the TCP connections the apps wait for.
  await Promise.all(
    cleanups
      .splice(0)
      .reverse()
      .map((cleanup) => cleanup()),
  );
}

const person = (id: string, name: string, more: object = {}) => ({
  id,
  name,
  realName: name.toUpperCase(),
  email: `${name}@corp.example`,
  tz: 'Asia/Singapore',
  locale: 'en-US',
  ...more,
});

/** A small workspace, stopped after the test. */
export async function startWorkspace(options: Partial<SlackSandboxOptions> = {}): Promise<SlackSandbox> {
  const slack = await startSlackSandbox({
    team: { id: 'T0CORP', name: 'Corp' },
    botToken: BOT_TOKEN,
    appToken: APP_TOKEN,
    scopes: SCOPES,
    members: [
      person('U0ANN', 'ann'),
      person('U0LI', 'li', { tz: 'Asia/Shanghai', locale: 'zh-CN' }),
      person('U0GONE', 'gone', { deleted: true }),
      person('U0ROBOT', 'robot', { isBot: true }),
      person('U0HIDDEN', 'hidden', { isVisible: false }),
    ],
    channels: [
      { id: 'C0SECURITY', name: 'security', isPrivate: true, members: ['U0ANN'], botIsMember: true },
      { id: 'C0SECRET', name: 'secret', isPrivate: true, members: ['U0LI'], botIsMember: false },
      { id: 'C0GENERAL', name: 'general', isPrivate: false, members: ['U0ANN', 'U0LI'], botIsMember: false },
    ],
    usergroups: [{ id: 'S0VIEWERS', handle: 'viewers', members: ['U0ANN'] }],
    ...options,
  });
  if (cleanups.length === 0) onTestFinished(stopAll);
  cleanups.push(() => slack.stop());
  return slack;
}

/** Slack's own client, without its retries. */
export function webClient(slack: SlackSandbox, token: string | undefined = BOT_TOKEN): webApi.WebClient {
  return new webApi.WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 2000,
    logger: SILENT,
  });
}

/** A Bolt app on `receivers` connections, disconnected after the test. */
export async function startBoltApp(
  slack: SlackSandbox,
  setUp: (app: App) => void,
  { receivers = 1, clientPingTimeout = 5000 } = {},
): Promise<App> {
  const clientOptions = () => ({ slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } });
  const all = Array.from(
    { length: receivers },
    () =>
      new SocketModeReceiver({
        appToken: APP_TOKEN,
        clientPingTimeout,
        logger: SILENT,
        installerOptions: { clientOptions: clientOptions() },
      }),
  );
  const [first] = all;
  if (first === undefined) throw new Error('an app needs a receiver');
  const app = new App({
    token: BOT_TOKEN,
    receiver: first,
    deferInitialization: true,
    convoStore: false,
    logger: SILENT,
    clientOptions: clientOptions(),
  });
  setUp(app);
  await app.init();
  for (const receiver of all) receiver.init(app);
  for (const receiver of all) {
    if (cleanups.length === 0) onTestFinished(stopAll);
    cleanups.push(async () => receiver.client.disconnect());
    await receiver.start();
  }
  return app;
}

/** The error code a refused call carries, or what else it failed with. */
export async function refusalOf(call: Promise<unknown>): Promise<unknown> {
  const outcome = await call.then(
    (answer) => ({ unexpectedlyOk: answer }),
    (error: unknown) => error,
  );
  if (outcome instanceof webApi.WebAPIPlatformError) return outcome.data.error;
  return outcome;
}

export const sectionOf = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });

export const buttonOf = (value: string, more: object = {}) => ({
  type: 'button' as const,
  action_id: `mfa.${value}`,
  text: { type: 'plain_text' as const, text: value },
  value,
  ...more,
});

import { onTestFinished } from 'vitest';
import type { SlackSandboxOptions } from '../../../sandbox/slack/sandbox-options.ts';
import { type SlackSandbox, startSlackSandbox } from '../../../sandbox/slack/slack-sandbox.ts';
import type { ChatProvider } from '../../../src/chat/chat.ts';
import { createSlack, type SlackOptions } from '../../../src/chat/slack/index.ts';
import { BOT_SCOPES, VIEWER_GROUP_SCOPE } from '../../../src/chat/slack/scopes.ts';
import { Secret } from '../../../src/config/secret.ts';
import { createLog } from '../../../src/log.ts';
import { directly } from '../directly.ts';
import { InstantClock } from '../instant-clock.ts';
import { APP_TOKEN, BOT_TOKEN } from './tokens.ts';

export const SCOPES: readonly string[] = [...BOT_SCOPES, VIEWER_GROUP_SCOPE];

const person = (id: string, name: string, more: object = {}) => ({
  id,
  name,
  realName: name.toUpperCase(),
  email: `${name}@corp.example`,
  tz: 'Asia/Singapore',
  locale: 'en-US',
  ...more,
});

export const MEMBERS = [
  person('U0ANN', 'ann'),
  person('U0LI', 'li', { tz: 'Asia/Shanghai', locale: 'zh-CN', email: 'Li.Wei@Corp.Example' }),
  person('W0GUEST', 'guest', { isRestricted: true, tz: 'Mars/Olympus' }),
  person('U0GONE', 'gone', { deleted: true }),
  person('U0INVITED', 'invited', { isInvited: true }),
  person('U0LIAR', 'liar', { email: 'ann@corp.example', isEmailConfirmed: false }),
  person('U0ROBOT', 'robot', { isBot: true }),
  person('U0TWIN1', 'twin', { email: 'twins@corp.example' }),
  person('U0TWIN2', 'twin2', { email: 'Twins@corp.example' }),
];

export interface SlackUnderTest {
  readonly sandbox: SlackSandbox;
  readonly slack: ChatProvider;
  readonly clock: InstantClock;
  /** All that was logged. */
  readonly logged: () => string;
  stop(): Promise<void>;
}

/** A workspace and a provider in it, on one clock. */
export async function startSlack(
  workspace: Partial<SlackSandboxOptions> = {},
  options: Partial<SlackOptions> = {},
): Promise<SlackUnderTest> {
  const clock = new InstantClock();
  const sandbox = await startSlackSandbox({
    team: { id: 'T0CORP', name: 'Corp' },
    botToken: BOT_TOKEN,
    appToken: APP_TOKEN,
    scopes: SCOPES,
    members: MEMBERS,
    channels: [
      { id: 'C0SEC', name: 'security', isPrivate: true, members: ['U0ANN'], botIsMember: true },
      { id: 'C0OTHER', name: 'other', isPrivate: false, members: ['U0ANN', 'U0LI'], botIsMember: false },
    ],
    usergroups: [{ id: 'S0VIEW', handle: 'viewers', members: ['U0LI'] }],
    now: () => clock.now(),
    ...workspace,
  });
  const lines: string[] = [];
  const slack = createSlack({
    botToken: new Secret(BOT_TOKEN),
    appToken: new Secret(APP_TOKEN),
    apiUrl: sandbox.apiUrl,
    viewerUsergroupId: 'S0VIEW',
    awayWords: ['sabbatical'],
    clock,
    random: () => 0.5,
    log: createLog('trace', { write: (line) => void lines.push(line) }),
    wayOut: directly,
    ...options,
  });
  return {
    sandbox,
    slack,
    clock,
    logged: () => lines.join(''),
    async stop() {
      // Together: the sandbox ends the TCP connections the provider otherwise waits for a moment.
      await Promise.all([slack.commandSource.stop(AbortSignal.timeout(5000)), sandbox.stop()]);
    },
  };
}

const running: SlackUnderTest[] = [];
// Registered by the test that starts something: a hook of this module would belong to the first file that imports it.
async function stopAll(): Promise<void> {
  await Promise.all(running.splice(0).map((one) => one.stop()));
}

/** The same, stopped after the test. */
export async function slackForTest(...args: Parameters<typeof startSlack>): Promise<SlackUnderTest> {
  const one = await startSlack(...args);
  if (running.length === 0) onTestFinished(stopAll);
  running.push(one);
  return one;
}

export function inTime(): AbortSignal {
  return AbortSignal.timeout(120_000);
}

import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AlibabaSandbox, startAlibabaSandbox } from '../../sandbox/alibaba/index.ts';
import { type SlackSandbox, startSlackSandbox } from '../../sandbox/slack/slack-sandbox.ts';
import { BOT_SCOPES } from '../../src/chat/slack/scopes.ts';
import { readerVariables } from './account-access.ts';
import { forkBot } from './fork-bot.ts';
import { accountOfSize, memberIdOf } from './sized-account.ts';
import type { Standstills } from './standstills.ts';
import type { WatchedAppSays } from './watched-app.ts';

export const LATENCY_MS = 50;
export const ADMIN_ID = 'UADMIN';
export const CHANNEL_ID = 'CSECURITY';
/** With one admin and one channel, whoever else is in it. */
export const WORKSPACE = {
  team: { id: 'T1', name: 'corp' },
  botToken: 'xoxb-bench',
  appToken: 'xapp-bench',
  scopes: BOT_SCOPES,
  channels: [{ id: CHANNEL_ID, name: 'security', isPrivate: true, members: [ADMIN_ID], botIsMember: true }],
};

/** The real bot in a process of its own, which has just begun its first audit, between both sandboxes in this one. */
export interface StatusStage {
  readonly alibaba: AlibabaSandbox;
  readonly slack: SlackSandbox;
  /** Of the bot's process, since this was last asked. */
  standstills(): Promise<Standstills>;
  stop(): Promise<void>;
}

export async function setStatusStage(size: number): Promise<StatusStage> {
  const account = accountOfSize(size);
  const alibaba = await startAlibabaSandbox({ accounts: [account], latencyMs: LATENCY_MS });
  const slack = await startSlackSandbox({
    ...WORKSPACE,
    members: [
      member(ADMIN_ID, 'admin'),
      ...(account.users ?? [])
        .filter(({ loginProfile }) => loginProfile !== undefined)
        .map(({ userName }) => member(memberIdOf(userName), userName)),
    ],
  });
  const folder = await mkdtemp(join(tmpdir(), 'ram-mfa-bot-bench-'));
  const variables = {
    ...readerVariables(alibaba),
    ...slackVariables(slack),
    DATABASE_URL: `file:${folder}/mfa.db`,
  };
  const child = forkBot('watched-app.ts', JSON.stringify(variables));
  await nextWord(child, 'ready');
  return {
    alibaba,
    slack,
    async standstills() {
      const said = nextWord(child, 'standstills');
      child.send('standstills');
      return (await said).standstills;
    },
    async stop() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
      await Promise.all([slack.stop(), alibaba.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export function member(id: string, name: string) {
  return { id, name, realName: name, email: null, tz: 'Asia/Shanghai', locale: 'en-US' };
}

export function slackVariables(slack: Pick<SlackSandbox, 'apiUrl'>): Readonly<Record<string, string>> {
  return {
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: WORKSPACE.botToken,
    SLACK_APP_TOKEN: WORKSPACE.appToken,
    SLACK_SECURITY_CHANNEL: CHANNEL_ID,
    SLACK_ADMIN_IDS: ADMIN_ID,
    SECURITY_CONTACT: '#security',
  };
}

function nextWord<Kind extends WatchedAppSays['kind']>(
  child: ChildProcess,
  kind: Kind,
): Promise<Extract<WatchedAppSays, { readonly kind: Kind }>> {
  return new Promise((resolve, reject) => {
    const exited = (code: number | null) => reject(new Error(`The bot ended with ${code}`));
    child.once('exit', exited);
    child.once('message', (word: WatchedAppSays) => {
      child.off('exit', exited);
      if (word.kind === kind) resolve(word as Extract<WatchedAppSays, { readonly kind: Kind }>);
      else reject(new Error(`The bot said ${word.kind} instead of ${kind}`));
    });
  });
}

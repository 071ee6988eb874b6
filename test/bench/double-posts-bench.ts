import { webApi } from '@slack/bolt';
import { setStage } from '../../demo/stage.ts';
import type { SlackSandbox } from '../../sandbox/slack/slack-sandbox.ts';
import type { Member } from '../../sandbox/slack/workspace.ts';
import type { Bench } from './bench.ts';
import { count } from './figures.ts';
import { markdownTable } from './markdown-table.ts';

const POSTS = 20;
const ADMIN_ID = 'UADMIN';
const BOT_TOKEN = 'xoxb-demo';
const LOST_ONCE = { kind: 'accept_then_reset', method: 'chat.postMessage', times: POSTS } as const;

/** Slack takes twenty messages and loses the acknowledgement of each, once: how many do people see? */
export const doublePostsBench: Bench = {
  name: 'double_posts',
  async run({ note }) {
    note('double_posts: the WebClient');
    const stock = await postWithStockClient();
    note('double_posts: this bot');
    const bot = await postAsBot();
    return markdownTable(HEAD, [
      ['`WebClient`, default retries (baseline)', ...figures(stock)],
      ['this bot', ...figures(bot)],
    ]);
  },
};

const PEOPLE = Array.from({ length: POSTS }, (_, index) => `person${String(index).padStart(2, '0')}`);
const memberIdOf = (name: string) => `U${name.toUpperCase()}`;

const member = (id: string, name: string): Member => ({
  id,
  name,
  realName: name,
  email: `${name}@corp.example`,
  tz: 'Asia/Shanghai',
  locale: 'en-US',
});

function setTwentyPeople() {
  return setStage({
    accounts: [
      {
        accountId: '1000000000000001',
        alias: 'corp',
        users: PEOPLE.map((userName) => ({ userName, loginProfile: {} })),
      },
    ],
    members: [member(ADMIN_ID, 'admin'), ...PEOPLE.map((name) => member(memberIdOf(name), name))],
    startsAt: '2026-03-02T10:00',
    // They count by the stage's clock, which stands still while the SDK waits by the machine's.
    workspace: { rateLimits: false },
    variables: { SLACK_ADMIN_IDS: ADMIN_ID, CONTACT_EMAIL_DOMAINS: 'corp.example' },
  });
}

interface Seen {
  /** Messages each person sees. */
  readonly messages: readonly number[];
  readonly postCalls: number;
  readonly readCalls: number;
}

/** The SDK as it comes, in a workspace like the other's; the bot in it is held and says nothing. */
async function postWithStockClient(): Promise<Seen> {
  const stage = await setTwentyPeople();
  try {
    const client = new webApi.WebClient(BOT_TOKEN, {
      slackApiUrl: stage.slack.apiUrl,
      logLevel: webApi.LogLevel.ERROR,
    });
    return await watched(stage.slack, async () => {
      const channels = await Promise.all(
        PEOPLE.map(
          async (name) => (await client.conversations.open({ users: memberIdOf(name) })).channel?.id ?? '',
        ),
      );
      await Promise.all(
        channels.map((channel) => client.chat.postMessage({ channel, text: 'Please set up MFA' })),
      );
    });
  } finally {
    await stage.stop();
  }
}

/** What is due after the admin released the account: each message is written down, sent, and looked for when nothing came back. */
async function postAsBot(): Promise<Seen> {
  const stage = await setTwentyPeople();
  try {
    await stage.app.runDueJobs();
    await stage.app.runDueJobs();
    const hands = stage.hands('slack');
    const question = await hands.say(ADMIN_ID, 'start');
    return await watched(stage.slack, async () => {
      await hands.press(ADMIN_ID, question, 'Start');
      await stage.advanceTo('2026-03-02T16:00');
    });
  } finally {
    await stage.stop();
  }
}

async function watched(slack: SlackSandbox, work: () => Promise<void>): Promise<Seen> {
  const before = slack.requests.length;
  slack.faults.add(LOST_ONCE);
  await work();
  const made = slack.requests.slice(before);
  const calls = (method: string) => made.filter((request) => request.method === method).length;
  const lost = made.filter(({ method, fault }) => method === LOST_ONCE.method && fault === LOST_ONCE.kind);
  if (lost.length !== POSTS) throw new Error(`${lost.length} acknowledgements got lost, not ${POSTS}`);
  return {
    messages: PEOPLE.map((name) => slack.directMessages(memberIdOf(name)).length),
    postCalls: calls('chat.postMessage'),
    readCalls: calls('conversations.history'),
  };
}

const HEAD = [
  'Twenty messages, each acknowledgement lost once',
  'messages people see',
  'people who see it twice or more',
  'people who do not see it',
  'calls to post',
  'calls to read',
];

function figures({ messages, postCalls, readCalls }: Seen): readonly string[] {
  const people = (suits: (seen: number) => boolean) => count(messages.filter(suits).length);
  return [
    count(messages.reduce((sum, one) => sum + one, 0)),
    people((seen) => seen > 1),
    people((seen) => seen === 0),
    count(postCalls),
    count(readCalls),
  ];
}

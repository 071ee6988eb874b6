import type { Hands } from '../../demo/hands.ts';
import { type SandboxedChat, type Stage, setStage } from '../../demo/stage.ts';
import { connectDatabase, type Database } from '../../src/store/database.ts';
import { type Trouble, troubleIn } from '../faults/database-trouble.ts';
import { interceptStore } from '../faults/store-calls.ts';
import { newFile } from './new-file.ts';

const ACCOUNT = '1000000000000001';
const ADMIN = 'U0ADMIN';
const NAMES = ['ann', 'ben', 'cai'] as const;
const idOf = (name: string) => `U0${name.toUpperCase()}`;

type AlibabaFault = Parameters<Stage['alibaba']['faults']['add']>[0];
type SlackFault = Parameters<Stage['slack']['faults']['add']>[0];
type DingtalkFault = Parameters<Stage['dingtalk']['faults']['add']>[0];

/** What goes wrong once, at the i-th call of its kind. */
type Fault =
  | { readonly in: 'store'; readonly trouble: Trouble }
  | { readonly in: 'alibaba'; readonly fault: AlibabaFault }
  | { readonly in: 'slack'; readonly fault: SlackFault }
  | { readonly in: 'dingtalk'; readonly fault: DingtalkFault };

/** Each class of failure that the vendors and databases are known for; those that take real minutes aside. */
export const FAULTS: readonly Fault[] = [
  ...(['busy', 'disk full', 'I/O error'] as const).map((trouble) => ({ in: 'store', trouble }) as const),
  ...(
    [
      { kind: 'throttle' },
      { kind: 'server_error', status: 500 },
      { kind: 'server_error', status: 503 },
      { kind: 'no_permission' },
      { kind: 'error', status: 400, code: 'InvalidParameter' },
      { kind: 'html' },
      { kind: 'empty' },
      { kind: 'reset' },
      { kind: 'repeat_marker' },
      { kind: 'truncated_page' },
    ] as const
  ).map((fault) => ({ in: 'alibaba', fault: { ...fault, carriedOut: true } as AlibabaFault }) as const),
  ...(
    [
      { kind: 'accept_then_500' },
      { kind: 'accept_then_reset' },
      { kind: 'accept_then_cut_body' },
      { kind: 'reset_before' },
      { kind: 'status', status: 502 },
      { kind: 'html', accepted: true },
      { kind: 'empty', accepted: true },
      { kind: 'server_error' },
      { kind: 'rate_limited', retryAfterSeconds: 30 },
      { kind: 'error', code: 'internal_error' },
      { kind: 'error', code: 'fatal_error' },
      { kind: 'error', code: 'access_denied' },
      { kind: 'error', code: 'service_unavailable' },
    ] as const
  ).map((fault) => ({ in: 'slack', fault: { ...fault, method: '*' } as SlackFault }) as const),
  ...(
    [
      { kind: 'accept_then_500' },
      { kind: 'accept_then_reset' },
      { kind: 'accept_then_cut_body' },
      { kind: 'reset_before' },
      { kind: 'status', status: 502 },
      { kind: 'html', accepted: true },
      { kind: 'empty', accepted: true },
    ] as const
  ).map((fault) => ({ in: 'dingtalk', fault: { ...fault, endpoint: '*' } as DingtalkFault }) as const),
];

export const labelOf = (fault: Fault): string => {
  if (fault.in === 'store') return `${fault.in}: ${fault.trouble}`;
  const { kind, ...more } = fault.fault;
  const code = 'code' in more ? ` ${more.code}` : 'status' in more ? ` ${more.status}` : '';
  return `${fault.in}: ${kind}${code}`;
};

/** What three people see after three days, and what is shown as not confirmed. */
interface Outcome {
  readonly people: readonly (readonly string[])[];
  /** Who could not be read at some time, or whose first message is not confirmed: whoever enrols before that passes hears nothing more. */
  readonly mayBeUntold: readonly boolean[];
  readonly channel: readonly string[];
  readonly unknown: number;
  readonly unknownPosts: number;
  readonly left: number;
}

interface Disturbed {
  readonly lost: number;
  readonly doubled: number;
  readonly unknown: number;
  readonly channelLost: number;
  readonly channelDoubled: number;
  /** Something else than in quiet days was said. */
  readonly strange: number;
  readonly left: number;
}

export function isSound({ unknown: _, ...wrong }: Disturbed): boolean {
  return Object.values(wrong).every((count) => count === 0);
}

/** Without a fault: what is seen, and how many calls of each kind there are. */
export async function quietDays(chat: SandboxedChat) {
  const counts = { store: 0, alibaba: 0, slack: 0, dingtalk: 0 };
  const outcome = await liveThrough(chat, (stage) => {
    const before = callsOf(stage, chat);
    const restore = interceptStore(() => {
      counts.store += 1;
    });
    return () => {
      restore();
      const after = callsOf(stage, chat);
      Object.assign(counts, { alibaba: after.alibaba - before.alibaba, [chat]: after.chat - before.chat });
    };
  });
  return { outcome, counts };
}

const callsOf = (stage: Stage, chat: SandboxedChat) => ({
  alibaba: stage.alibaba.requests.entries.length,
  chat: stage[chat].requests.length,
});

/** The same days with one fault at its `at`-th call. */
export async function disturbedDays(
  chat: SandboxedChat,
  quiet: Outcome,
  { fault, at }: { readonly fault: Fault; readonly at: number },
): Promise<Disturbed> {
  const outcome = await liveThrough(chat, (stage) => disturb(stage, fault, at));
  return compare(outcome, quiet);
}

function disturb(stage: Stage, fault: Fault, at: number): () => void {
  const once = { skip: at - 1, times: 1 };
  switch (fault.in) {
    case 'store':
      return failStatement(at, fault.trouble);
    case 'alibaba':
      stage.alibaba.faults.add({ ...fault.fault, ...once });
      return () => stage.alibaba.faults.clear();
    case 'slack':
      stage.slack.faults.add({ ...fault.fault, ...once });
      return () => stage.slack.faults.clear();
    case 'dingtalk':
      stage.dingtalk.faults.add({ ...fault.fault, ...once });
      return () => stage.dingtalk.faults.clear();
    default:
      return fault satisfies never;
  }
}

function failStatement(at: number, trouble: Trouble): () => void {
  let calls = 0;
  return interceptStore(({ sql }) => {
    if (isLookedAtFromOutside(sql)) return;
    calls += 1;
    if (calls === at) throw troubleIn('file', trouble);
  });
}

async function liveThrough(chat: SandboxedChat, begin: (stage: Stage) => () => void): Promise<Outcome> {
  const database = newFile();
  const stage = await setStage({
    chats: [chat],
    accounts: [{ accountId: ACCOUNT, alias: 'corp', users: NAMES.map((name) => userOf(chat, name)) }],
    members: [ADMIN, ...NAMES.map(idOf)].map(memberOf),
    organisation: { members: [ADMIN, ...NAMES.map(idOf)].map(colleagueOf), groups: [GROUP] },
    channels: [CHANNEL],
    workspace: { rateLimits: false },
    startsAt: '2026-03-02T09:40',
    variables: {
      ...{ SLACK_ADMIN_IDS: ADMIN, DINGTALK_ADMIN_IDS: ADMIN, DEFAULT_LANGUAGE: 'en' },
      DATABASE_URL: database.url,
    },
  });
  const db = connectDatabase(database.place);
  try {
    await stage.app.runDueJobs();
    await isReleased(db);
    const end = begin(stage);
    try {
      await released(stage.hands(chat), db);
      await advance(stage, '2026-03-02', ['09:50', '10:30', '16:00']);
      stage.alibaba.account(ACCOUNT).user('cai').mfaDevice = { type: 'VMFA' };
      await advance(stage, '2026-03-03', HOURS);
    } finally {
      end();
    }
    for (const date of ['2026-03-04', '2026-03-05', '2026-03-06']) await advance(stage, date, HOURS);
    const states = (table: 'notice' | 'post', state: 'unknown' | 'sending') =>
      db.selectFrom(table).select('state').where('state', '=', state).execute();
    const hands = stage.hands(chat);
    return {
      people: NAMES.map((name) => hands.messagesTo(idOf(name)).map(({ summary }) => withoutDates(summary))),
      mayBeUntold: await whoMayBeUntold(db),
      channel: hands.channelMessages().map(({ summary }) => summary),
      unknown: (await states('notice', 'unknown')).length,
      unknownPosts: (await states('post', 'unknown')).length,
      left: (await states('notice', 'sending')).length + (await states('post', 'sending')).length,
    };
  } finally {
    await db.destroy();
    await stage.stop();
    await database.remove();
  }
}

/** Whoever is told a day later has a day longer. */
const withoutDates = (words: string) =>
  words.replace(/\w{3} \d+ \w{3} \d{4}/g, 'a day').replace(/, \d\d:\d\d.*$/, '');

async function whoMayBeUntold(db: Database): Promise<readonly boolean[]> {
  const unread = await db
    .selectFrom('finding')
    .select('userName')
    .where('reason', '=', 'could_not_read')
    .execute();
  const unconfirmed = await db
    .selectFrom('notice')
    .innerJoin('ramUser', 'ramUser.userId', 'notice.userId')
    .select('userName')
    .where('step', '=', 'first')
    .where('state', '=', 'unknown')
    .execute();
  return NAMES.map((name) => [...unread, ...unconfirmed].some(({ userName }) => userName === name));
}

const HOURS = ['09:10', '09:35', '10:30', '16:00'] as const;

async function advance({ clock, app }: Stage, date: string, hours: readonly string[]): Promise<void> {
  for (const hour of hours) {
    clock.leapTo(Date.parse(`${date}T${hour}:00+08:00`));
    await app.runDueJobs();
  }
}

/** Whoever gets no answer, or one that it did not work, types it again. */
async function released(hands: Hands, db: Database): Promise<void> {
  for (let tries = 0; tries < 5 && !(await isReleased(db)); tries += 1) {
    try {
      const question = await hands.say(ADMIN, 'start');
      const button = question.buttons.find(({ command }) => command.startsWith('confirm '));
      if (button !== undefined) await hands.press(ADMIN, question, button.label);
    } catch {
      // Asked again.
    }
  }
}

const isLookedAtFromOutside = (sql: string) =>
  sql.startsWith('select "hold_id" from "hold" where "ended_at"');

async function isReleased(db: Database): Promise<boolean> {
  const ended = await db.selectFrom('hold').select('holdId').where('endedAt', 'is not', null).execute();
  return ended.length > 0;
}

function compare(seen: Outcome, quiet: Outcome): Disturbed {
  const isSpared = (index: number) => seen.mayBeUntold[index] === true && seen.people[index]?.length === 0;
  const missing = quiet.people.flatMap((wanted, index) =>
    isSpared(index) ? [] : wanted.filter((words) => !seen.people[index]?.includes(words)),
  ).length;
  const strange = seen.people.flatMap((has, index) =>
    has.filter((words) => !quiet.people[index]?.includes(words)),
  );
  const more = (list: readonly string[]) => list.length - new Set(list).size;
  const unknown = Math.min(missing, seen.unknown);
  const fewer = Math.max(0, quiet.channel.length - seen.channel.length);
  return {
    lost: missing - unknown,
    doubled: seen.people.reduce((sum, has) => sum + more(has), 0),
    unknown,
    channelLost: Math.max(0, fewer - seen.unknownPosts),
    channelDoubled: more(seen.channel),
    strange: Math.max(0, strange.length - seen.unknown),
    left: seen.left,
  };
}

const userOf = (chat: SandboxedChat, userName: string) => ({
  userName,
  tags: { [chat === 'slack' ? 'slack-user-id' : 'dingtalk-userid']: idOf(userName) },
  loginProfile: {},
});
const nameOf = (id: string) => id.slice(2).toLowerCase();
const memberOf = (id: string) => ({
  ...{ id, name: nameOf(id), realName: nameOf(id), email: null, tz: 'Asia/Shanghai', locale: 'en-US' },
});
const colleagueOf = (userId: string) => ({
  ...{ userId, name: nameOf(userId), mobile: null, email: null, managerUserId: null, departmentIds: [1] },
});
const CHANNEL = { id: 'C0SECURITY', name: 'security', isPrivate: true, members: [ADMIN], botIsMember: true };
const GROUP = {
  openConversationId: 'cidSecurity0001==',
  title: 'Security',
  members: [ADMIN],
  botIsMember: true,
};

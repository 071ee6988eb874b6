import { DateTime } from 'luxon';
import { onTestFinished } from 'vitest';
import type { Hands, SeenMessage } from '../../demo/hands.ts';
import { type SandboxedChat, type Stage, type StageOptions, setStage } from '../../demo/stage.ts';
import type { AccountSeed } from '../../sandbox/alibaba/index.ts';
import type { Member as Colleague, Group } from '../../sandbox/dingtalk/organisation.ts';
import type { Member } from '../../sandbox/slack/workspace.ts';
import { connectDatabase, type Database } from '../../src/store/database.ts';
import type { DatabasePlace } from '../../src/store/database-place.ts';
import type { NoticeRow } from '../../src/store/notices.ts';
import { newEmptyTables } from '../store/test-database.ts';

export const CORP = '1000000000000001';
export const LABS = '1000000000000002';

/** People, by their member ids in Slack; in DingTalk each has another. */
export const ADMIN = 'U0ADMIN';
export const OTHER_ADMIN = 'U0ADMIN2';
export const JANE = 'U0JANE';
export const SAM = 'U0SAM';
export const WEI = 'U0WEI';

const USER_IDS: Readonly<Record<string, string>> = {
  [ADMIN]: 'admin',
  [OTHER_ADMIN]: 'admin2',
  [JANE]: 'jane-1',
  [SAM]: 'sam-1',
  [WEI]: 'wei-1',
};

export const BOTH_CHATS = ['slack', 'dingtalk'] as const;

const { DIALOGUES_IN } = process.env;

/** For dialogues that are the same wherever they are held: in either, or in the one that this run is for. */
export const EACH_CHAT = BOTH_CHATS.filter((chat) => DIALOGUES_IN === undefined || DIALOGUES_IN === chat);

/** Member id or userId of somebody. */
export function idIn(chat: SandboxedChat, person: string): string {
  return chat === 'slack' ? person : (USER_IDS[person] ?? person);
}

/** What names somebody in a RAM user's tags. */
export function tagOf(
  chat: SandboxedChat,
  person: string,
): { readonly tags: Readonly<Record<string, string>> } {
  return { tags: { [chat === 'slack' ? 'slack-user-id' : 'dingtalk-userid']: idIn(chat, person) } };
}

function member(id: string, name: string, more: Partial<Member> = {}): Member {
  const email = `${name}@corp.example`;
  return { id, name, realName: name, email, tz: 'Asia/Shanghai', locale: 'en-US', ...more };
}

export const MEMBERS: readonly Member[] = [
  member(ADMIN, 'admin'),
  member(OTHER_ADMIN, 'admin2'),
  member(JANE, 'jane.doe'),
  member(SAM, 'sam.lee', { tz: 'Europe/Berlin' }),
  member(WEI, 'wei', { locale: 'zh-CN' }),
];

/** The same people in DingTalk, which tells neither zone nor language. */
export const COLLEAGUES: readonly Colleague[] = MEMBERS.map(({ id, realName, email }) =>
  colleague(idIn('dingtalk', id), realName, { email: email ?? null }),
);

export function colleague(userId: string, name: string, more: Partial<Colleague> = {}): Colleague {
  return { userId, name, mobile: null, email: null, managerUserId: null, departmentIds: [1], ...more };
}

/** In it, whoever writes may see how things stand. */
export const SECURITY_GROUP: Group = {
  openConversationId: 'cidSecurityGroup0001==',
  title: 'Security',
  members: ['admin', 'admin2', 'sam-1'],
  botIsMember: true,
};

export const OTHER_GROUP: Group = {
  openConversationId: 'cidOtherGroup000002==',
  title: 'Lunch',
  members: ['admin', 'jane-1', 'sam-1'],
  botIsMember: true,
};

type UserSeed = NonNullable<AccountSeed['users']>[number];

/** With a console password and no MFA; by name and e-mail domain the person of the same name. */
export function person(userName: string, more: Partial<UserSeed> = {}): UserSeed {
  return { userName, loginProfile: {}, ...more };
}

export const PHONE = { type: 'VMFA' } as const;

export interface RehearsalOptions extends Omit<StageOptions, 'accounts'> {
  /** The one people talk in, Slack; unless `chats` are given, the only one. */
  readonly chat?: SandboxedChat;
  /** Of the account `corp`. */
  readonly users?: readonly UserSeed[];
  readonly account?: Partial<AccountSeed>;
  readonly furtherAccounts?: readonly AccountSeed[];
  /** Sets faults before the bot looks for the first time. */
  readonly beforeFirstAudit?: (stage: Stage) => void;
  /** Variables that are not set at all. */
  readonly without?: readonly string[];
}

/** The stage with what tests want to know beside it: the words of messages, and what is in the database. */
export interface Rehearsal extends Stage, Hands {
  /** As the stage's, with fewer stops on the way: the audit, the morning in Shanghai, the morning in Berlin. */
  advanceTo(at: string): Promise<void>;
  /** The rows as they are now, seen through a connection of their own. */
  readonly db: Database;
  /** Where they are. */
  readonly place: DatabasePlace;
  /** Presses the only button that confirms. */
  confirm(person: string, question: SeenMessage): Promise<string>;
  /** Types it and answers with all the words of the reply. */
  ask(person: string, words: string, conversationId?: string): Promise<string>;
  /** Gives `/mfa start` and confirms it. */
  start(users?: string): Promise<string>;
  /** What the bot wrote to the person by itself: the summary of each message. */
  toldTo(person: string): readonly string[];
  /** Those to the person as `step/occurrence state`, in the order of planning. */
  notices(userName: string): Promise<readonly string[]>;
  noticeRows(userName: string): Promise<readonly NoticeRow[]>;
  /** Presses *Check again* or types `/mfa me` half a minute later than the last time. */
  aWhileLater(seconds?: number): void;
}

/** Starts on Monday 2 March 2026 at 10:00 in Shanghai, unless told otherwise; stopped after the test. */
export async function rehearse(options: RehearsalOptions = {}): Promise<Rehearsal> {
  const rehearsal = await begin(options);
  // Not by a hook of this module: it is read once, and tests of several files use it.
  onTestFinished(() => rehearsal.stop());
  return rehearsal;
}

/** The same in this chat. There everybody is answered in English, as most are in Slack. */
export function rehearseIn(chat: SandboxedChat): typeof rehearse {
  return (options = {}) =>
    rehearse({ chat, ...options, variables: { ...ENGLISH[chat], ...options.variables } });
}

const ENGLISH = { slack: {}, dingtalk: { DEFAULT_LANGUAGE: 'en' } } as const;

/** The same, for several tests in a row: whoever begins it stops it. */
export async function begin(options: RehearsalOptions = {}): Promise<Rehearsal> {
  const {
    chat = 'slack',
    users = [],
    account = {},
    furtherAccounts = [],
    variables,
    without = [],
    beforeFirstAudit,
    ...more
  } = options;
  const database = await newEmptyTables();
  const { chats = [chat] } = more;
  const stage = await setStage({
    members: MEMBERS,
    startsAt: '2026-03-02T10:00',
    ...more,
    chats,
    organisation: { members: COLLEAGUES, groups: [SECURITY_GROUP, OTHER_GROUP], ...more.organisation },
    accounts: [{ accountId: CORP, alias: 'corp', users, ...account }, ...furtherAccounts],
    variables: {
      ...Object.assign({}, ...chats.map((one) => ADMINS[one])),
      CONTACT_EMAIL_DOMAINS: 'corp.example',
      DATABASE_URL: database.url,
      ...variables,
      ...(Object.fromEntries(without.map((name) => [name, undefined])) as Record<string, never>),
    },
  });
  const db = connectDatabase(database.place);
  beforeFirstAudit?.(stage);
  await stage.app.runDueJobs();
  await stage.app.runDueJobs();
  return rehearsalOf(stage, { chat, chats, db, place: database.place, forget: database.remove });
}

const ADMINS = {
  slack: { SLACK_ADMIN_IDS: `${ADMIN},${OTHER_ADMIN}` },
  dingtalk: { DINGTALK_ADMIN_IDS: [ADMIN, OTHER_ADMIN].map((one) => idIn('dingtalk', one)).join(',') },
} as const;

interface RehearsalParts {
  readonly chat: SandboxedChat;
  readonly chats: readonly SandboxedChat[];
  readonly db: Database;
  readonly place: DatabasePlace;
  readonly forget: () => Promise<void>;
}

function rehearsalOf(stage: Stage, parts: RehearsalParts): Rehearsal {
  const { chat, db, place } = parts;
  const hands = handsOf(stage, chat);
  const confirm = async (person: string, question: SeenMessage) =>
    (await hands.press(person, question, confirmButton(question).label)).words;
  const noticeRows = (userName: string) => noticesTo(db, userName);
  const beside: Omit<Rehearsal, keyof Stage> & Pick<Rehearsal, 'advanceTo' | 'stop'> = {
    ...hands,
    advanceTo: (at) => advance(stage, at),
    db,
    place,
    confirm,
    ask: async (...said) => (await hands.say(...said)).words,
    start: async (users = '') => confirm(ADMIN, await hands.say(ADMIN, `start ${users}`.trim())),
    toldTo: (person) => hands.messagesTo(person).map(({ summary }) => summary),
    noticeRows,
    notices: async (userName) =>
      (await noticeRows(userName)).map(
        ({ step, occurrence, state, cancelReason }) =>
          `${step}/${occurrence} ${state}${cancelReason === null ? '' : `(${cancelReason})`}`,
      ),
    aWhileLater: (seconds = 31) => stage.clock.leapTo(stage.clock.now() + seconds * 1000),
    stop: () => stopAll(stage, parts),
  };
  // Inherited and not copied: which app runs changes with a restart.
  return Object.assign(Object.create(stage), beside);
}

/** What people do and see, with everybody called by the id in Slack. */
function handsOf(stage: Stage, chat: SandboxedChat): Hands {
  const hands = stage.hands(chat);
  const id = (person: string) => idIn(chat, person);
  return {
    say: (person, ...what) => hands.say(id(person), ...what),
    answers: (person, ...what) => hands.answers(id(person), ...what),
    press: (person, ...what) => hands.press(id(person), ...what),
    messagesTo: (person) => hands.messagesTo(id(person)),
    channelMessages: () => hands.channelMessages(),
  };
}

/** Together: the bot waits a moment for connections that the other side ends. */
async function stopAll(stage: Stage, { chats, db, forget }: RehearsalParts): Promise<void> {
  await db.destroy();
  await Promise.all([stage.app.stop(AbortSignal.timeout(5000)), ...chats.map((chat) => stage[chat].stop())]);
  await stage.stop();
  await forget();
}

async function noticesTo(db: Database, userName: string): Promise<readonly NoticeRow[]> {
  return db
    .selectFrom('notice')
    .innerJoin('ramUser', (join) =>
      join.onRef('ramUser.userId', '=', 'notice.userId').onRef('ramUser.accountId', '=', 'notice.accountId'),
    )
    .selectAll('notice')
    .where('ramUser.userName', '=', userName)
    .where('audience', '=', 'person')
    .orderBy('notice.plannedAt')
    .execute();
}

const STOPS = [
  { hour: 9, minute: 10 },
  { hour: 9, minute: 35 },
  { hour: 16, minute: 35 },
];

async function advance({ clock, app, timeZone }: Stage, at: string): Promise<void> {
  const target = DateTime.fromISO(at, { zone: timeZone });
  let now = DateTime.fromMillis(clock.now(), { zone: timeZone });
  for (let day = now.startOf('day'); day <= target; day = day.plus({ days: 1 })) {
    for (const stop of STOPS.map((time) => day.set(time)).filter((one) => one > now && one < target)) {
      clock.leapTo(stop.toMillis());
      await app.runDueJobs();
      now = DateTime.fromMillis(clock.now(), { zone: timeZone });
    }
  }
  clock.leapTo(target.toMillis());
  // Twice: a delivery that was under way when more fell due takes up the rest the second time.
  await app.runDueJobs();
  await app.runDueJobs();
}

/** All words of a message that somebody can read, in order; none of none. */
export function wordsOf(message: SeenMessage | undefined): string {
  return message?.words ?? '';
}

function confirmButton(question: SeenMessage): SeenMessage['buttons'][number] {
  const button = question.buttons.find(({ command }) => command.startsWith('confirm '));
  if (button === undefined) throw new Error(`Nothing to confirm in: ${question.words}`);
  return button;
}

/** The code that the button of a question stands for. */
export function codeOf(question: SeenMessage): string {
  return confirmButton(question).command.slice('confirm '.length);
}

/** The call that sends to people. */
export const SENDING = {
  slack: 'chat.postMessage',
  dingtalk: 'POST /v1.0/robot/oToMessages/batchSend',
} as const;

/** The next message to a person is not taken now: later, by Slack in thirty seconds, by DingTalk in one. */
export function askForPatience(rehearsal: Rehearsal, chat: SandboxedChat): void {
  if (chat === 'slack') {
    rehearsal.slack.faults.add({ kind: 'rate_limited', retryAfterSeconds: 30, method: SENDING.slack });
  } else {
    rehearsal.dingtalk.faults.add({ kind: 'qps_403', endpoint: SENDING.dingtalk });
  }
}

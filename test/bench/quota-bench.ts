import { DateTime } from 'luxon';
import { type Stage, setStage } from '../../demo/stage.ts';
import type { Member } from '../../sandbox/dingtalk/organisation.ts';
import type { Bench } from './bench.ts';
import { count } from './figures.ts';
import { markdownTable } from './markdown-table.ts';

const PEOPLE = 1_000;
/** A third of them is told first on each of three days, so that on the last day three steps are due at once. */
const FIRST_PER_DAY = 334;
const DAYS_WITHOUT_MESSAGES = '2026-03-03,2026-03-04,2026-03-06';
/** The working days until the last step is due, which is the day that is measured. */
const EARLIER_DAYS = ['2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06'];
const MEASURED_DAY = '2026-03-09';
/** The audit, the start of work, its end. */
const HOURS = ['09:10', '09:35', '17:00'];

const AMPLE_QUOTA = 1_000_000;
const SMALL_QUOTA = 500;

/** On one day a thousand people are due a message, a third each of three steps: how many metered calls does it take? */
export const quotaBench: Bench = {
  name: 'quota',
  async run({ note }) {
    note('quota: a message each');
    const personal = await measureDay(AMPLE_QUOTA);
    note('quota: people of one step and deadline share calls');
    const shared = await measureDay(SMALL_QUOTA);
    return markdownTable(HEAD, [
      [`a message each, ${count(AMPLE_QUOTA)} calls a month (baseline)`, ...figures(personal)],
      [`shared calls, ${count(SMALL_QUOTA)} calls a month`, ...figures(shared)],
    ]);
  },
};

const ADMIN = 'admin';
const USER_NAMES = Array.from({ length: PEOPLE }, (_, index) => `user${index}`);
const BATCH_SEND = 'POST /v1.0/robot/oToMessages/batchSend';

const member = (userId: string): Member => ({
  userId,
  name: userId,
  mobile: null,
  email: null,
  managerUserId: null,
  departmentIds: [1],
});

interface Day {
  readonly calls: number;
  readonly meteredCalls: number;
  /** Different texts that were sent. */
  readonly texts: number;
  /** Messages of this day, by person. */
  readonly messages: readonly number[];
  /** Of all kinds, since the first day. */
  readonly usedOfMonth: number;
}

async function measureDay(monthlyQuota: number): Promise<Day> {
  const stage = await setThousandPeople(monthlyQuota);
  try {
    await release(stage);
    for (const date of EARLIER_DAYS) await workThrough(stage, date);
    const from = stage.clock.now();
    const before = stage.dingtalk.requests.length;
    await workThrough(stage, MEASURED_DAY);
    const sends = stage.dingtalk.requests.slice(before).filter(({ endpoint }) => endpoint === BATCH_SEND);
    const messages = USER_NAMES.map((userId) =>
      stage.dingtalk.directMessages(userId).filter(({ sentAt }) => sentAt > from),
    );
    return {
      calls: sends.length,
      meteredCalls: sends.filter(({ metered }) => metered).length,
      texts: new Set(messages.flat().map(({ text }) => text)).size,
      messages: messages.map(({ length }) => length),
      usedOfMonth: stage.dingtalk.meteredCalls,
    };
  } finally {
    await stage.stop();
  }
}

function setThousandPeople(monthlyQuota: number): Promise<Stage> {
  const users = USER_NAMES.map((userName) => ({
    userName,
    loginProfile: {},
    tags: { 'dingtalk-userid': userName },
  }));
  return setStage({
    accounts: [{ accountId: '1000000000000001', alias: 'corp', users }],
    chats: ['dingtalk'],
    organisation: { members: [ADMIN, ...USER_NAMES].map(member), monthlyQuota },
    startsAt: '2026-03-02T10:00',
    variables: {
      DINGTALK_ADMIN_IDS: ADMIN,
      DINGTALK_MONTHLY_QUOTA: String(monthlyQuota),
      MAX_FIRST_PER_DAY: String(FIRST_PER_DAY),
      NO_MESSAGE_DATES: DAYS_WITHOUT_MESSAGES,
      RAM_MAX_CALLS_PER_SECOND: '100',
    },
  });
}

/** A new account is held until an admin has looked at it. */
async function release(stage: Stage): Promise<void> {
  await stage.app.runDueJobs();
  await stage.app.runDueJobs();
  const hands = stage.hands('dingtalk');
  const question = await hands.say(ADMIN, 'start');
  const confirm = question.buttons.find(({ command }) => command.startsWith('confirm '));
  if (confirm === undefined) throw new Error(`Nothing to confirm in: ${question.words}`);
  await hands.press(ADMIN, question, confirm.label);
}

/** Twice at each hour: a delivery that was under way when more fell due takes up the rest the second time. */
async function workThrough({ clock, app, timeZone }: Stage, date: string): Promise<void> {
  for (const hour of HOURS) {
    clock.leapTo(DateTime.fromISO(`${date}T${hour}`, { zone: timeZone }).toMillis());
    await app.runDueJobs();
    await app.runDueJobs();
  }
}

const HEAD = [
  'A thousand people due, of three steps',
  'calls to send',
  'of these metered',
  'different texts',
  'people written to once',
  'missed',
  'written to twice or more',
  'metered calls of the month so far',
];

function figures({ calls, meteredCalls, texts, messages, usedOfMonth }: Day): readonly string[] {
  const people = (suits: (told: number) => boolean) => messages.filter(suits).length;
  return [
    calls,
    meteredCalls,
    texts,
    people((told) => told === 1),
    people((told) => told === 0),
    people((told) => told > 1),
    usedOfMonth,
  ].map(count);
}

import { randomInt } from 'node:crypto';
import SqliteDatabase from 'better-sqlite3';
import { DateTime } from 'luxon';
import { type Stage, setStage } from '../../demo/stage.ts';
import { newFile } from './new-file.ts';
import { randomNumbers } from './random-numbers.ts';

const ZONE = 'Asia/Shanghai';
const ADMIN = 'U0ADMIN';
const ACCOUNT = '1000000000000001';
const PEOPLE = ['ann', 'ben', 'cai', 'dan', 'eve', 'fay'] as const;
/** Fay comes later. */
const AT_FIRST = PEOPLE.slice(0, -1);
const DAYS = 17;
/** What is a day later after a restore, or waits for Monday then, is none that is not told. */
const DAYS_AFTER = 4;
const HOURS = ['09:10', '09:35', '12:00', '16:35', '20:00'] as const;
const MINUTE_MS = 60_000;
/** The baseline takes as long as the bot, and shows its figure sooner. */
const BASELINE_EVERY = 5;

/** Whoever lost the device has a day of grace, which begins anew with the copy: the deadline is a day later then. */
const DATES = /(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d+ [A-Z][a-z]{2}|\d+/g;

const memberIdOf = (name: string) => `U0${name.toUpperCase()}`;
const userOf = (name: string) => ({
  userName: name,
  tags: { 'slack-user-id': memberIdOf(name) },
  loginProfile: {},
});

/** By their number from 1: when somebody comes, enrols, or loses the device. */
interface Life {
  readonly fayComes: number;
  readonly enrols: ReadonlyMap<string, number>;
  readonly loses: ReadonlyMap<string, number>;
}

interface Restore {
  readonly copiedAt: number;
  readonly backAt: number;
}

interface Round {
  readonly life: Life;
  readonly restore: Restore | null;
  /** False: the workspace shows the bot nothing of what it has said, and it goes by its database alone. */
  readonly keepsMessages: boolean;
}

/** `[ROUNDS [SEED [FROM]]]`: a copy of the database made at a random moment is put back at a later one; what people are told, against the same days without. */
export async function putOlderCopiesBack(words: readonly string[]): Promise<number> {
  const [rounds = 50, seed = randomInt(2 ** 31), from = 0] = words.map(Number);
  const sums = { messages: 0, doubled: 0, missing: 0 };
  const baseline = { rounds: 0, messages: 0, doubled: 0 };
  for (let round = from; round < from + rounds; round += 1) {
    const random = randomNumbers(seed + round * 7919);
    const life = randomLife(random);
    const restore = randomRestore(random);
    const undisturbed = await live({ life, restore: null, keepsMessages: true });
    const restored = await live({ life, restore, keepsMessages: true });
    const found = compare(undisturbed, restored);
    sums.messages += undisturbed.filter(isWithin).length;
    sums.doubled += found.doubled.length;
    sums.missing += found.missing.length;
    const news = [
      ...found.doubled.map((one) => `twice: ${one}`),
      ...found.missing.map((one) => `not: ${one}`),
    ];
    for (const one of news) process.stdout.write(`round ${round}, ${momentsOf(restore)}, ${one}\n`);
    if (round % BASELINE_EVERY === 0) {
      const forgetful = await live({ life, restore, keepsMessages: false });
      baseline.rounds += 1;
      baseline.messages += undisturbed.filter(isWithin).length;
      baseline.doubled += compare(undisturbed, forgetful).doubled.length;
    }
    if (round % 5 === 4)
      process.stdout.write(`… ${round + 1}: ${JSON.stringify(sums)} ${JSON.stringify(baseline)}\n`);
  }
  process.stdout.write(
    `${rounds} rounds from ${from}, seed ${seed}: ${JSON.stringify(sums)}; by the database alone ${JSON.stringify(baseline)}\n`,
  );
  return sums.doubled === 0 ? 0 : 1;
}

function randomLife(random: () => number): Life {
  const day = (from: number) => from + Math.floor(random() * (DAYS - from));
  const enrols = new Map(AT_FIRST.slice(0, 3).map((name) => [name, day(2)]));
  const loses = new Map(
    [...enrols].filter(() => random() < 0.5).map(([name, on]) => [name, Math.min(DAYS, on + 2)]),
  );
  return { fayComes: day(2), enrols, loses };
}

/** Anywhere in these days, from half an hour to a week and a half apart. */
function randomRestore(random: () => number): Restore {
  const copiedAt = instantOf(1, '10:30') + random() * (instantOf(9, '18:00') - instantOf(1, '10:30'));
  const latest = instantOf(DAYS - 3, '20:00');
  const earliest = copiedAt + 30 * MINUTE_MS;
  const whole = (at: number) => Math.floor(at / MINUTE_MS) * MINUTE_MS;
  return { copiedAt: whole(copiedAt), backAt: whole(earliest + random() * (latest - earliest)) };
}

const instantOf = (day: number, hour: string) =>
  DateTime.fromISO(`2026-03-02T${hour}`, { zone: ZONE })
    .plus({ days: day - 1 })
    .toMillis();

const momentsOf = ({ copiedAt, backAt }: Restore) =>
  [copiedAt, backAt].map((at) => DateTime.fromMillis(at, { zone: ZONE }).toFormat('dd.HH:mm')).join(' back ');

/** What one was told, without its dates: a day more or less is no other message. */
interface Told {
  readonly words: string;
  readonly at: number;
}

const isWithin = ({ at }: Told) => at < instantOf(DAYS + 1, '00:00');

async function live({ life, restore, keepsMessages }: Round): Promise<readonly Told[]> {
  const [first, copy] = [newFile(), newFile()];
  const member = (name: string) => {
    const email = `${name}@corp.example`;
    return { id: memberIdOf(name), name, realName: name, email, tz: ZONE, locale: 'en-US' };
  };
  const stage = await setStage({
    accounts: [{ accountId: ACCOUNT, alias: 'corp', users: AT_FIRST.map(userOf) }],
    members: [...PEOPLE, 'admin'].map(member),
    workspace: { keepsMessages },
    variables: { DATABASE_URL: first.url },
    startsAt: '2026-03-02T09:40',
  });
  try {
    await begin(stage);
    for (const at of stopsOf(restore)) {
      if (DateTime.fromMillis(at, { zone: ZONE }).toFormat('HH:mm') === HOURS[0]) happen(stage, life, at);
      await advance(stage, at);
      if (at === restore?.copiedAt) await copyFile(first.place.path, copy.place.path);
      if (at === restore?.backAt) await stage.restart(undefined, { DATABASE_URL: copy.url });
    }
    return PEOPLE.flatMap((name) => toldTo(stage, name));
  } finally {
    await stage.stop();
    await Promise.all([first.remove(), copy.remove()]);
  }
}

/** As it was sent, and not as it was changed since. */
function toldTo({ slack }: Stage, name: string): readonly Told[] {
  const conversation = slack.directMessages(memberIdOf(name))[0]?.channel;
  return slack.requests
    .filter(
      ({ method, args, error }) =>
        method === 'chat.postMessage' && error === null && args.channel === conversation,
    )
    .map(({ args: { text = '' }, at }) => ({ words: `${name}: ${text.replaceAll(DATES, '#')}`, at }));
}

async function begin(stage: Stage): Promise<void> {
  await stage.app.runDueJobs();
  const { say, press } = stage.hands('slack');
  const question = await say(ADMIN, 'start');
  const confirm = question.buttons.find(({ command }) => command.startsWith('confirm '));
  await press(ADMIN, question, confirm?.label ?? '');
}

function stopsOf(restore: Restore | null): readonly number[] {
  const days = Array.from({ length: DAYS + DAYS_AFTER }, (_, index) => index + 1);
  const all = days.flatMap((day) => HOURS.map((hour) => instantOf(day, hour)));
  const moments = restore === null ? [] : [restore.copiedAt, restore.backAt];
  return [...new Set([...all, ...moments])]
    .filter((at) => at > instantOf(1, '10:00'))
    .toSorted((a, b) => a - b);
}

function happen({ alibaba }: Stage, { fayComes, enrols, loses }: Life, at: number): void {
  const account = alibaba.account(ACCOUNT);
  const isToday = (day: number | undefined) => day !== undefined && instantOf(day, HOURS[0]) === at;
  if (isToday(fayComes)) account.addUser(userOf('fay'));
  for (const name of AT_FIRST) {
    if (isToday(enrols.get(name))) account.user(name).mfaDevice = { type: 'VMFA' };
    if (isToday(loses.get(name))) account.user(name).mfaDevice = null;
  }
}

async function advance({ clock, app }: Stage, at: number): Promise<void> {
  clock.leapTo(at);
  await app.runDueJobs();
  await app.runDueJobs();
}

async function copyFile(from: string, to: string): Promise<void> {
  const file = new SqliteDatabase(from, { readonly: true });
  await file.backup(to).finally(() => file.close());
}

function compare(undisturbed: readonly Told[], restored: readonly Told[]) {
  return { doubled: beyond(restored, undisturbed), missing: beyond(undisturbed, restored) };
}

/** What stands in the one more often than in the other, which has a few days more for it. */
function beyond(more: readonly Told[], less: readonly Told[]): readonly string[] {
  const left = less.map(({ words }) => words);
  const all = more.filter(isWithin).map(({ words }) => words);
  return all.filter((one) => {
    const index = left.indexOf(one);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}

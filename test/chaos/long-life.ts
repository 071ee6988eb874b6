import { statSync } from 'node:fs';
import { DateTime } from 'luxon';
import type { Hands } from '../../demo/hands.ts';
import { slackHands } from '../../demo/slack-hands.ts';
import { connectDatabase } from '../../src/store/database.ts';
import type { FilePlace } from '../../src/store/database-place.ts';
import { BotUnderFire } from './bot-under-fire.ts';
import { ADMIN, CHANNEL, slackOf, startCompany } from './company.ts';
import { newFile } from './new-file.ts';
import { randomNumbers } from './random-numbers.ts';
import { Turnover } from './turnover.ts';
import type { VitalSigns } from './vital-signs.ts';

const ZONE = 'Asia/Shanghai';
const FIRST_DAY = '2026-03-02';
/** The audit, the digest, the day's messages, and what was put off. */
const HOURS = ['09:10', '09:35', '12:00', '16:30'] as const;
export const RETENTION_DAYS = 60;
const LOOKS_A_DAY = 5;
const DAY_MS = 24 * 60 * 60_000;

/** How the process and its database stand in the evening of a day. */
export interface Evening extends VitalSigns {
  readonly day: number;
  readonly databaseBytes: number;
  readonly people: number;
  readonly withoutDevice: number;
  readonly messages: number;
}

export interface LongLife {
  readonly days: number;
  readonly people: number;
  readonly seed: number;
  /** The days it is asked for figures, by their number from 1. */
  readonly lookAt: (day: number) => boolean;
}

/** One process that is never started anew, in a company whose people come, go, enrol and lose their devices. */
export async function liveLong(life: LongLife, tell: (evening: Evening) => void): Promise<readonly Oldest[]> {
  const { days, people, seed, lookAt } = life;
  const time = { now: instantOf(1, '08:00') };
  const random = randomNumbers(seed);
  const database = newFile();
  const company = await startCompany('slack', () => time.now, { seed, people: [] });
  const slack = slackOf(company);
  const turnover = new Turnover({ company, slack, random }, people);
  const variables = {
    ...company.variables,
    DATABASE_URL: database.url,
    RETENTION_DAYS: String(RETENTION_DAYS),
  };
  const bot = new BotUnderFire(variables, { startsAt: time.now, killAtStoreCall: null });
  const hands = slackHands(slack, CHANNEL.slack, async () => undefined);
  try {
    await bot.started();
    for (let day = 1; day <= days; day += 1) {
      if (day > 1) turnover.aDay();
      for (const hour of HOURS) {
        time.now = Math.max(time.now, instantOf(day, hour));
        time.now = Math.max(time.now, await bot.advanceTo(time.now));
        if (hour === '09:35' && day === 1) await confirmStart(hands);
        if (hour === '12:00') await askAround(hands, turnover);
      }
      company.alibaba.requests.clear();
      if (!lookAt(day)) continue;
      const figures = { ...turnover.figures(), messages: slack.requests.length };
      tell({ day, ...figures, databaseBytes: sizeOf(database.place), ...(await bot.vitalSigns()) });
    }
    return await oldestRows(database.place, time.now);
  } finally {
    await bot.end();
    await company.stop();
    await database.remove();
  }
}

const instantOf = (day: number, hour: string) =>
  DateTime.fromISO(`${FIRST_DAY}T${hour}`, { zone: ZONE })
    .plus({ days: day - 1 })
    .toMillis();

export async function confirmStart(hands: Hands): Promise<void> {
  const question = await hands.say(ADMIN, 'start');
  const button = question.buttons.find(({ command }) => command.startsWith('confirm '));
  if (button === undefined) throw new Error(`Nothing to confirm in: ${question.words}`);
  await hands.press(ADMIN, question, button.label);
}

/** A few look after themselves, an admin after everybody. */
async function askAround(hands: Hands, turnover: Turnover): Promise<void> {
  for (let looks = 0; looks < LOOKS_A_DAY; looks += 1) await hands.say(turnover.anybody(), 'me');
  for (const words of ['status', 'status overdue', `history ${turnover.anybodysName()}`]) {
    await hands.say(ADMIN, words);
  }
}

const sizeOf = ({ path }: FilePlace) =>
  [path, `${path}-wal`].reduce(
    (sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0),
    0,
  );

/** How old the oldest row is that is over. */
export interface Oldest {
  readonly what: string;
  readonly days: number;
}

/** What retention must have removed. */
async function oldestRows(place: FilePlace, now: number): Promise<readonly Oldest[]> {
  const db = connectDatabase(place);
  const of = async (what: string, asked: Promise<{ readonly at: number | null } | undefined>) => {
    const at = (await asked)?.at ?? now;
    return { what, days: Math.floor((now - at) / DAY_MS) };
  };
  const oldest = await Promise.all([
    of(
      'findings that ended',
      db
        .selectFrom('finding')
        .select(({ fn }) => fn.min('toAt').as('at'))
        .executeTakeFirst(),
    ),
    of(
      'audits',
      db
        .selectFrom('auditRun')
        .select(({ fn }) => fn.min('endedAt').as('at'))
        .executeTakeFirst(),
    ),
    of(
      'closed cases',
      db
        .selectFrom('caseFile')
        .select(({ fn }) => fn.min('closedAt').as('at'))
        .executeTakeFirst(),
    ),
    of(
      'posts',
      db
        .selectFrom('post')
        .select(({ fn }) => fn.min('settledAt').as('at'))
        .executeTakeFirst(),
    ),
    of(
      'record of who did what',
      db
        .selectFrom('activity')
        .select(({ fn }) => fn.min('at').as('at'))
        .executeTakeFirst(),
    ),
  ]);
  await db.destroy();
  return oldest;
}

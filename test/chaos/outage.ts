import { DateTime } from 'luxon';
import { slackHands } from '../../demo/slack-hands.ts';
import { count } from '../bench/figures.ts';
import { markdownTable } from '../bench/markdown-table.ts';
import { BotUnderFire } from './bot-under-fire.ts';
import { CHANNEL, type Company, slackOf, startCompany } from './company.ts';
import { confirmStart } from './long-life.ts';
import { newFile } from './new-file.ts';
import { randomNumbers } from './random-numbers.ts';
import { Turnover } from './turnover.ts';
import { VITAL_HEAD, vitalFigures } from './vital-figures.ts';

const ZONE = 'Asia/Shanghai';
const SEED = 1;
const STEP_MS = 5 * 60_000;
const HOUR_MS = 60 * 60_000;
const HEAD = ['after', 'calls to Alibaba Cloud in the last hour', 'to Slack', ...VITAL_HEAD] as const;

/** `[HOURS [PEOPLE]]`: every vendor answers 503 for that long; prints what one process holds on to meanwhile and afterwards. */
export async function tellOfOutage(words: readonly string[]): Promise<number> {
  const [hours = 24, people = 300] = words.map(Number);
  const time = { now: instantOf('2026-03-02T08:00') };
  const database = newFile();
  const company = await startCompany('slack', () => time.now, { seed: SEED, people: [] });
  new Turnover({ company, slack: slackOf(company), random: randomNumbers(SEED) }, people);
  const variables = { ...company.variables, DATABASE_URL: database.url };
  const bot = new BotUnderFire(variables, { startsAt: time.now, killAtStoreCall: null });
  const advanceTo = async (at: number) => {
    time.now = Math.max(time.now, at);
    time.now = Math.max(time.now, await bot.advanceTo(time.now));
  };
  const rows: (readonly string[])[] = [];
  const anHour = async (after: string, isTold = true) => {
    const before = callsOf(company);
    for (const end = time.now + HOUR_MS; time.now < end; ) await advanceTo(time.now + STEP_MS);
    const [toAlibaba, toSlack] = callsOf(company).map((calls, vendor) => calls - (before[vendor] ?? 0));
    if (!isTold) return;
    rows.push([after, count(toAlibaba ?? 0), count(toSlack ?? 0), ...vitalFigures(await bot.vitalSigns())]);
    process.stdout.write(`… ${rows.at(-1)?.join(', ')}\n`);
  };
  try {
    await bot.started();
    for (const at of ['09:10', '09:35']) await advanceTo(instantOf(`2026-03-02T${at}`));
    await confirmStart(slackHands(slackOf(company), CHANNEL.slack, async () => undefined));
    for (const at of ['12:00', '16:30']) await advanceTo(instantOf(`2026-03-02T${at}`));
    await anHour('a day’s work');
    nobodyAnswers(company);
    for (let hour = 1; hour <= hours; hour += 1)
      await anHour(`${hour} h of 503`, hour <= 2 || hour % 4 === 0);
    everybodyAnswers(company);
    await anHour('an hour of answers');
    process.stdout.write(`${markdownTable(HEAD, rows)}\n`);
    return 0;
  } finally {
    await bot.end();
    await company.stop();
    await database.remove();
  }
}

const instantOf = (at: string) => DateTime.fromISO(at, { zone: ZONE }).toMillis();

function nobodyAnswers(company: Company): void {
  const always = { kind: 'server_error', times: Number.POSITIVE_INFINITY } as const;
  company.alibaba.faults.add({ ...always, status: 503 });
  slackOf(company).faults.add({ ...always, method: '*' });
}

function everybodyAnswers(company: Company): void {
  company.alibaba.faults.clear();
  slackOf(company).faults.clear();
}

const callsOf = (company: Company): readonly number[] => [
  company.alibaba.requests.entries.length,
  slackOf(company).requests.length,
];

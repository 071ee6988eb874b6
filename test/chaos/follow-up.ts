import { sql } from 'kysely';
import { DateTime } from 'luxon';
import { dingtalkHands } from '../../demo/dingtalk-hands.ts';
import type { Hands } from '../../demo/hands.ts';
import { slackHands } from '../../demo/slack-hands.ts';
import type { SandboxedChat } from '../../demo/stage.ts';
import { connectDatabase, type Database } from '../../src/store/database.ts';
import { verifyActivity } from '../../src/store/verify-activity.ts';
import type { TestDatabase } from '../store/test-database.ts';
import { takeBack, versionsUpTo } from '../upgrades/take-back.ts';
import { BotUnderFire, KilledError } from './bot-under-fire.ts';
import { CHANNEL, type Company, startCompany } from './company.ts';
import { type Day, HOURS } from './days.ts';
import type { ProcessAge } from './process-age.ts';
import type { Moment, VendorGate } from './vendor-gate.ts';

/** At which call of a day the process dies. */
export interface Kill {
  readonly by: 'store' | Moment;
  readonly at: number;
}

const ZONE = 'Asia/Shanghai';
const LIVES_A_DAY_MAX = 40;
const DEAD_FOR_MS = 3 * 60_000;

export const instantOf = (date: string, hour: string) =>
  DateTime.fromISO(`${date}T${hour}`, { zone: ZONE }).toMillis();

interface FollowUpParts {
  readonly company: Company;
  readonly database: TestDatabase;
  readonly db: Database;
  readonly gate: VendorGate;
  readonly time: { now: number };
  /** What an operator, or another way of writing things down, does to the database before the bot begins again. */
  readonly beforeRestart: (db: Database) => Promise<void>;
  /** Which of the older versions it was upgraded from, counted from the oldest and over again. */
  readonly upgradedFrom: number;
}

/** The follow-up of five people, whose bot is started again whenever it was killed. */
export class FollowUp {
  readonly #parts: FollowUpParts;
  readonly #hands: Hands;
  #bot: BotUnderFire | null = null;
  kills = 0;
  /** From the start of a process until its first message left, where one was due. */
  readonly firstMessages: ProcessAge[] = [];

  constructor(parts: FollowUpParts) {
    this.#parts = parts;
    const { company } = parts;
    const settled = async () => undefined;
    this.#hands =
      company.slack === null
        ? dingtalkHands(demanded(company.dingtalk), CHANNEL.dingtalk, settled)
        : slackHands(company.slack, CHANNEL.slack, settled);
  }

  get company(): Company {
    return this.#parts.company;
  }

  get isOnServer(): boolean {
    return this.#parts.database.place.kind === 'server';
  }

  get hands(): Hands {
    return this.#hands;
  }

  /** Of the process there is now; 0 while there is none. */
  async storeCallsOfBot(): Promise<number> {
    return (await this.#bot?.storeCalls()) ?? 0;
  }

  get bot(): BotUnderFire {
    return demanded(this.#bot);
  }

  readonly query = async <T>(statement: string): Promise<readonly T[]> =>
    (await sql.raw<T>(statement).execute(this.#parts.db)).rows;

  verifyRecord() {
    return verifyActivity(this.#parts.db, null);
  }

  /** Goes through the day; each time the bot dies, another begins and the day goes on where it was. */
  async live(day: Day, killOf: (life: number) => Kill | null = () => null): Promise<void> {
    const done = new Set<string>();
    if (day.isUpgrade) await this.#becomeOlder();
    for (let life = 0; life < LIVES_A_DAY_MAX; life += 1) {
      try {
        await this.#ready(day, killOf(life));
        await this.#goThrough(day, done);
        this.bot.killAtStoreCall(null);
        return;
      } catch (error) {
        if (!(error instanceof KilledError)) throw error;
        this.kills += 1;
        this.#bot = null;
      } finally {
        this.#parts.gate.disarm();
      }
    }
    throw new Error(`The bot died ${LIVES_A_DAY_MAX} times on ${day.date}`);
  }

  async #becomeOlder(): Promise<void> {
    await this.#bot?.stop();
    this.#bot = null;
    const { place } = this.#parts.database;
    const versions = (await versionsUpTo(place)).slice(0, -1);
    await takeBack(place, demanded(versions[this.#parts.upgradedFrom % versions.length] ?? null));
  }

  /** Whatever kills it is set before it begins: it dies at its start, too. */
  async #ready(day: Day, kill: Kill | null): Promise<void> {
    const storeCall = kill?.by === 'store' ? kill.at : null;
    if (kill !== null && kill.by !== 'store') this.#parts.gate.arm(kill.at, kill.by, () => this.#bot?.kill());
    if (this.#bot !== null) return this.#bot.killAtStoreCall(storeCall);
    const { time, company, database, beforeRestart, db } = this.#parts;
    time.now = Math.max(time.now, instantOf(day.date, HOURS[0]));
    // Where the clock of the one that died stood, nobody knows; it does not go back.
    if (this.kills > 0) time.now += DEAD_FOR_MS;
    if (this.kills > 0) await beforeRestart(db);
    const variables = { ...company.variables, DATABASE_URL: database.url };
    const bot = new BotUnderFire(variables, { startsAt: time.now, killAtStoreCall: storeCall });
    this.#bot = bot;
    this.#watchFirstMessage(bot);
    await bot.started();
  }

  async #goThrough(day: Day, done: Set<string>): Promise<void> {
    const { time } = this.#parts;
    for (const hour of HOURS) {
      const at = instantOf(day.date, hour);
      if (done.has(hour)) continue;
      time.now = Math.max(time.now, at);
      time.now = Math.max(time.now, await this.bot.advanceTo(time.now));
      for (const one of day.acts.filter((act) => act.at === hour)) await this.bot.during(one.act(this));
      done.add(hour);
    }
  }

  #watchFirstMessage(bot: BotUnderFire): void {
    const { gate } = this.#parts;
    if (this.kills === 0) return;
    gate.onCall = (url) => {
      if (!/chat\.postMessage|batchSend/.test(url) || this.#bot !== bot || bot.isDead) return;
      this.firstMessages.push(bot.age());
      gate.onCall = () => undefined;
    };
  }

  async end(): Promise<void> {
    await this.#bot?.end();
    this.#bot = null;
    const { company, db, database } = this.#parts;
    await db.destroy();
    await company.stop();
    await database.remove();
  }
}

export async function beginFollowUp(options: {
  readonly chat: SandboxedChat;
  readonly database: TestDatabase;
  readonly gate: VendorGate;
  readonly seed: number;
  readonly startsAt: number;
  readonly upgradedFrom: number;
  readonly beforeRestart: (db: Database) => Promise<void>;
}): Promise<FollowUp> {
  const { chat, database, gate, seed, startsAt, beforeRestart, upgradedFrom } = options;
  const time = { now: startsAt };
  const company = await startCompany(chat, () => time.now, { seed });
  const db = connectDatabase(database.place);
  return new FollowUp({ company, database, db, gate, time, beforeRestart, upgradedFrom });
}

function demanded<T>(one: T | null): T {
  if (one === null) throw new Error('There is none');
  return one;
}

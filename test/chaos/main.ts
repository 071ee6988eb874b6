import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { CHANNEL, eventually, type KillableBot, killableBot } from '../kill/bot-process.ts';

/**
 * Kills the real process at random moments while it writes to people, until everybody was written to, and then counts
 * what the people see. `npm run chaos [-- PEOPLE [SEED]]`
 */
const PEOPLE_DEFAULT = 30;
const KILLS_MAX = 400;
const ALIVE_MS_MAX = 4000;

async function main([peopleWanted, seedWanted]: readonly string[]): Promise<number> {
  const count = Number(peopleWanted ?? PEOPLE_DEFAULT);
  const seed = Number(seedWanted ?? randomInt(2 ** 31));
  const random = randomNumbers(seed);
  const people = Array.from({ length: count }, (_, index) => `UPERSON${index}`);
  const bot = await killableBot(people);
  try {
    await bot.start();
    await eventually('the digest', () => bot.slack.channelMessages(CHANNEL).length === 1);
    await bot.confirmed('start');
    const kills = await killUntilDone(bot, people, random);
    return report(bot, { people, kills, seed });
  } finally {
    await bot.stop();
  }
}

async function killUntilDone(
  bot: KillableBot,
  people: readonly string[],
  random: () => number,
): Promise<number> {
  let kills = 0;
  while (kills < KILLS_MAX && !isDone(bot, people)) {
    // Every third time it lives long enough to look for what the last kill left open.
    const aliveMs = kills % 3 === 2 ? ALIVE_MS_MAX * 4 : random() * ALIVE_MS_MAX;
    await delay(aliveMs);
    await bot.kill();
    kills += 1;
    await bot.start();
  }
  return kills;
}

function isDone(bot: KillableBot, people: readonly string[]): boolean {
  const sent = bot.query<{ total: number }>(`select count(*) as total from notice where state = 'sent'`);
  return sent[0]?.total === people.length;
}

function report(
  bot: KillableBot,
  run: { readonly people: readonly string[]; readonly kills: number; readonly seed: number },
): number {
  const { people, kills, seed } = run;
  const seen = people.map((memberId) => bot.slack.directMessages(memberId).length);
  const lost = seen.filter((messages) => messages === 0).length;
  const doubled = seen.filter((messages) => messages > 1).length;
  const integrity = bot.query<{ integrity_check: string }>('pragma integrity_check')[0]?.integrity_check;
  const told = bot.query('select 1 from case_file where told_at is not null').length;
  const isGood = lost === 0 && doubled === 0 && integrity === 'ok' && told === people.length;
  process.stdout.write(
    `${people.length} messages, ${kills} kills: ${lost} lost, ${doubled} doubled, ${told} recorded as told, ` +
      `database ${integrity} (seed ${seed})\n`,
  );
  return isGood ? 0 : 1;
}

/** The same numbers for the same seed: mulberry32. */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

process.exitCode = await main(process.argv.slice(2));

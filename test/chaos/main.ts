import { randomInt } from 'node:crypto';
import { killAndRestart } from './kill-and-restart.ts';
import { killTheActive } from './kill-the-active.ts';
import { randomNumbers } from './random-numbers.ts';

/**
 * Kills the real process at random moments while it writes to people, and then counts what the people see.
 * `npm run chaos [-- PEOPLE [SEED]]`: one process on a database file, started again each time.
 * `npm run chaos -- standby [KILLS [SEED]]`: two on PostgreSQL, where the second takes over.
 */
async function main(words: readonly string[]): Promise<number> {
  const isStandby = words[0] === 'standby';
  const [count, seedWanted] = isStandby ? words.slice(1) : words;
  const seed = Number(seedWanted ?? randomInt(2 ** 31));
  const run = { random: randomNumbers(seed), seed };
  return isStandby
    ? killTheActive({ kills: Number(count ?? 50), ...run })
    : killAndRestart({ people: Number(count ?? 30), ...run });
}

process.exitCode = await main(process.argv.slice(2));

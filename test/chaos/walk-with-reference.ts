import { randomInt } from 'node:crypto';
import { walk } from '../walk/walk.ts';

const onDay = (day: number) => {
  if (day % 30 === 29) process.stderr.write(`day ${day + 1}\n`);
};

/** `[DAYS [PEOPLE [SEED]]]`: the real app and its rules written a second time, through the same days. */
export async function walkWithReference(words: readonly string[]): Promise<number> {
  const [days = 365, people = 500, seed = randomInt(2 ** 31)] = words.map(Number);
  const begun = Date.now();
  const { messages, notices, outlooks, met, disagreement } = await walk({ days, people, seed, onDay });
  const seconds = Math.round((Date.now() - begun) / 1000);
  if (disagreement !== null) process.stdout.write(`${disagreement}\n`);
  process.stdout.write(
    `${days} days, ${people} people: ${messages} messages, ${notices} notices and ${outlooks} outlooks compared, ` +
      `${disagreement === null ? 'no' : '1'} disagreement, ${seconds} s (seed ${seed})\n`,
  );
  const tally = Object.entries(met).map(([name, count]) => `${count} ${name}`);
  process.stdout.write(`Among them: ${tally.join(', ')}\n`);
  return disagreement === null ? 0 : 1;
}

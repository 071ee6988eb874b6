import { count, megabytes } from '../bench/figures.ts';
import { markdownTable } from '../bench/markdown-table.ts';
import { type Evening, liveLong, RETENTION_DAYS } from './long-life.ts';
import { VITAL_HEAD, vitalFigures } from './vital-figures.ts';

const LOOKS = 20;
const HEAD = [
  'evening of day',
  'RAM users',
  'without device',
  'calls to Slack',
  ...VITAL_HEAD,
  'database',
] as const;

/** `[DAYS [PEOPLE [SEED]]]`: one process through all these days; prints what it holds on to, and what retention left. */
export async function tellOfLongLife(words: readonly string[]): Promise<number> {
  const [days = 400, people = 1000, seed = 1] = words.map(Number);
  const every = Math.ceil(days / LOOKS);
  const lookAt = (day: number) => day <= 2 || day % every === 0;
  const rows: (readonly string[])[] = [];
  const oldest = await liveLong({ days, people, seed, lookAt }, (evening) => {
    rows.push(rowOf(evening));
    process.stdout.write(`… ${rowOf(evening).join(', ')}\n`);
  });
  const ages = oldest.map(({ what, days: age }) => `${what} ${age}`).join(', ');
  process.stdout.write(`${markdownTable(HEAD, rows)}\n\n`);
  process.stdout.write(`Oldest, in days, of what is kept for ${RETENTION_DAYS}: ${ages}; seed ${seed}\n`);
  return oldest.every(({ days: age }) => age <= RETENTION_DAYS + 1) ? 0 : 1;
}

function rowOf(evening: Evening): readonly string[] {
  return [
    count(evening.day),
    count(evening.people),
    count(evening.withoutDevice),
    count(evening.messages),
    ...vitalFigures(evening),
    megabytes(evening.databaseBytes),
  ];
}

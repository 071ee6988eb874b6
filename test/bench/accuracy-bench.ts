import { type KnownCompany, startKnownCompany, throttleOneInFive } from './accuracy-company.ts';
import { type Score, score, scoreOfRealAudit } from './accuracy-score.ts';
import type { Bench } from './bench.ts';
import { count } from './figures.ts';
import { markdownTable } from './markdown-table.ts';
import { type ScannerHabits, scanAsPeersDo } from './peers-scan.ts';

const SIZES = [100, 1_000, 5_000];
/** The size whose mistakes are shown by kind of user. */
const BY_KIND_SIZE = 1_000;

const THIS_BOT = 'this bot';

/** Baselines: what scanners were seen doing, the less careful one first. */
const SCANNERS: readonly (ScannerHabits & { readonly name: string })[] = [
  { name: 'scanner A', pages: 'first', takesForMfa: 'required' },
  { name: 'scanner B', pages: 'all', takesForMfa: 'bound_device' },
];

/** Who is missed, and who is accused wrongly? */
export const accuracyBench: Bench = {
  name: 'accuracy',
  async run({ note }) {
    const rows: (readonly string[])[] = [];
    let byKind = '';
    for (const size of SIZES) {
      for (const throttled of [false, true]) {
        note(`accuracy: ${size} users${throttled ? ', one call in five throttled' : ''}`);
        const compared = await compare(size, throttled);
        rows.push(...compared.scores.map(rowOf(compared)));
        if (size === BY_KIND_SIZE && !throttled) byKind = byKindTable(compared);
      }
    }
    return `${markdownTable(HEAD, rows)}\n\n${byKind}`;
  },
};

interface Compared {
  readonly size: number;
  readonly throttled: boolean;
  readonly truth: KnownCompany['truth'];
  readonly scores: readonly (readonly [who: string, score: Score])[];
}

async function compare(size: number, throttled: boolean): Promise<Compared> {
  const company = await startKnownCompany(size);
  try {
    if (throttled) throttleOneInFive(company);
    const scores: [string, Score][] = [[THIS_BOT, await scoreOfRealAudit(company)]];
    for (const { name, ...habits } of SCANNERS) scores.push([name, await scoreOfScanner(company, habits)]);
    return { size, throttled, truth: company.truth, scores };
  } finally {
    await company.cloud.stop();
  }
}

async function scoreOfScanner({ cloud, truth }: KnownCompany, habits: ScannerHabits): Promise<Score> {
  const { seen, reported } = await scanAsPeersDo(cloud, habits);
  return score(truth, { seen, failing: reported, unknown: new Set() });
}

const HEAD = ['who looks', 'RAM users', 'throttled', 'fail', 'seen', 'missed', 'false alarms', 'unknown'];

function rowOf({ size, throttled, truth }: Compared) {
  const failing = truth.filter(({ fails }) => fails).length;
  return ([who, { seen, missed, falseAlarms, unknown }]: Compared['scores'][number]): readonly string[] => [
    who,
    count(size),
    throttled ? '1 in 5' : 'none',
    ...[failing, seen, missed, falseAlarms, unknown].map(count),
  ];
}

function byKindTable({ truth, scores }: Compared): string {
  const kinds = [...new Set(truth.map(({ kind }) => kind))];
  const rows = kinds.map((kind) => {
    const users = truth.filter((user) => user.kind === kind);
    const wrong = scores.map(([, { wrongByKind }]) => count(wrongByKind.get(kind) ?? 0));
    return [kind, count(users.length), users[0]?.fails === true ? 'yes' : 'no', ...wrong];
  });
  return markdownTable(['kind of user', 'users', 'fails', ...scores.map(([who]) => `${who}: wrong`)], rows);
}

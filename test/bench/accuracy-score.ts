import { SteppedClock } from '../../demo/stepped-clock.ts';
import type { KnownCompany, KnownUser } from './accuracy-company.ts';
import { runRealAudit } from './real-audit.ts';

/** How right a look at a known company was. */
export interface Score {
  /** Users it said anything about, one way or the other. */
  readonly seen: number;
  /** Fail, and were reported to be fine or not at all. */
  readonly missed: number;
  /** Do not fail, and were reported. */
  readonly falseAlarms: number;
  /** Could not be read and were shown as that: neither fine nor reported. */
  readonly unknown: number;
  /** Missed and false alarms, by kind of user. */
  readonly wrongByKind: ReadonlyMap<string, number>;
}

/** What somebody who looked says, by user name. */
interface Verdicts {
  readonly seen: ReadonlySet<string>;
  readonly failing: ReadonlySet<string>;
  readonly unknown: ReadonlySet<string>;
}

export function score(truth: readonly KnownUser[], { seen, failing, unknown }: Verdicts): Score {
  const wrong = truth.filter(
    ({ userName, fails }) => failing.has(userName) !== fails && !unknown.has(userName),
  );
  const wrongByKind = new Map<string, number>();
  for (const { kind } of wrong) wrongByKind.set(kind, (wrongByKind.get(kind) ?? 0) + 1);
  const missed = wrong.filter(({ fails }) => fails).length;
  return {
    seen: seen.size,
    missed,
    falseAlarms: wrong.length - missed,
    unknown: unknown.size,
    wrongByKind,
  };
}

/** The real audit of a known company, with every wait leapt over. */
export async function scoreOfRealAudit({ truth, variables }: KnownCompany): Promise<Score> {
  const seam = { clock: new SteppedClock(Date.parse('2026-03-02T01:00:00Z')), random: Math.random };
  const { findings, complete } = await runRealAudit(variables, seam);
  if (!complete) throw new Error('The audit is incomplete');
  const named = (isMeant: (one: (typeof findings)[number]) => boolean) =>
    new Set(findings.filter(isMeant).map(({ userName }) => userName));
  return score(truth, {
    seen: named(() => true),
    failing: named(({ verdict }) => verdict === 'noncompliant'),
    unknown: named(({ verdict }) => verdict === 'unknown'),
  });
}

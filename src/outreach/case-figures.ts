import type { EpochMs } from '../domain/clock.ts';
import { isOverdue } from '../domain/ladder.ts';
import { BRIEFLY, type JudgeDeps, type JudgedCase, judgedCases } from './judged-case.ts';
import { outOfReach, type Reachable } from './out-of-reach.ts';
import { loadSilences } from './silences.ts';

/** How open cases stand. */
export interface CaseFigures {
  readonly openCases: number;
  readonly told: number;
  readonly overdueCount: number;
  readonly unmappedCount: number;
  readonly unreachableCount: number;
}

const NONE: CaseFigures = {
  openCases: 0,
  told: 0,
  overdueCount: 0,
  unmappedCount: 0,
  unreachableCount: 0,
};

/** Counted while they are read, so that ten thousand take no more room than two hundred. Changes nothing. */
export async function countCases(deps: JudgeDeps, now: EpochMs, signal: AbortSignal): Promise<CaseFigures> {
  const silences = await loadSilences(deps.db, now);
  let figures = NONE;
  for await (const cases of judgedCases(deps, BRIEFLY, { silences, now, signal }))
    figures = sum(figures, figuresOf(cases, now));
  return figures;
}

interface Counted extends Reachable, Pick<JudgedCase, 'progress' | 'record'> {
  readonly further: readonly Counted[];
}

export function figuresOf(cases: readonly Counted[], now: EpochMs): CaseFigures {
  const count = (belongs: (one: Counted) => boolean) => cases.filter(belongs).length;
  return {
    openCases: cases.length,
    told: count(({ progress }) => progress.toldAt !== null),
    overdueCount: count(({ progress }) => isOverdue(progress, now)),
    unmappedCount: count(({ contact, record }) => contact.kind === 'unmapped' && record.dispute === null),
    unreachableCount: count((one) => outOfReach(one) !== null),
  };
}

function sum(one: CaseFigures, other: CaseFigures): CaseFigures {
  return {
    openCases: one.openCases + other.openCases,
    told: one.told + other.told,
    overdueCount: one.overdueCount + other.overdueCount,
    unmappedCount: one.unmappedCount + other.unmappedCount,
    unreachableCount: one.unreachableCount + other.unreachableCount,
  };
}

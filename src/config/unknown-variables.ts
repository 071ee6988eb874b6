import type { ConfigProblem } from './config-error.ts';
import type { RawVariables } from './variable.ts';

/** Read by the vendor's default chain of credentials, not by us. */
const VENDOR_PREFIX = 'ALIBABA_CLOUD_';

/**
 * Names that are probably misspelt ones of ours. The environment is full of other programs' variables, so only what is
 * very near counts.
 */
export function adviseOnUnknown(raw: RawVariables, known: readonly string[]): readonly ConfigProblem[] {
  const unknown = Object.keys(raw).filter((name) => !known.includes(name));
  return unknown.flatMap((variable) => {
    const meant = nearest(variable.toUpperCase(), known);
    return meant === null
      ? []
      : [{ variable, message: `is not known and has no effect: did you mean ${meant}?` }];
  });
}

function nearest(name: string, known: readonly string[]): string | null {
  const candidates = known
    .filter((candidate) => couldMean(name, candidate))
    .map((candidate) => ({ candidate, edits: editDistance(name, candidate) }))
    .filter(({ candidate, edits }) => edits <= editsAllowed(candidate))
    .sort((one, other) => one.edits - other.edits);
  return candidates[0]?.candidate ?? null;
}

function editsAllowed(candidate: string): number {
  return candidate.startsWith(VENDOR_PREFIX) ? 3 : Math.min(4, Math.floor(candidate.length / 4));
}

/** The first word tells whose a variable is: `KMS_ENDPOINT` is not our `IMS_ENDPOINT`, `LADER_DAYS` is our `LADDER_DAYS`. */
function couldMean(name: string, candidate: string): boolean {
  const [first = '', ...rest] = candidate.split('_');
  if (rest.length === 0) return true;
  const [given = ''] = name.split('_');
  return (
    given === first || (first.length > 3 && editDistance(given, first) <= 1) || bare(name) === bare(candidate)
  );
}

const bare = (name: string) => name.replaceAll(/[^A-Z0-9]/g, '');

/** Letters to insert, remove or replace (Levenshtein). */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = (row[column - 1] ?? 0) + (letter === to[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}

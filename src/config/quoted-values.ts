import type { ConfigProblem } from './config-error.ts';
import type { RawVariables } from './variable.ts';

const QUOTED = /^(["'`]).*\1$/s;

/** Values in quotes: `docker --env-file` and some unit files pass them on as part of the value, where nobody sees them. */
export function quotedValues(raw: RawVariables, known: readonly string[]): readonly ConfigProblem[] {
  return known
    .filter((variable) => QUOTED.test(raw[variable] ?? ''))
    .map((variable) => ({ variable, message: 'is in quotes, which count as part of it: write it without' }));
}

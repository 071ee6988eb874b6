import { readFileSync } from 'node:fs';
import type { ConfigProblem } from './config-error.ts';
import type { RawVariables } from './variable.ts';

/** Those that may lie in a file, whose path is then in NAME_FILE. */
const SECRETS = ['DATABASE_PASSWORD'];

/** The variables with the secrets that lie in files; one newline at the end of a file is none of the secret. */
export function withSecretFiles(raw: RawVariables): {
  readonly variables: RawVariables;
  readonly problems: readonly ConfigProblem[];
} {
  const variables = { ...raw };
  const problems: ConfigProblem[] = [];
  for (const name of SECRETS) {
    const fileName = `${name}_FILE`;
    const path = raw[fileName];
    if (path === undefined) continue;
    delete variables[fileName];
    const secret =
      raw[name] === undefined ? read(path) : { problem: `remove it, or ${name}: one of them is enough` };
    if (typeof secret === 'string') variables[name] = secret;
    else problems.push({ variable: fileName, message: secret.problem });
  }
  return { variables, problems };
}

function read(path: string): string | { readonly problem: string } {
  try {
    const secret = readFileSync(path, 'utf8').replace(/\r?\n$/, '');
    return secret === '' ? { problem: 'write the secret into the file: it is empty' } : secret;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { problem: `the file cannot be read (${code}): make it readable to this process` };
  }
}

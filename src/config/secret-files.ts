import { readFileSync } from 'node:fs';
import type { ConfigProblem } from './config-error.ts';
import type { RawVariables } from './variable.ts';

/** Those that may lie in a file, whose path is then in NAME_FILE. A proxy's address may hold a password. */
export const SECRETS = [
  'ALIBABA_CLOUD_ACCESS_KEY_SECRET',
  'ALIBABA_CLOUD_SECURITY_TOKEN',
  'ENFORCER_ACCESS_KEY_SECRET',
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'DINGTALK_CLIENT_SECRET',
  'DATABASE_PASSWORD',
  'HTTPS_PROXY',
  'HTTP_PROXY',
] as const;

const fileOf = (name: string) => `${name}_FILE`;
export const SECRET_FILES = SECRETS.map(fileOf);

/** The variables with the secrets that lie in files; one newline at the end of a file is none of the secret. */
export function withSecretFiles(raw: RawVariables): {
  readonly variables: RawVariables;
  readonly problems: readonly ConfigProblem[];
  /** What was set by whom: a problem of a secret from a file is one of that file. */
  nameOf(variable: string): string;
} {
  const variables: Record<string, string> = { ...raw };
  const problems: ConfigProblem[] = [];
  const inFiles = new Set<string>();
  for (const name of SECRETS) {
    const fileName = fileOf(name);
    const path = raw[fileName];
    if (path === undefined) continue;
    delete variables[fileName];
    const secret =
      raw[name] === undefined ? read(path) : { problem: `remove it, or ${name}: one of them is enough` };
    inFiles.add(name);
    if (typeof secret === 'string') variables[name] = secret;
    else problems.push({ variable: fileName, message: secret.problem });
  }
  return { variables, problems, nameOf: (name) => (inFiles.has(name) ? fileOf(name) : name) };
}

function read(path: string): string | { readonly problem: string } {
  try {
    const secret = readFileSync(path, 'utf8').replace(/\r?\n$/, '');
    return secret === '' ? { problem: 'write the secret into the file: it is empty' } : secret;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT'
      ? { problem: 'there is no such file (ENOENT): write the path under which this process finds it' }
      : { problem: `the file cannot be read (${code}): make it readable to this process` };
  }
}

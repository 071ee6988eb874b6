import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { ConfigError, type ConfigProblem } from './config-error.ts';
import type { RawVariables } from './variable.ts';

export const ENV_FILE = '.env';
const BYTE_ORDER_MARK = /^\uFEFF/;

export interface GivenVariables {
  readonly variables: RawVariables;
  /** Of the file: what was meant cannot be known. */
  readonly problems: readonly ConfigProblem[];
}

/**
 * The variables of the process and of `directory`'s `.env`, where the process's win. An empty one counts as unset, so
 * that an empty line of a copied `.env.example` means the default.
 * @throws {ConfigError} when there is a `.env` that cannot be read
 */
export function readVariables(
  directory: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): GivenVariables {
  const text = readFile(join(directory, ENV_FILE));
  const own = present(environment);
  return {
    variables: withProxiesInCapitals({ ...present(parseEnv(text)), ...own }),
    problems: cutValues(text).filter(({ variable }) => own[variable] === undefined),
  };
}

/** Most systems set these in small letters; where both are there, the capitals count. */
function withProxiesInCapitals({ https_proxy, http_proxy, no_proxy, ...others }: RawVariables): RawVariables {
  return { ...present({ HTTPS_PROXY: https_proxy, HTTP_PROXY: http_proxy, NO_PROXY: no_proxy }), ...others };
}

function present(variables: Readonly<Record<string, string | undefined>>): RawVariables {
  const trimmed = Object.entries(variables).map(([name, value]) => [name, value?.trim() ?? ''] as const);
  return Object.fromEntries(trimmed.filter(([, value]) => value !== ''));
}

function readFile(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(BYTE_ORDER_MARK, '');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return '';
    const message = `the file cannot be read (${code}): make it readable to this process, or remove it`;
    throw new ConfigError([{ variable: ENV_FILE, message }]);
  }
}

/** What stands behind an unquoted # is a comment: `#it-security` would silently be nothing. */
function cutValues(text: string): readonly ConfigProblem[] {
  return text.split('\n').flatMap((line) => {
    const [, variable, value] = /^\s*(?:export\s+)?([A-Z][A-Z0-9_]*)\s*=\s*([^\s"'`].*)$/.exec(line) ?? [];
    if (variable === undefined || !value?.includes('#')) return [];
    const message = `put the value into double quotes in ${ENV_FILE}: from the # on it is read as a comment`;
    return [{ variable, message }];
  });
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { ConfigError } from './config-error.ts';
import type { RawVariables } from './variable.ts';

const FILE_NAME = '.env';
const BYTE_ORDER_MARK = /^\uFEFF/;

/**
 * The variables of the process and of `directory`'s `.env`, where the process's win. An empty one counts as unset, so
 * that an empty line of a copied `.env.example` means the default.
 * @throws {ConfigError} when there is a `.env` that cannot be read
 */
export function readVariables(
  directory: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): RawVariables {
  const file = present(parseEnv(readFile(join(directory, FILE_NAME))));
  return withProxiesInCapitals({ ...file, ...present(environment) });
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
    const text = readFileSync(path, 'utf8').replace(BYTE_ORDER_MARK, '');
    refuseCutValues(text);
    return text;
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return '';
    const message = `the file cannot be read (${code}): make it readable to this process, or remove it`;
    throw new ConfigError([{ variable: FILE_NAME, message }]);
  }
}

/** What stands behind an unquoted # is a comment: `#it-security` would silently be nothing. @throws {ConfigError} */
function refuseCutValues(text: string): void {
  const problems = text.split('\n').flatMap((line) => {
    const [, variable, value] = /^\s*(?:export\s+)?([A-Z][A-Z0-9_]*)\s*=\s*([^\s"'`].*)$/.exec(line) ?? [];
    if (variable === undefined || !value?.includes('#')) return [];
    const message = `put the value into double quotes in ${FILE_NAME}: from the # on it is read as a comment`;
    return [{ variable, message }];
  });
  if (problems.length > 0) throw new ConfigError(problems);
}

import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ENV_FILE, readVariables } from '../config/env.ts';
import { SECRET_FILES, SECRETS } from '../config/secret-files.ts';
import type { RawVariables } from '../config/variable.ts';
import { type CheckLine, warning } from '../domain/check-line.ts';

const OTHERS = 0o077;

/** Is there anything that was set, and may others on this machine read the secrets in `.env`? */
export function checkEnvFile(directory: string, environment: RawVariables): readonly CheckLine[] {
  const isSet = [...SECRETS, ...SECRET_FILES].some((name) => environment[name] !== undefined);
  if (!isSet && !existsSync(join(directory, ENV_FILE))) {
    const detail = `there is no ${ENV_FILE} in ${directory}, and no secret in the environment`;
    return [warning('configuration', detail, `install -m 600 .env.example ${ENV_FILE}, and fill it in`)];
  }
  const { variables: set } = readVariables(directory, {});
  if (!SECRETS.some((name) => set[name] !== undefined)) return [];
  if ((statSync(join(directory, ENV_FILE)).mode & OTHERS) === 0) return [];
  const detail = `${ENV_FILE} holds secrets, and others on this machine may read it`;
  return [warning('configuration', detail, `chmod 600 ${ENV_FILE}`)];
}

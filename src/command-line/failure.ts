import { join } from 'node:path';
import { inspect } from 'node:util';
import { AlibabaError } from '../alibaba/accounts.ts';
import { DeliveryError } from '../chat/delivery-error.ts';
import { ConfigError } from '../config/config-error.ts';
import { databaseTrouble } from '../domain/database-trouble.ts';
import { partTodo } from '../domain/texts/texts.ts';
import { DatabaseError, databaseCode } from '../store/database-error.ts';
import { DatabaseInUseError } from '../store/process-lock.ts';
import { rightsProblem } from './folder-rights.ts';

/** The command line was not understood. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Somebody pressed Ctrl-C. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
}

/** The vendors do not accept what was configured: what a start finds out about its configuration. */
export class RefusedAtStartError extends Error {
  override readonly name = 'RefusedAtStartError';
}

export interface Failure {
  readonly exitCode: 1 | 2;
  readonly text: string;
}

/** What somebody at a terminal is told: one sentence for what they can mend, the trace only for what is our defect. */
export function failureOf(error: unknown, usage: string): Failure {
  if (error instanceof UsageError) return { exitCode: 2, text: `${error.message}\n${usage}` };
  if (error instanceof ConfigError)
    return { exitCode: 2, text: `The configuration cannot be used:\n${indented(error.message)}` };
  if (error instanceof RefusedAtStartError) return { ...failureOf(error.cause, usage), exitCode: 2 };
  if (error instanceof InterruptedError) return { exitCode: 1, text: 'Interrupted.' };
  if (isRightsProblem(error))
    return {
      exitCode: 1,
      text: `The database cannot be used (${error.code}): ${rightsProblem(fileOf(error), error.code)}`,
    };
  if (error instanceof DatabaseError)
    return { exitCode: DATABASE_EXIT_CODES[error.reason], text: `Database: ${error.message}` };
  if (error instanceof DatabaseInUseError) return { exitCode: 1, text: error.message };
  if (error instanceof AlibabaError) return { exitCode: 1, text: `Alibaba Cloud: ${error.message}` };
  if (error instanceof DeliveryError) return { exitCode: 1, text: `Chat: ${error.message}` };
  const code = databaseCode(error);
  if (code !== null && databaseTrouble(code) !== 'other')
    return {
      exitCode: 1,
      text: `The database cannot be used (${code}). ${partTodo('database', code, new Map())}`,
    };
  return { exitCode: 1, text: `Stopped by an error in the bot itself:\n${inspect(error)}` };
}

/** Wrong configuration is 2: another start would end as this one did. */
const DATABASE_EXIT_CODES = {
  damaged_row: 1,
  away: 1,
  empty: 1,
  older: 1,
  not_empty: 1,
  refused: 2,
  newer: 2,
  moved: 2,
  misplaced: 2,
} as const;

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}

interface Refusal extends Error {
  readonly code: string;
  readonly path: string;
  readonly syscall?: string;
}

/** What could not be made is the folder that the file was to be in. */
const fileOf = ({ path, syscall }: Refusal) => (syscall === 'mkdir' ? join(path, 'mfa.db') : path);

/** Files are opened only to work on the database, so what may not be opened is it or its folder. */
function isRightsProblem(error: unknown): error is Refusal {
  if (!(error instanceof Error) || !('code' in error) || !('path' in error)) return false;
  return /^(EACCES|EPERM|EROFS)$/.test(String(error.code)) && typeof error.path === 'string';
}

import { spawnSync } from 'node:child_process';

/** The release was not made, or its command line was not understood. */
export class ReleaseError extends Error {
  override readonly name = 'ReleaseError';
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2) {
    super(message);
    this.exitCode = exitCode;
  }
}

const OUTPUT_MAX = 64 * 1024 * 1024;

/** Runs a program to its end and returns what it printed. @throws {ReleaseError} with what it complained of */
export function run(program: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: OUTPUT_MAX,
  });
  if (error !== undefined)
    throw new ReleaseError(
      `${program} could not be started (${error.message}): install it, then try again.`,
      1,
    );
  if (status !== 0)
    throw new ReleaseError(
      `${program} ${args[0] ?? ''} failed, and no release was made:\n${stderr}${stdout}`,
      1,
    );
  return stdout;
}

import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { TestContext } from 'vitest';

/** A program that is no npm package: `.ci/run` installs it, and elsewhere it may be missing. */
export interface Tool {
  readonly name: string;
  /** null: this machine has none. */
  readonly path: string | null;
}

export function findTool(name: string): Tool {
  const paths = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name));
  return { name, path: paths.find(isExecutable) ?? null };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Ends the test as skipped, with the reason, where the tool is missing. */
export function skipWithout({ name, path }: Tool, { skip }: TestContext): void {
  skip(path === null, `${name} is not installed on this machine; .ci/run installs it`);
}

export interface ToolAnswer {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function runTool({ name, path }: Tool, args: readonly string[], input = ''): ToolAnswer {
  const { status, stdout, stderr, error } = spawnSync(path ?? name, args, { encoding: 'utf8', input });
  if (error !== undefined) throw error;
  return { status, stdout, stderr };
}

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder with what `npm run release` made. */
    release: string;
  }
}

const REPOSITORY = join(import.meta.dirname, '../../..');

/** One release for all that is tried with it. */
export function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'mfa-release-'));
  execFileSync(process.execPath, [join(REPOSITORY, 'deploy/release.ts'), '--out', folder], { stdio: 'pipe' });
  project.provide('release', folder);
  return () => rmSync(folder, { recursive: true });
}

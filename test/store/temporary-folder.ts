import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FilePlace } from '../../src/store/database-place.ts';

/** A folder of its own for one test. */
export class TemporaryFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'mfa-store-'));

  file(name = 'mfa.db'): string {
    return join(this.path, name);
  }

  place(name?: string): FilePlace {
    return { kind: 'file', path: this.file(name) };
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}

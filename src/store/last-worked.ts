import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { EpochMs } from '../domain/clock.ts';
import type { DatabasePlace } from './database-place.ts';
import { requireFile } from './own-file.ts';

/**
 * When somebody last worked with a database, kept beside it: an older copy that is put in its place does not know of the time since.
 * A server keeps nothing beside it.
 */
export interface LastWorked {
  /** @returns until when what was said may be forgotten by a database that was last worked with at `knownAt`; null: it is the latest. */
  compare(knownAt: EpochMs | null): EpochMs | null;
  note(at: EpochMs): void;
}

const Written = z.object({ workedAt: z.number(), forgottenUntil: z.number().nullable() });
type Written = z.infer<typeof Written>;

export function lastWorkedAt(place: DatabasePlace): LastWorked {
  if (place.kind !== 'file') return { compare: () => null, note: () => undefined };
  const path = `${place.path}.last-worked`;
  let forgottenUntil: EpochMs | null = null;
  return {
    compare(knownAt) {
      const written = read(path);
      const isOlder = written !== null && written.workedAt > (knownAt ?? Number.NEGATIVE_INFINITY);
      // What one copy has forgotten, its successor does not remember.
      forgottenUntil = isOlder ? written.workedAt : (written?.forgottenUntil ?? null);
      return forgottenUntil;
    },
    note: (workedAt) => write(path, { workedAt, forgottenUntil }),
  };
}

function read(path: string): Written | null {
  requireFile(path);
  try {
    return Written.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // At the first start there is none, and one that was cut short says as little.
    return null;
  }
}

function write(path: string, written: Written): void {
  try {
    writeFileSync(`${path}.new`, JSON.stringify(written), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  } catch {
    // That the disk is full or closed is noticed, and told, by the database.
  }
}

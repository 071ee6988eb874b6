import type { Log } from '../log.ts';
import type { DatabasePlace } from './database-place.ts';
import { FileLock } from './file-lock.ts';
import type { ProcessLock } from './process-lock.ts';
import { ServerLock } from './server-lock.ts';

/** The lock of the one process that sends from this database; not taken yet. */
export function processLockOf(
  place: DatabasePlace,
  by: { readonly startedAt: Date; readonly log: Log },
): ProcessLock {
  return place.kind === 'file' ? new FileLock(place, by.startedAt) : new ServerLock(place, by);
}

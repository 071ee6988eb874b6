import { closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseError } from './database-error.ts';

const OWNER_ONLY = 0o600;

/** Made where there is none, with the folders it is in, readable by its owner only. @throws {DatabaseError} where there can be no file */
export function makeOwnFile(path: string): void {
  try {
    requireFile(path);
    makeFolder(dirname(path));
    // SQLite gives what it writes beside it the mode of the file, so it has the right one from the start.
    closeSync(openSync(path, 'a', OWNER_ONLY));
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw NO_FILE_CAN_BE.has(code) ? misplaced(`no file can be made at ${path} (${code})`, error) : error;
  }
}

/** Opening a pipe waits for whoever is at its other end, and a device takes everything. @throws {DatabaseError} where something else is */
export function requireFile(path: string): void {
  const there = statSync(path, { throwIfNoEntry: false });
  if (there?.isFile() === false) throw misplaced(`${path} is no file`);
}

const NO_FILE_CAN_BE: ReadonlySet<string> = new Set(
  'ENOENT ENOTDIR EISDIR ELOOP ENAMETOOLONG EINVAL ENXIO ENODEV EOPNOTSUPP'.split(' '),
);

function misplaced(what: string, cause?: unknown): DatabaseError {
  return new DatabaseError(
    'misplaced',
    `${what}: set DATABASE_URL to a file in a folder on a local disk, such as file:./data/mfa.db`,
    { cause },
  );
}

/** One by one: asked for all of them, Node tries for ever where the system makes none, as under /proc. */
function makeFolder(folder: string): void {
  const parent = dirname(folder);
  if (parent === folder || statSync(folder, { throwIfNoEntry: false }) !== undefined) return;
  makeFolder(parent);
  try {
    mkdirSync(folder);
  } catch (error) {
    // By another process in this moment.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type CheckLine, failed, ok, warning } from '../domain/check-line.ts';
import { createLog } from '../log.ts';
import { type DatabasePlace, placeUrl } from '../store/database-place.ts';
import { processLockOf } from '../store/process-lock-of.ts';
import { existingFolder, rightsProblem } from './folder-rights.ts';

/** Statfs types of Linux whose locks and syncs cannot be relied on: what is behind them is another machine. */
const NETWORK_FILE_SYSTEMS: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xfe534d42, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0x65735546, 'FUSE'],
  [0x01021997, '9P'],
  [0x00c36400, 'Ceph'],
  [0x0bd00bd0, 'Lustre'],
  [0x5346414f, 'AFS'],
]);

/** The name of a file system that is not a local disk; null for all others. */
export function networkFileSystem(type: number): string | null {
  // Types are 32 bits, which some kernels hand out with their sign.
  return NETWORK_FILE_SYSTEMS.get(type >>> 0) ?? null;
}

const FOLDER = 'database folder';
const FILE = 'database';
const PROCESS = 'running bot';

/** Looks at the file and around it, or at the server; changes nothing. */
export async function checkDatabasePlace(place: DatabasePlace): Promise<readonly CheckLine[]> {
  if (place.kind === 'server') return [await processLine(place)];
  const folder = existingFolder(dirname(resolve(place.path)));
  return [
    folderLine(place.path, folder),
    ...diskLines(folder),
    ...modeLines(place.path),
    await processLine(place),
  ];
}

export function describeDatabase(place: DatabasePlace): string {
  if (place.kind === 'server') return placeUrl(place);
  return existsSync(place.path) ? place.path : 'made at the first start';
}

function folderLine(path: string, folder: string): CheckLine {
  const wanted = dirname(resolve(path));
  if (!statSync(folder).isDirectory())
    return failed(FOLDER, `${folder} is no folder`, 'set DATABASE_URL to a file in a folder');
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    // One that is missing is made, with a database that knows nothing: several that are look like a slip of the pen.
    return folder === wanted || folder === dirname(wanted)
      ? ok(FOLDER, wanted)
      : warning(
          FOLDER,
          `${wanted} does not exist, and is made in ${folder}`,
          'look at DATABASE_URL, or make it yourself',
        );
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    return failed(FOLDER, `${folder} is not writable (${code})`, rightsProblem(path, code));
  }
}

function diskLines(folder: string): readonly CheckLine[] {
  const kind = process.platform === 'linux' ? networkFileSystem(statfsSync(folder).type) : null;
  if (kind === null) return [];
  return [
    warning(
      FOLDER,
      `is on ${kind}, where locks and writes may get lost`,
      'set DATABASE_URL to a file on a local disk',
    ),
  ];
}

const OTHERS = 0o077;

function modeLines(path: string): readonly CheckLine[] {
  const open = [path, `${path}-wal`, `${path}-shm`].filter(
    (file) => existsSync(file) && (statSync(file).mode & OTHERS) !== 0,
  );
  if (open.length === 0) return [];
  return [failed(FILE, 'others on this machine may read it', `chmod 600 ${open.join(' ')}`)];
}

async function processLine(place: DatabasePlace): Promise<CheckLine> {
  const by = { startedAt: new Date(0), log: createLog('silent') };
  const holder = await processLockOf(place, by).holder();
  return ok(PROCESS, holder === null ? 'none works on this database' : holder);
}

import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { Month } from '../domain/period.ts';
import type { Database } from '../store/database.ts';
import { type DatabasePlace, placeUrl } from '../store/database-place.ts';
import { type Exported, exportEvidence } from './export-evidence.ts';

export interface MonthZip extends Exported {
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
}

interface MonthRequest {
  readonly month: Month;
  readonly timeZone: string;
  readonly signal: AbortSignal;
  /** The database as it is configured. */
  readonly place: DatabasePlace;
}

/** A month’s export in one file, for as long as `use` takes: nothing of it stays on the disk. */
export async function withMonthZip<Result>(
  db: Database,
  { month, timeZone, signal, place }: MonthRequest,
  use: (zip: MonthZip) => Promise<Result>,
): Promise<Result> {
  const work = await mkdtemp(join(tmpdir(), folderPrefix(place)));
  try {
    const name = `ram-mfa-${month.month}`;
    const folder = join(work, name);
    const exported = await exportEvidence(db, { ...month, timeZone, format: 'csv', folder, signal });
    const path = `${folder}.zip`;
    await zipFolder({ folder, name, path }, signal);
    const { size: bytes } = await stat(path);
    return await use({ ...exported, path, name: `${name}.zip`, bytes });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Of one database: of two bots on a machine neither takes the other's work for left behind. */
function folderPrefix(place: DatabasePlace): string {
  const url = placeUrl(place.kind === 'file' ? { ...place, path: resolve(place.path) } : place);
  return `ram-mfa-${createHash('sha256').update(url).digest('hex').slice(0, 12)}-`;
}

/** What a process left that was killed meanwhile. For the one whose turn it is on this database: nobody else makes any. */
export async function removeLeftZips(place: DatabasePlace): Promise<void> {
  const folder = tmpdir();
  // Whoever cannot read or write there makes no report either, and hears of it then.
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((one) => one.startsWith(folderPrefix(place))))
    await rm(join(folder, name), { recursive: true, force: true }).catch(() => undefined);
}

/** In no zone, so that the same files are the same file. */
const NO_TIME = { mtime: new Date(1980, 0, 1), forceDosTimestamp: true, mode: 0o100600 };

async function zipFolder(
  { folder, name, path }: { readonly folder: string; readonly name: string; readonly path: string },
  signal: AbortSignal,
): Promise<void> {
  const zip = new ZipFile();
  const out = createWriteStream(path, { flags: 'wx', mode: 0o600 });
  // Without this a file that cannot be read would leave the other end waiting.
  zip.on('error', (error: Error) => out.destroy(error));
  for (const file of (await readdir(folder)).sort())
    zip.addFile(join(folder, file), `${name}/${file}`, NO_TIME);
  zip.end();
  await pipeline(zip.outputStream, out, { signal });
}

import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';

const IN_MEMORY = '/dev/shm';
const ROOM_BYTES = 1_000_000_000;

/** Where tests put their files: in memory where the system has room there, for none is about the patience of a disk. */
export function temporaryFolders(): string {
  return existsSync(IN_MEMORY) && isRoomy() && runsPrograms() ? IN_MEMORY : tmpdir();
}

function isRoomy(): boolean {
  const { bavail, bsize } = statfsSync(IN_MEMORY);
  return bavail * bsize > ROOM_BYTES;
}

function runsPrograms(): boolean {
  const mounts = readFileSync('/proc/mounts', 'utf8').split('\n');
  return !mounts.some((mount) => mount.includes(` ${IN_MEMORY} `) && mount.includes('noexec'));
}

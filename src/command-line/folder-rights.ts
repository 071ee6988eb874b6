import { existsSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, resolve } from 'node:path';

/** The nearest folder at or above `folder` that is there: missing ones are made inside it at the first start. */
export function existingFolder(folder: string): string {
  const parent = dirname(folder);
  return existsSync(folder) || parent === folder ? folder : existingFolder(parent);
}

/** What keeps this process from writing `path`, whose it is, and what to type; `code` is the operating system's. */
export function rightsProblem(path: string, code: string): string {
  const file = resolve(path);
  const folder = dirname(file);
  const there = existingFolder(existsSync(file) ? file : folder);
  if (code === 'EROFS')
    return `${there} is mounted read-only: set DATABASE_URL to a file on a volume that may be written`;
  if (statSync(there).uid === process.getuid?.())
    return `${there} may not be written by its owner: chmod u+rw${there === file ? '' : 'x'} ${there}`;
  const user = currentUser();
  const whose = `belongs to ${ownerOf(there)}, and this process runs as ${user}`;
  if (there === file) return `${file} ${whose}: as root, chown ${user} ${file}*`;
  if (there === folder)
    return `the folder ${folder} ${whose}: set DATABASE_URL to a file in a folder of ${user}'s own, or, if nothing else is kept there, as root, chown -R ${user} ${folder}`;
  return `the folder ${there} ${whose}: as root, install -d -o ${user} -m 700 ${folder}`;
}

function ownerOf(path: string): string {
  const { uid } = statSync(path);
  return uid === 0 ? 'root' : `user ${uid}`;
}

/** By name, where the machine knows one: in a container a user is often a number only. */
function currentUser(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.());
  }
}

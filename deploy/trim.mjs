// Takes out of installed packages what nothing runs: type declarations, source maps, C sources, binaries of other systems.
// Plain JavaScript, for the image's build: node deploy/trim.mjs node_modules
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

const NEVER_RUN = /\.(d\.[cm]?ts|[cm]?[jt]s\.map)$/;
const WHOLE_FOLDERS = ['@types', 'better-sqlite3/deps', 'better-sqlite3/src'];
const BINARIES = 'better-sqlite3/prebuilds';

const [root = 'node_modules'] = process.argv.slice(2);

for (const folder of WHOLE_FOLDERS) rmSync(join(root, folder), { recursive: true, force: true });
for (const name of readdirSync(join(root, BINARIES))) {
  if (!name.startsWith('linux')) rmSync(join(root, BINARIES, name));
}
for (const name of readdirSync(root, { recursive: true })) {
  const path = join(root, name);
  if (NEVER_RUN.test(name) && statSync(path).isFile()) rmSync(path);
}

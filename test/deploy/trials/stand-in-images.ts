import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** One folder a root file system, in place of the public images where no registry of images can be reached. */
export interface StandIns {
  readonly build: string;
  readonly runtime: string;
}

const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';

/** Made of this machine's own files: Node as these tests run on it, and to build with, npm and a shell. */
export function layOutStandIns(folder: string): StandIns {
  const standIns = { build: join(folder, 'build'), runtime: join(folder, 'runtime') };
  addProgram(standIns.runtime, '/nodejs/bin/node', process.execPath);
  addProgram(standIns.build, '/usr/bin/node', process.execPath);
  for (const name of ['sh', 'mkdir', 'env']) addProgram(standIns.build, `/usr/bin/${name}`, which(name));
  symlinkSync('usr/bin', join(standIns.build, 'bin'));
  addNpm(standIns.build);
  for (const root of Object.values(standIns)) {
    add(root, CERTIFICATES, CERTIFICATES);
    mkdirSync(join(root, 'tmp'));
    chmodSync(join(root, 'tmp'), 0o1777);
  }
  return standIns;
}

function add(root: string, path: string, source: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  copyFileSync(source, join(root, path));
}

/** With the libraries it is linked to. */
function addProgram(root: string, path: string, source: string): void {
  add(root, path, source);
  const libraries = output('ldd', source).match(/\/\S+\.so\S*/g) ?? [];
  for (const library of libraries) add(root, library, realpathSync(library));
}

/** And how this machine reaches its registry, the user's own settings left out. */
function addNpm(root: string): void {
  const packages = '/usr/lib/node_modules';
  cpSync(join(output('npm', 'root', '--global'), 'npm'), join(root, packages, 'npm'), { recursive: true });
  symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', join(root, 'usr/bin/npm'));
  const settings = JSON.parse(output('npm', 'config', 'list', '--json')) as Record<string, unknown>;
  const lines = ['registry', 'cafile'].flatMap((name) =>
    typeof settings[name] === 'string' ? [`${name}=${settings[name]}`] : [],
  );
  mkdirSync(join(root, 'usr/etc'), { recursive: true });
  writeFileSync(join(root, 'usr/etc/npmrc'), `${lines.join('\n')}\n`);
}

const which = (name: string) => realpathSync(output('which', name));

function output(command: string, ...args: readonly string[]): string {
  return execFileSync(command, args, { encoding: 'utf8' }).trim();
}

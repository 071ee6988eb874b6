import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const START = join(import.meta.dirname, '../start.mjs');
const REFUSED = /^ram-mfa-bot needs Node\.js 22\.18 or newer and this is [\d.]+: [^\n]*npm start[^\n]*\.\n$/;

/** TypeScript, to be sure that it is what runs; the answer says that it ran and with which words. */
const MAIN = `export async function main(argv: readonly string[]): Promise<number> {
  process.stdout.write(JSON.stringify(argv[0] === 'zone' ? [new Date().getTimezoneOffset()] : argv));
  return 7;
}
`;

let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'start-'));
  mkdirSync(join(root, 'src'));
  writeFileSync(join(root, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(root, 'src/main.ts'), MAIN);
  copyFileSync(START, join(root, 'start.mjs'));
  copyFileSync(join(START, '../src/lean-heap.ts'), join(root, 'src/lean-heap.ts'));
});

afterAll(() => rmSync(root, { recursive: true }));

function start(node: string, options: readonly string[] = []) {
  return run(node, [...options, join(root, 'start.mjs'), 'audit', '--dry-run']);
}

function run(node: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const env = { ...process.env, ...environment };
  const { status, stdout, stderr } = spawnSync(node, args, { encoding: 'utf8', env });
  return { status, stdout, stderr };
}

/** This Node, made to say that it is another version. */
function startAs(version: string) {
  const preload = join(root, `as-${version}.cjs`);
  const versions = `{ ...process.versions, node: ${JSON.stringify(version)} }`;
  writeFileSync(preload, `Object.defineProperty(process, 'versions', { value: ${versions} });`);
  return start(process.execPath, ['--require', preload]);
}

describe('the entry of every script', () => {
  test.each(['22.18.0', '22.21.1', '23.6.0', '24.0.0', '24.21.0', '30.1.0'])(
    'starts main on Node %s',
    (version) => {
      expect(startAs(version)).toMatchObject({ status: 7, stdout: '["audit","--dry-run"]' });
    },
  );

  test.each(['12.22.0', '16.20.2', '18.20.8', '20.20.2', '22.17.1', '23.5.0'])(
    'refuses Node %s in one sentence',
    (version) => {
      const { status, stdout, stderr } = startAs(version);
      expect(stderr).toMatch(REFUSED);
      expect(stderr).toContain(` ${version}:`);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    },
  );

  test('leaves the zone of the machine behind', () => {
    const { stdout } = run(process.execPath, [join(root, 'start.mjs'), 'zone'], { TZ: 'Europe/Vienna' });
    expect(stdout).toBe('[0]');
  });

  // Nothing newer than Node 12 reads: a syntax error would be all that an old Node says.
  test('is written in words that every old Node reads', () => {
    expect(readFileSync(START, 'utf8')).not.toMatch(/\?\.|\?\?|\|\|=|&&=|^\s*await |'node:/m);
  });
});

/** The Node of the machine, which npm scripts put ours before. */
function machineNode(): { readonly path: string; readonly version: string } | null {
  const folders = (process.env.PATH ?? '').split(delimiter);
  for (const folder of folders.filter((one) => one !== '' && !one.includes('node_modules'))) {
    const path = join(folder, 'node');
    const { stdout, status } = spawnSync(path, ['-p', 'process.versions.node'], { encoding: 'utf8' });
    if (status === 0) return { path, version: stdout.trim() };
  }
  return null;
}

const machine = machineNode();
const isOld = machine !== null && Number.parseInt(machine.version, 10) < 22;

test.runIf(isOld)(`the machine's own Node ${machine?.version} gets the sentence`, () => {
  const { status, stderr } = start(machine?.path ?? '');
  expect(stderr).toMatch(REFUSED);
  expect(status).toBe(2);
});

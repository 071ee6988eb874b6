import { type ChildProcess, spawn } from 'node:child_process';
import type { TestContext } from 'vitest';
import { type Ended, endOf } from '../../command-line/program.ts';
import { findTool, skipWithout } from '../tool.ts';

const podman = findTool('podman');

// What a machine without systemd, and a sandbox without rights to raise limits, leave to choose from.
const ENGINE = ['--cgroup-manager', 'cgroupfs', '--runtime', 'runc'];
const LIMITS = ['--ulimit', 'nofile=1024:1024', '--ulimit', 'nproc=1024:1024'];
/** As deploy/compose.yaml and the chart run it. */
const LOCKED_DOWN = [
  ...['--read-only', '--cap-drop', 'all', '--security-opt', 'no-new-privileges', '--tmpfs', '/tmp'],
  // The servers it talks to here are on this machine's loopback.
  ...['--network', 'host'],
];

export const skipWithoutPodman = (context: TestContext) => skipWithout(podman, context);

function start(args: readonly string[]): ChildProcess {
  return spawn(podman.path ?? 'podman', [...ENGINE, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
}

/** @throws {Error} with what podman said, unless it ends with 0 */
export async function run(...args: readonly string[]): Promise<Ended> {
  const ended = await endOf(start(args));
  if (ended.code !== 0)
    throw new Error(`podman ${args.join(' ')} ended with ${ended.code}:\n${ended.stdout}${ended.stderr}`);
  return ended;
}

export interface BuildOptions {
  readonly file: string;
  readonly context: string;
  readonly args?: Readonly<Record<string, string>>;
}

export async function buildImage(tag: string, { file, context, args = {} }: BuildOptions): Promise<void> {
  const buildArgs = Object.entries(args).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]);
  const options = [
    '--format',
    'docker',
    '--isolation',
    'chroot',
    '--network',
    'host',
    '--layers=false',
    ...buildArgs,
  ];
  await run('build', ...options, '--file', file, '--tag', tag, context);
}

export interface ContainerOptions {
  readonly image: string;
  readonly volume: string;
  readonly variables?: Readonly<Record<string, string>>;
  readonly command?: readonly string[];
}

/** In the foreground, so that it ends with the container's exit code. */
export function runContainer(
  name: string,
  { image, volume, variables = {}, command = [] }: ContainerOptions,
): ChildProcess {
  const env = Object.entries(variables).flatMap(([variable, value]) => ['--env', `${variable}=${value}`]);
  const options = ['--rm', '--name', name, '--volume', `${volume}:/data`, ...env];
  return start(['run', ...LIMITS, ...LOCKED_DOWN, ...options, image, ...command]);
}

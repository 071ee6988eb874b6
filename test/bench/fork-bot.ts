import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';

const LEAN_HEAP = join(import.meta.dirname, '../../src/lean-heap.ts');

/** A part of the bot in a process of its own, as start.mjs begins and as the image and the systemd unit start it. */
export function forkBot(file: string, parameters: string): ChildProcess {
  return fork(join(import.meta.dirname, file), [parameters], {
    execArgv: ['--import', LEAN_HEAP],
    env: { ...process.env, MALLOC_ARENA_MAX: '2' },
  });
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { type Ended, endOf } from '../../command-line/program.ts';
import { findTool, runTool } from '../tool.ts';

const mmdebstrap = findTool('mmdebstrap');
const nspawn = findTool('systemd-nspawn');
const nsenter = findTool('nsenter');
const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const PACKAGES = ['systemd', 'systemd-sysv', 'dbus', 'sudo'];

/** null: a machine can be made here. */
export function whyNoMachine(): string | null {
  const missing = [mmdebstrap, nspawn, nsenter].filter(({ path }) => path === null).map(({ name }) => name);
  if (missing.length > 0) return `${missing.join(', ')} not installed on this machine; .ci/run installs it`;
  return process.getuid?.() === 0 ? null : 'only root can boot a machine in a folder';
}

/** Debian with systemd in a folder, booted; it shares this machine's kernel and network, and nothing else. */
export class Machine {
  readonly root: string;
  readonly #container: ChildProcess;
  readonly #init: string;

  private constructor(root: string, container: ChildProcess, init: string) {
    this.root = root;
    this.#container = container;
    this.#init = init;
  }

  static async boot(root: string): Promise<Machine> {
    const made = runTool(mmdebstrap, [
      '--variant=minbase',
      `--include=${PACKAGES.join(',')}`,
      codename(),
      root,
    ]);
    if (made.status !== 0) throw new Error(`mmdebstrap: ${made.stderr}`);
    const options = [
      '--quiet',
      '--register=no',
      '--keep-unit',
      '--console=pipe',
      '--boot',
      '--directory',
      root,
    ];
    const container = spawn(nspawn.path ?? '', options, { stdio: ['ignore', 'ignore', 'ignore'] });
    await until(() => firstProcess(container) !== null);
    const machine = new Machine(root, container, firstProcess(container) ?? '');
    // Until the first process has its bus, nothing can be asked; then it waits by itself.
    await until(() => machine.hasBus());
    await machine.run('systemctl is-system-running --wait || true');
    return machine;
  }

  hasBus(): boolean {
    return existsSync(`/proc/${this.#init}/root/run/dbus/system_bus_socket`);
  }

  /** One command line, by root's shell; `input` is what is typed. */
  async run(commands: string, input = ''): Promise<Ended> {
    const inside = ['--target', this.#init, '--mount', '--pid', '--uts', '--ipc'];
    // A pipe, as /dev/stdin wants it: what Node hands over is a socket.
    const typed = `printf %s "$INPUT" | sh -ec "$COMMANDS"`;
    const shell = spawn(nsenter.path ?? '', [...inside, 'sh', '-c', typed], {
      env: { PATH: SYSTEM_PATH, HOME: '/root', EDITOR: 'true', COMMANDS: commands, INPUT: input },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return endOf(shell);
  }

  async remove(): Promise<void> {
    const exited = once(this.#container, 'exit');
    // It is shut down in good order.
    this.#container.kill('SIGTERM');
    await exited;
    rmSync(this.root, { recursive: true, force: true, maxRetries: 10 });
  }
}

/** The same Debian as here, whose keys this machine has. */
function codename(): string {
  const [, name] = /^VERSION_CODENAME=(\w+)$/m.exec(readFileSync('/etc/os-release', 'utf8')) ?? [];
  return name ?? 'stable';
}

/** Another machine tells nothing by itself: it is asked, at most for two minutes. @throws {Error} */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 1200; tries += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`It did not come about within two minutes: ${holds}`);
}

/** Process 1 of the machine, by its number here. */
function firstProcess(container: ChildProcess): string | null {
  const children = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && parentOf(pid) === container.pid);
  return children.find((pid) => commandOf(pid) === 'systemd') ?? null;
}

function parentOf(pid: string): number | null {
  const [, parent] = /^PPid:\s+(\d+)$/m.exec(readOrEmpty(`/proc/${pid}/status`)) ?? [];
  return parent === undefined ? null : Number(parent);
}

const commandOf = (pid: string) => readOrEmpty(`/proc/${pid}/comm`);

/** A process may have ended meanwhile. */
function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ageOf, type ProcessAge } from './process-age.ts';
import type { VitalSigns } from './vital-signs.ts';

/** The process was killed, as it was meant to be. */
export class KilledError extends Error {
  override readonly name = 'KilledError';
}

/** Compiled once for all lives. */
const passedOn = () => ({
  PATH: process.env.PATH,
  NODE_COMPILE_CACHE: join(tmpdir(), 'ram-mfa-bot-chaos-compiled'),
});

const PRELOADS = ['kill-preload.ts', 'vital-signs.ts'] as const;
const START_WITHIN_MS = 120_000;
const here = (file: string) => join(import.meta.dirname, file);

/** One life of the bot: from its start to its being killed. */
export class BotUnderFire {
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;
  readonly #spawnedAt = performance.now();
  #said = '';

  constructor(
    variables: Readonly<Record<string, string>>,
    life: { readonly startsAt: number; readonly killAtStoreCall: number | null },
  ) {
    const { startsAt, killAtStoreCall } = life;
    const order = {
      CHAOS_STARTS_AT: String(startsAt),
      ...(killAtStoreCall === null ? {} : { CHAOS_KILL_AT_STORE_CALL: String(killAtStoreCall) }),
    };
    this.#child = fork(here('bot.ts'), {
      execArgv: [
        ...PRELOADS.flatMap((file) => ['--import', here(file)]),
        '--disable-warning=ExperimentalWarning',
      ],
      env: { ...passedOn(), TZ: 'UTC', ...variables, ...order },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#child.stderr?.on('data', (part: Buffer) => {
      this.#said = (this.#said + part.toString()).slice(-4000);
    });
    this.#exited = once(this.#child, 'exit');
  }

  age(): ProcessAge {
    return ageOf(this.#child.pid, this.#spawnedAt);
  }

  get isDead(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  readonly kill = (): void => {
    this.#child.kill('SIGKILL');
  };

  killAtStoreCall(count: number | null): void {
    if (this.#child.connected) this.#child.send({ killAtStoreCall: count });
  }

  /** @throws {KilledError} when it dies instead */
  async started(): Promise<void> {
    await this.#answer('started');
  }

  /** Resolves with its clock once all is done that is due then. @throws {KilledError} */
  async advanceTo(at: number): Promise<number> {
    this.#send({ advanceTo: at });
    return Number(await this.#answer('reached'));
  }

  /** How many it made since it began. @throws {KilledError} */
  async storeCalls(): Promise<number> {
    this.#send({ countStoreCalls: true });
    return Number(await this.#answer('storeCalls'));
  }

  async vitalSigns(): Promise<VitalSigns> {
    this.#send({ takeVitalSigns: true });
    return (await this.#answer('vitalSigns')) as VitalSigns;
  }

  /** What is done meanwhile, unless the process dies first. @throws {KilledError} */
  async during<T>(work: Promise<T>): Promise<T> {
    work.catch(() => undefined);
    const killed = this.#exited.then(() => {
      throw this.#death();
    });
    killed.catch(() => undefined);
    return Promise.race([work, killed]);
  }

  async end(): Promise<void> {
    if (this.isDead) return;
    this.kill();
    await this.#exited;
  }

  async stop(): Promise<void> {
    if (this.#child.connected) this.#child.send({ stop: true });
    await this.#exited;
  }

  #send(order: object): void {
    if (this.#child.connected) this.#child.send(order, () => undefined);
  }

  #answer(key: string): Promise<unknown> {
    const answered = new Promise<unknown>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`No ${key} within two minutes`)), START_WITHIN_MS);
      const listen = (message: object) => {
        if (!(key in message)) return;
        clearTimeout(late);
        this.#child.off('message', listen);
        resolve((message as Record<string, unknown>)[key]);
      };
      this.#child.on('message', listen);
      void this.#exited.then(() => clearTimeout(late));
    });
    return this.during(answered);
  }

  #death(): Error {
    const { signalCode, exitCode } = this.#child;
    if (signalCode === 'SIGKILL') return new KilledError('Killed');
    return new Error(`The bot ended with ${signalCode ?? exitCode}: ${this.#said}`);
  }
}

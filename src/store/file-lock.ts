import { accessSync, constants, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import SqliteDatabase from 'better-sqlite3';
import type { FilePlace } from './database-place.ts';
import { makeOwnFile, requireFile } from './own-file.ts';
import { DatabaseInUseError, type ProcessLock } from './process-lock.ts';

/** An exclusive transaction on a file beside the database: the kernel drops it when the process dies. */
export class FileLock implements ProcessLock {
  readonly #path: string;
  readonly #holderPath: string;
  readonly #startedAt: Date;
  #connection: SqliteDatabase.Database | null = null;
  readonly canBeWaitedFor = false;
  /** Nobody can take it away. */
  readonly lost = new AbortController().signal;

  constructor({ path }: FilePlace, startedAt: Date) {
    this.#path = `${path}.lock`;
    this.#holderPath = `${path}.lock-holder`;
    this.#startedAt = startedAt;
  }

  async take(): Promise<void> {
    // At the very first start this comes before the database, and there may be no folder yet.
    makeOwnFile(this.#path);
    requireFile(this.#holderPath);
    const connection = new SqliteDatabase(this.#path, { timeout: 0 });
    try {
      connection.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      connection.close();
      if (isBusy(error)) throw new DatabaseInUseError(this.#readHolder());
      throw error;
    }
    const holder = `host ${hostname()}, pid ${process.pid}, started ${this.#startedAt.toISOString()}`;
    writeFileSync(this.#holderPath, holder, { mode: 0o600 });
    this.#connection = connection;
  }

  takeTurn(): Promise<void> {
    return this.take();
  }

  /** Nobody waits for a file. */
  async handOver(): Promise<void> {}

  async holder(): Promise<string | null> {
    if (!existsSync(this.#path)) return null;
    requireFile(this.#path);
    // Told by the system, with the path; SQLite would only say that it cannot.
    accessSync(this.#path, constants.R_OK);
    const connection = new SqliteDatabase(this.#path, { readonly: true, timeout: 0 });
    try {
      connection.prepare('SELECT count(*) FROM sqlite_master').get();
      return null;
    } catch (error) {
      if (isBusy(error)) return this.#readHolder();
      throw error;
    } finally {
      connection.close();
    }
  }

  async release(): Promise<void> {
    this.#connection?.close();
    this.#connection = null;
  }

  #readHolder(): string {
    try {
      return readFileSync(this.#holderPath, 'utf8');
    } catch {
      return 'unknown (it is only just starting)';
    }
  }
}

function isBusy(error: unknown): boolean {
  return (error as { code?: string }).code === 'SQLITE_BUSY';
}

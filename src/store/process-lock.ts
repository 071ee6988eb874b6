import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import SqliteDatabase from 'better-sqlite3';

/** Another process sends from this database. */
export class DatabaseInUseError extends Error {
  override readonly name = 'DatabaseInUseError';
  /** `host`, `pid` and start of the other process, as it wrote them down. */
  readonly holder: string;

  constructor(holder: string) {
    super(`Another process works on this database: ${holder}`);
    this.holder = holder;
  }
}

/**
 * Held for the life of the process that sends. The kernel drops it when the process dies, however it dies, so a crash
 * never leaves it behind; keep a reference, since a collected connection lets go of it too.
 */
export class ProcessLock {
  readonly #connection: SqliteDatabase.Database;

  private constructor(connection: SqliteDatabase.Database) {
    this.#connection = connection;
  }

  /** @throws {DatabaseInUseError} naming who holds it */
  static acquire(databasePath: string, startedAt: Date): ProcessLock {
    const { path, holderPath } = filesOf(databasePath);
    // At the very first start this comes before the database, and there may be no folder yet.
    mkdirSync(dirname(path), { recursive: true });
    closeSync(openSync(path, 'a', 0o600));
    const connection = new SqliteDatabase(path, { timeout: 0 });
    try {
      connection.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      connection.close();
      if (isBusy(error)) throw new DatabaseInUseError(readHolder(holderPath));
      throw error;
    }
    writeFileSync(holderPath, `host ${hostname()}, pid ${process.pid}, started ${startedAt.toISOString()}`, {
      mode: 0o600,
    });
    return new ProcessLock(connection);
  }

  /** Who holds it, as written down by that process; null: nobody. Neither takes the lock nor writes anything. */
  static holderOf(databasePath: string): string | null {
    const { path, holderPath } = filesOf(databasePath);
    if (!existsSync(path)) return null;
    const connection = new SqliteDatabase(path, { readonly: true, timeout: 0 });
    try {
      connection.prepare('SELECT count(*) FROM sqlite_master').get();
      return null;
    } catch (error) {
      if (isBusy(error)) return readHolder(holderPath);
      throw error;
    } finally {
      connection.close();
    }
  }

  release(): void {
    this.#connection.close();
  }
}

function filesOf(databasePath: string): { readonly path: string; readonly holderPath: string } {
  return { path: `${databasePath}.lock`, holderPath: `${databasePath}.lock-holder` };
}

function isBusy(error: unknown): boolean {
  return (error as { code?: string }).code === 'SQLITE_BUSY';
}

function readHolder(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return 'unknown (it is only just starting)';
  }
}

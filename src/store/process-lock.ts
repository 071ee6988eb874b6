import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
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
    const path = `${databasePath}.lock`;
    const holderPath = `${databasePath}.lock-holder`;
    closeSync(openSync(path, 'a', 0o600));
    const connection = new SqliteDatabase(path, { timeout: 0 });
    try {
      connection.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      connection.close();
      if ((error as { code?: string }).code === 'SQLITE_BUSY')
        throw new DatabaseInUseError(readHolder(holderPath));
      throw error;
    }
    writeFileSync(holderPath, `host ${hostname()}, pid ${process.pid}, started ${startedAt.toISOString()}`, {
      mode: 0o600,
    });
    return new ProcessLock(connection);
  }

  release(): void {
    this.#connection.close();
  }
}

function readHolder(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return 'unknown (it is only just starting)';
  }
}

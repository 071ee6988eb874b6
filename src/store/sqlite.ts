import { chmodSync, existsSync, readFileSync } from 'node:fs';
import SqliteDatabase from 'better-sqlite3';
import {
  type DatabaseConnection,
  type Driver,
  SqliteAdapter,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
} from 'kysely';
import type { FilePlace } from './database-place.ts';
import { makeOwnFile, requireFile } from './own-file.ts';

const OWNER_ONLY = 0o600;
const BUSY_TIMEOUT_MS = 5000;
/** What is asked again and again fits; the system keeps the rest of the file at hand, and that is no memory of this process. */
const CACHE_KIB = 8_192;

/**
 * The database file, made where there is none at the first query. Readable by its owner only; every commit is on the disk
 * before the next thing is sent (WAL, synchronous FULL).
 */
export function fileDialect({ path }: FilePlace): SqliteDialect {
  return dialectOf(() => {
    makeOwnFile(path);
    chmodSync(path, OWNER_ONLY);
    const sqlite = new SqliteDatabase(path, { timeout: BUSY_TIMEOUT_MS });
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('synchronous = FULL');
    sqlite.pragma(`cache_size = -${CACHE_KIB}`);
    return sqlite;
  });
}

/** The file as it is, beside whoever works on it; nothing can be written. */
export function readingDialect({ path }: FilePlace): SqliteDialect {
  return dialectOf(() => {
    requireFile(path);
    return new SqliteDatabase(path, { readonly: true, timeout: BUSY_TIMEOUT_MS });
  });
}

/** In memory: empty, or with what `path` holds now. */
export function scratchDialect(path: string | null): SqliteDialect {
  return dialectOf(() => new SqliteDatabase(path !== null && existsSync(path) ? snapshot(path) : ':memory:'));
}

function dialectOf(open: () => SqliteDatabase.Database): SqliteDialect {
  return new FileDialect({
    database: async () => {
      const sqlite = open();
      sqlite.pragma('foreign_keys = ON');
      return { prepare: preparedOnce(sqlite), close: () => void sqlite.close() };
    },
  });
}

/** The query builder takes SQLite for one that cannot undo changes of tables: a migration cut short would never end. */
class FileDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig;

  constructor(config: SqliteDialectConfig) {
    super(config);
    this.#config = config;
  }

  override createDriver(): Driver {
    return new CauseKeepingDriver(this.#config);
  }

  override createAdapter(): SqliteAdapter {
    return new WholeMigrationsAdapter();
  }
}

class WholeMigrationsAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** A full or broken disk ends the transaction by itself: that there is none to be undone must not be heard instead of why. */
class CauseKeepingDriver extends SqliteDriver {
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await super.rollbackTransaction(connection).catch(() => undefined);
  }
}

/** Statements that differ in the length of a list alone are many; the others are fewer than this. */
const PREPARED_MAX = 500;

/** The query builder asks for each statement anew, and preparing takes longer than most of them run. */
function preparedOnce(sqlite: SqliteDatabase.Database): (sql: string) => SqliteDatabase.Statement {
  const prepared = new Map<string, SqliteDatabase.Statement>();
  return (text) => {
    const known = prepared.get(text);
    if (known !== undefined) return known;
    const [oldest] = prepared.keys();
    if (prepared.size >= PREPARED_MAX && oldest !== undefined) prepared.delete(oldest);
    const statement = sqlite.prepare(text);
    prepared.set(text, statement);
    return statement;
  };
}

function snapshot(path: string): Buffer {
  requireFile(path);
  const bytes = existsSync(`${path}-wal`) ? serialized(path) : readFileSync(path);
  // Bytes 18 and 19 say "WAL", which a database in memory cannot have; 1 is the rollback journal.
  if (bytes.length >= 20) bytes.fill(1, 18, 20);
  return bytes;
}

function serialized(path: string): Buffer {
  const sqlite = new SqliteDatabase(path, { readonly: true, timeout: BUSY_TIMEOUT_MS });
  try {
    return sqlite.serialize();
  } finally {
    sqlite.close();
  }
}

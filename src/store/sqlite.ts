import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { SqliteDialect } from 'kysely';
import type { FilePlace } from './database-place.ts';

const OWNER_ONLY = 0o600;
const BUSY_TIMEOUT_MS = 5000;

/**
 * The database file, made where there is none at the first query. Readable by its owner only; every commit is on the disk
 * before the next thing is sent (WAL, synchronous FULL).
 */
export function fileDialect({ path }: FilePlace): SqliteDialect {
  return dialectOf(() => {
    mkdirSync(dirname(path), { recursive: true });
    // Created with the right mode from the start: SQLite gives -wal and -shm the mode of the file.
    closeSync(openSync(path, 'a', OWNER_ONLY));
    chmodSync(path, OWNER_ONLY);
    const sqlite = new SqliteDatabase(path, { timeout: BUSY_TIMEOUT_MS });
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('synchronous = FULL');
    return sqlite;
  });
}

/** In memory: empty, or with what `path` holds now. */
export function scratchDialect(path: string | null): SqliteDialect {
  return dialectOf(() => new SqliteDatabase(path !== null && existsSync(path) ? snapshot(path) : ':memory:'));
}

function dialectOf(open: () => SqliteDatabase.Database): SqliteDialect {
  return new SqliteDialect({
    database: async () => {
      const sqlite = open();
      sqlite.pragma('foreign_keys = ON');
      return { prepare: preparedOnce(sqlite), close: () => void sqlite.close() };
    },
  });
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

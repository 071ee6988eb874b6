import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { CamelCasePlugin, Kysely, SqliteDialect, type Transaction } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import * as initial from './migrations/2026-11-24-initial.ts';
import * as parts from './migrations/2026-11-26-parts.ts';
import * as userFacts from './migrations/2026-11-26-user-facts.ts';
import type { Schema } from './schema.ts';

/** The database, or one transaction on it: query functions take either. */
export type Store = Kysely<Schema> | Transaction<Schema>;
export type Database = Kysely<Schema>;

const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '2026-11-24-initial': initial,
  '2026-11-26-parts': parts,
  '2026-11-26-user-facts': userFacts,
};
const OWNER_ONLY = 0o600;
const BUSY_TIMEOUT_MS = 5000;

/**
 * Opens, creates and migrates the database file. Readable by its owner only; every commit is on the disk before the
 * next thing is sent (WAL, synchronous FULL).
 */
export async function openDatabase(path: string): Promise<Database> {
  mkdirSync(dirname(path), { recursive: true });
  // Created with the right mode from the start: SQLite gives -wal and -shm the mode of the file.
  closeSync(openSync(path, 'a', OWNER_ONLY));
  chmodSync(path, OWNER_ONLY);
  const sqlite = new SqliteDatabase(path, { timeout: BUSY_TIMEOUT_MS });
  sqlite.pragma('journal_mode = WAL');
  sqlite.pragma('synchronous = FULL');
  return migrated(sqlite);
}

/** A copy in memory of the database as it is now, or an empty one: whatever is done to it is forgotten. */
export async function openScratchCopy(path: string): Promise<Database> {
  return migrated(existsSync(path) ? new SqliteDatabase(snapshot(path)) : new SqliteDatabase(':memory:'));
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

async function migrated(sqlite: SqliteDatabase.Database): Promise<Database> {
  sqlite.pragma('foreign_keys = ON');
  const db = new Kysely<Schema>({
    dialect: new SqliteDialect({ database: sqlite }),
    plugins: [new CamelCasePlugin()],
  });
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...MIGRATIONS }) } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return db;
  await db.destroy();
  throw new Error('The database could not be brought up to date; it was left as it is', { cause: error });
}

import { setTimeout as delay } from 'node:timers/promises';
import {
  CamelCasePlugin,
  type Dialect,
  HandleEmptyInListsPlugin,
  Kysely,
  type PluginTransformResultArgs,
  type QueryResult,
  replaceWithNoncontingentExpression,
  type UnknownRow,
} from 'kysely';
import PQueue from 'p-queue';
import type { DatabasePlace } from './database-place.ts';
import { migrateToLatest } from './migrations.ts';
import { type Session, serverDialect } from './postgres.ts';
import { refuseMoved } from './relocation.ts';
import type { Schema } from './schema.ts';
import { fileDialect } from './sqlite.ts';

/** The database, or one transaction on it: query functions take either. */
export type Store = Pick<
  Kysely<Schema>,
  'selectFrom' | 'insertInto' | 'updateTable' | 'deleteFrom' | 'getExecutor'
>;

export interface Database extends Store {
  /**
   * Carries out `work` whole or not at all, one after another in this process; anew where another process was in the way, so
   * it may do nothing but ask and change the database.
   */
  inTransaction<T>(work: (trx: Store) => Promise<T>): Promise<T>;
  /** Reads all of it as it is at one instant, and changes nothing. */
  readSnapshot<T>(work: (snapshot: Store) => Promise<T>): Promise<T>;
  /** Makes the tables where there are none. @throws {DatabaseError} when a newer version has worked on it, or it was moved */
  bringUpToDate(): Promise<void>;
  destroy(): Promise<void>;
}

/** Nothing is opened before the first query; `session` is for a server. */
export function connectDatabase(place: DatabasePlace, session?: Session): Database {
  return databaseOn(dialectOf(place, session));
}

/** `session` is for a server. */
export function dialectOf(place: DatabasePlace, session?: Session): Dialect {
  return place.kind === 'file' ? fileDialect(place) : serverDialect(place, session);
}

/** Opened, made where there is none, and brought up to date. */
export async function openDatabase(place: DatabasePlace, session?: Session): Promise<Database> {
  const db = connectDatabase(place, session);
  await db.bringUpToDate().catch(async (error: unknown) => {
    await db.destroy();
    throw error;
  });
  return db;
}

export function databaseOn(dialect: Dialect): KyselyDatabase {
  // A list of nobody is no SQL, though SQLite takes it.
  const lists = new HandleEmptyInListsPlugin({ strategy: replaceWithNoncontingentExpression });
  return new KyselyDatabase({ dialect, plugins: [new CamelCaseColumns(), lists] });
}

/** The names of a result's columns are put right once, not row by row; no column holds an object. */
class CamelCaseColumns extends CamelCasePlugin {
  override async transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    const [first] = result.rows;
    if (first === undefined) return result;
    const names = Object.keys(first).map((column) => [column, this.camelCase(column)] as const);
    return { ...result, rows: result.rows.map((row) => renamed(row, names)) };
  }
}

function renamed(row: UnknownRow, names: readonly (readonly [column: string, name: string])[]): UnknownRow {
  const named: UnknownRow = {};
  for (const [column, name] of names) named[name] = row[column];
  return named;
}

const TRIES = 5;
const PAUSE_MS = 20;

class KyselyDatabase extends Kysely<Schema> implements Database {
  readonly #turns = new PQueue({ concurrency: 1 });

  inTransaction<T>(work: (trx: Store) => Promise<T>): Promise<T> {
    return this.#turns.add(() => this.#whole(work));
  }

  readSnapshot<T>(work: (snapshot: Store) => Promise<T>): Promise<T> {
    const transaction = this.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
    return transaction.execute(work);
  }

  async bringUpToDate(): Promise<void> {
    await migrateToLatest(this);
    await refuseMoved(this);
  }

  async #whole<T>(work: (trx: Store) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.transaction().execute(work);
      } catch (error) {
        if (attempt === TRIES || !wasInTheWay(error)) throw error;
        await delay(attempt * PAUSE_MS);
      }
    }
  }
}

/** PostgreSQL's serialization failure and deadlock, and SQLite's "another wrote since this one read". */
const CONFLICTS: ReadonlySet<unknown> = new Set(['40001', '40P01', 'SQLITE_BUSY_SNAPSHOT']);

function wasInTheWay(error: unknown): boolean {
  return error instanceof Error && 'code' in error && CONFLICTS.has(error.code);
}

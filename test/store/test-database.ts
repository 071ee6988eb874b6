import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { inject } from 'vitest';
import { openDatabase } from '../../src/store/database.ts';
import {
  type DatabasePlace,
  type FilePlace,
  placeUrl,
  type ServerPlace,
} from '../../src/store/database-place.ts';

/** A database of its own for one test, in a file or on the server: as the project says that runs the test. */
export interface TestDatabase {
  readonly place: DatabasePlace;
  /** For DATABASE_URL. */
  readonly url: string;
  remove(): Promise<void>;
}

/** Does this run test the server, and not the file? */
export const isOnServer = () => inject('postgres') !== undefined;

/** There is nothing yet, not even tables. */
export async function newTestDatabase(): Promise<TestDatabase> {
  return isOnServer() ? newSchema() : newFile();
}

function newFile(): TestDatabase & { readonly place: FilePlace } {
  const folder = mkdtempSync(join(tmpdir(), 'mfa-database-'));
  const place = { kind: 'file', path: join(folder, 'mfa.db') } as const;
  return { place, url: placeUrl(place), remove: async () => rmSync(folder, { recursive: true }) };
}

async function newSchema(): Promise<TestDatabase> {
  const name = `test_${crypto.randomUUID().replaceAll('-', '')}`;
  // A user finds the schema of its own name first.
  await administer(`create role ${name} login; create schema ${name} authorization ${name}`);
  const place = serverPlace(name);
  const remove = async () => void (await administer(`drop schema ${name} cascade; drop role ${name}`));
  return { place, url: placeUrl(place), remove };
}

export function serverPlace(user: string): ServerPlace {
  const postgres = inject('postgres');
  if (!('port' in postgres)) throw new Error(postgres.whyNot);
  const at = { host: '127.0.0.1', port: postgres.port, database: 'postgres' };
  return { kind: 'server', ...at, user, password: null, tls: { verify: 'off' } };
}

/** As the administrator of the server. */
export async function administer(sql: string): Promise<readonly Record<string, unknown>[]> {
  const { host, port, database } = serverPlace('postgres');
  const client = new Client({ host, port, database, user: 'postgres' });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Setting up all tables takes longer than many a dialogue: made once, and handed on with nothing in them. */
export async function newEmptyTables(): Promise<TestDatabase> {
  return isOnServer() ? emptySchema() : copyOfEmptyFile();
}

let emptyFile: Promise<Buffer> | null = null;

async function copyOfEmptyFile(): Promise<TestDatabase> {
  emptyFile ??= contentOfNewFile();
  const database = newFile();
  writeFileSync(database.place.path, await emptyFile);
  return database;
}

async function contentOfNewFile(): Promise<Buffer> {
  const { place, remove } = await migrated(newFile());
  const content = readFileSync(place.path);
  await remove();
  return content;
}

const unused: TestDatabase[] = [];

async function emptySchema(): Promise<TestDatabase> {
  const database = unused.pop() ?? (await migrated(await newSchema()));
  const remove = async () => {
    await emptyAllTables(database.place as ServerPlace);
    unused.push(database);
  };
  return { ...database, remove };
}

/** Those that were written to: truncating gives a table new files, and all of them take longer than many a dialogue. */
async function emptyAllTables({ user }: ServerPlace): Promise<void> {
  await administer(`do $$ declare written text; begin
    select string_agg(format('%I.%I', schemaname, tablename), ',') into written from pg_tables
      where schemaname = '${user}' and tablename not like 'kysely%'
        and pg_relation_size(format('%I.%I', schemaname, tablename)::regclass) > 0;
    if written is not null then execute 'truncate ' || written || ' restart identity cascade'; end if;
  end $$`);
}

async function migrated<T extends TestDatabase>(database: T): Promise<T> {
  await (await openDatabase(database.place)).destroy();
  return database;
}

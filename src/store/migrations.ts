import { type Kysely, sql } from 'kysely';
import { DEFAULT_MIGRATION_TABLE, type Migration, Migrator } from 'kysely/migration';
import { DatabaseError } from './database-error.ts';
import * as initial from './migrations/2026-11-24-initial.ts';
import * as parts from './migrations/2026-11-26-parts.ts';
import * as scale from './migrations/2026-11-26-scale.ts';
import * as userFacts from './migrations/2026-11-26-user-facts.ts';
import { isPostgres } from './migrations/dialect.ts';

const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '2026-11-24-initial': initial,
  '2026-11-26-parts': parts,
  '2026-11-26-scale': scale,
  '2026-11-26-user-facts': userFacts,
};

// biome-ignore lint/suspicious/noExplicitAny: migrations and the query builder's own tables have no schema of ours
type AnyTables = Kysely<any>;

/** @throws {DatabaseError} when a newer version has worked on it */
export async function migrateToLatest(db: AnyTables): Promise<void> {
  return migrate(db, (migrator) => migrator.migrateToLatest());
}

/** Up to the last of `executed`: the tables as the version that executed them had them. */
export async function migrateLike(db: AnyTables, executed: readonly string[]): Promise<void> {
  const last = executed.at(-1);
  if (last !== undefined) await migrate(db, (migrator) => migrator.migrateTo(last));
}

async function migrate(
  db: AnyTables,
  run: (migrator: Migrator) => ReturnType<Migrator['migrateToLatest']>,
): Promise<void> {
  refuseNewer(await executedMigrations(db));
  const schema = await schemaOf(db);
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...MIGRATIONS }) },
    ...(schema === null ? {} : { migrationTableSchema: schema }),
  });
  const { error } = await run(migrator);
  if (error === undefined) return;
  if (error instanceof DatabaseError) throw error;
  throw new Error('The database could not be brought up to date; it was left as it is', { cause: error });
}

/** By name, oldest first; none in an empty database. */
export async function executedMigrations(db: AnyTables): Promise<readonly string[]> {
  const schema = await schemaOf(db);
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  const isThere = tables.some(
    (table) => table.name === DEFAULT_MIGRATION_TABLE && (schema === null || table.schema === schema),
  );
  if (!isThere) return [];
  const rows = await db.selectFrom(DEFAULT_MIGRATION_TABLE).select('name').orderBy('name').execute();
  return rows.map(({ name }) => String(name));
}

function refuseNewer(executed: readonly string[]): void {
  if (executed.every((name) => name in MIGRATIONS)) return;
  throw new DatabaseError(
    'newer',
    'A newer version has worked on this database, and it was left as it is: install that version, or put a backup in its place',
  );
}

/** Where a server's tables are made: others beside it may hold tables of the same names. */
async function schemaOf(db: AnyTables): Promise<string | null> {
  if (!isPostgres(db.getExecutor())) return null;
  const { rows } = await sql<{ schema: string }>`select current_schema() as schema`.execute(db);
  return rows[0]?.schema ?? null;
}

import type { Kysely } from 'kysely';
import { DEFAULT_MIGRATION_TABLE, type Migration, Migrator } from 'kysely/migration';
import { DatabaseError } from './database-error.ts';
import * as initial from './migrations/2026-11-24-initial.ts';
import * as parts from './migrations/2026-11-26-parts.ts';
import * as userFacts from './migrations/2026-11-26-user-facts.ts';
import * as scale from './migrations/2026-11-27-scale.ts';
import * as people from './migrations/2026-11-28-people.ts';
import * as admin from './migrations/2026-11-30-admin.ts';
import * as activity from './migrations/2026-12-01-activity.ts';
import * as meters from './migrations/2026-12-02-meters.ts';
import * as contacts from './migrations/2026-12-03-contacts.ts';
import * as evidence from './migrations/2026-12-03-evidence.ts';
import * as erase from './migrations/2026-12-04-erase.ts';
import * as home from './migrations/2026-12-05-home.ts';
import * as accountState from './migrations/2026-12-06-account-state.ts';
import * as absences from './migrations/2026-12-07-absences.ts';
import * as several from './migrations/2026-12-08-several.ts';
import * as witness from './migrations/2026-12-09-witness.ts';
import * as administrators from './migrations/2026-12-10-administrators.ts';

const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '2026-11-24-initial': initial,
  '2026-11-26-parts': parts,
  '2026-11-26-user-facts': userFacts,
  '2026-11-27-scale': scale,
  '2026-11-28-people': people,
  '2026-11-30-admin': admin,
  '2026-12-01-activity': activity,
  '2026-12-02-meters': meters,
  '2026-12-03-contacts': contacts,
  '2026-12-03-evidence': evidence,
  '2026-12-04-erase': erase,
  '2026-12-05-home': home,
  '2026-12-06-account-state': accountState,
  '2026-12-07-absences': absences,
  '2026-12-08-several': several,
  '2026-12-09-witness': witness,
  '2026-12-10-administrators': administrators,
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
  const executed = await executedMigrations(db);
  refuseNewer(executed);
  // As at nearly every start: the migrator asks for all tables thrice to find that out.
  if (executed.length === Object.keys(MIGRATIONS).length) return;
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...MIGRATIONS }) } });
  const { error } = await run(migrator);
  if (error === undefined) return;
  if (error instanceof DatabaseError) throw error;
  throw new Error('The database could not be brought up to date; it was left as it is', { cause: error });
}

/** By name, oldest first; none in an empty database. */
export async function executedMigrations(db: AnyTables): Promise<readonly string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === DEFAULT_MIGRATION_TABLE)) return [];
  const rows = await db.selectFrom(DEFAULT_MIGRATION_TABLE).select('name').orderBy('name').execute();
  return rows.map(({ name }) => String(name));
}

/** @throws {DatabaseError} unless this version, or one with the same tables, was the last to work on it */
export async function requireUpToDate(db: AnyTables): Promise<void> {
  const executed = await executedMigrations(db);
  refuseNewer(executed);
  if (executed.length === Object.keys(MIGRATIONS).length) return;
  throw new DatabaseError(
    executed.length === 0 ? 'empty' : 'older',
    executed.length === 0
      ? 'There is nothing in it yet: look at DATABASE_URL, or start the bot first'
      : 'An older version was the last to work on it: start the bot once, which brings it up to date, and try again',
  );
}

function refuseNewer(executed: readonly string[]): void {
  if (executed.every((name) => name in MIGRATIONS)) return;
  throw new DatabaseError(
    'newer',
    'A newer version has worked on this database, and it was left as it is: install that version, or put a backup in its place',
  );
}

import { sql } from 'kysely';
import { TABLE_NAMES } from '../../src/store/copy-rows.ts';
import { databaseOn, dialectOf } from '../../src/store/database.ts';
import type { DatabasePlace } from '../../src/store/database-place.ts';
import { isPostgres } from '../../src/store/migrations/dialect.ts';
import { executedMigrations, migrateLike } from '../../src/store/migrations.ts';

type Row = Readonly<Record<string, unknown>>;
type Connection = ReturnType<typeof databaseOn>;

/** The oldest first, each by the migration that worked last; the last is the one of now. */
export async function versionsUpTo(place: DatabasePlace): Promise<readonly string[]> {
  const db = databaseOn(dialectOf(place));
  return executedMigrations(db).finally(() => db.destroy());
}

/** What a version left, had it lived through the same: the tables and columns that it knew, with what is in them by now. */
export async function takeBack(place: DatabasePlace, version: string): Promise<void> {
  const db = databaseOn(dialectOf(place)).withoutPlugins() as Connection;
  try {
    const held = new Map<string, readonly Row[]>();
    for (const table of TABLE_NAMES) {
      held.set(table, (await sql<Row>`select * from ${sql.table(table)}`.execute(db)).rows);
    }
    await dropAll(db);
    await migrateLike(db, [version]);
    const columns = await columnsOf(db);
    for (const table of TABLE_NAMES) await putBack(db, { table, columns, rows: held.get(table) ?? [] });
    if (isPostgres(db.getExecutor())) await countOn(db);
  } finally {
    await db.destroy();
  }
}

type Columns = ReadonlyMap<string, readonly string[]>;

const COLUMNS = {
  file: sql<{ table: string; column: string }>`
    select tables.name as "table", columns.name as "column"
    from sqlite_master as tables join pragma_table_info(tables.name) as columns where tables.type = 'table'
      and tables.name not like 'sqlite%'`,
  server: sql<{ table: string; column: string }>`
    select table_name as "table", column_name as "column" from information_schema.columns
    where table_schema = current_schema()`,
} as const;

async function columnsOf(db: Connection): Promise<Columns> {
  const { rows } = await COLUMNS[isPostgres(db.getExecutor()) ? 'server' : 'file'].execute(db);
  const tables = Map.groupBy(rows, ({ table }) => table);
  return new Map([...tables].map(([table, all]) => [table, all.map(({ column }) => column)]));
}

async function dropAll(db: Connection): Promise<void> {
  const there = [...(await columnsOf(db)).keys()];
  const others = there.filter((table) => !TABLE_NAMES.includes(table));
  for (const table of [...others, ...TABLE_NAMES.toReversed()]) {
    await sql`drop table if exists ${sql.table(table)}`.execute(db);
  }
  if (isPostgres(db.getExecutor())) await sql`drop function activity_is_append_only`.execute(db);
}

async function putBack(
  db: Connection,
  {
    table,
    columns,
    rows,
  }: { readonly table: string; readonly columns: Columns; readonly rows: readonly Row[] },
): Promise<void> {
  const known = columns.get(table) ?? [];
  for (const row of rows) {
    const names = Object.keys(row).filter((name) => known.includes(name));
    if (names.length === 0) continue;
    const list = sql.join(names.map((name) => sql.ref(name)));
    const values = sql.join(names.map((name) => row[name]));
    await sql`insert into ${sql.table(table)} (${list}) values (${values})`.execute(db);
  }
}

/** A server counts ids up by itself, and was not asked for those that were put there. */
export async function countOn(db: Pick<Connection, 'getExecutor'>): Promise<void> {
  const { rows } = await sql<{ table: string; column: string }>`
    select table_name as "table", column_name as "column" from information_schema.columns
    where table_schema = current_schema() and is_identity = 'YES'`.execute(db);
  for (const { table, column } of rows) {
    const last = sql`(select coalesce(max(${sql.ref(column)}), 0) + 1 from ${sql.table(table)})`;
    await sql`select setval(pg_get_serial_sequence(${table}, ${column}), ${last}, false)`.execute(db);
  }
}

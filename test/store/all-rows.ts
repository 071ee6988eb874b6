import { sql } from 'kysely';
import type { Database } from '../../src/store/database.ts';
import { isOnServer } from './test-database.ts';

type Row = Readonly<Record<string, unknown>>;

/** What is in every table, by its name. */
export async function allRows(db: Database): Promise<ReadonlyMap<string, readonly Row[]>> {
  const tables = isOnServer()
    ? sql<{
        name: string;
      }>`select table_name as name from information_schema.tables where table_schema = current_schema() order by 1`
    : sql<{
        name: string;
      }>`select name from sqlite_master where type = 'table' and name not like 'sqlite%' order by 1`;
  const names = (await tables.execute(db)).rows.map(({ name }) => name);
  const entries = names.map(async (name) => {
    const { rows } = await sql<Row>`select * from ${sql.table(name)}`.execute(db);
    return [name, rows] as const;
  });
  return new Map(await Promise.all(entries));
}

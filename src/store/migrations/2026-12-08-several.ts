import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  const statements = [
    `alter table notice add column clock_since bigint`,
    `alter table absence add column silent_since bigint`,
    `update absence set silent_since = since`,
  ];
  for (const statement of statements) await sql.raw(statement).execute(db);
}

import { type Kysely, sql } from 'kysely';

/** Few, and asked for by everybody who wants to know how a company stands. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create index ram_user_administrator on ram_user (account_id, user_id) where privilege = 'administrator'`,
    )
    .execute(db);
}

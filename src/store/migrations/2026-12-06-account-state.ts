import { type Kysely, sql } from 'kysely';

/** What held for the account at that audit, as JSON: an account has it as it is now only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('alter table account_run add column account_state text').execute(db);
}

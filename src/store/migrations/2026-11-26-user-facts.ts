import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('ram_user').addColumn('last_console_sign_in_at', 'bigint').execute();
  await db.schema.alterTable('ram_user').addColumn('login_profile_since', 'bigint').execute();
}

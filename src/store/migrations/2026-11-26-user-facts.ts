import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const column of ['last_console_sign_in_at', 'login_profile_since'])
    await db.schema.alterTable('ram_user').addColumn(column, 'bigint').execute();
  for (const column of ['privilege', 'privilege_policy', 'privilege_group', 'privilege_code'])
    await db.schema.alterTable('ram_user').addColumn(column, 'text').execute();
  await db.schema.alterTable('account').addColumn('rights_error_code', 'text').execute();
  for (const column of ['root_mfa_enabled', 'max_idle_days_for_users', 'remembers_mfa'])
    await db.schema.alterTable('account').addColumn(column, 'integer').execute();
}

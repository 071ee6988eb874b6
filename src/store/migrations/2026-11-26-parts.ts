import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('digest_account')
    .addColumn('local_date', 'text', (column) => column.notNull())
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('built_at', 'bigint', (column) => column.notNull())
    .addColumn('counts', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('digest_account_key', ['local_date', 'account_id'])
    .execute();
  await db.schema
    .createTable('part_state')
    .addColumn('part', 'text', (column) => column.notNull())
    .addColumn('aspect', 'text', (column) => column.notNull())
    .addColumn('worked_at', 'bigint')
    .addColumn('failed_since', 'bigint')
    .addColumn('failed_at', 'bigint')
    .addColumn('is_permanent', 'integer', (column) => column.notNull())
    .addColumn('cleared_by', 'text')
    .addColumn('code', 'text')
    .addPrimaryKeyConstraint('part_state_key', ['part', 'aspect'])
    .execute();
  await db.schema
    .createTable('alarm')
    .addColumn('part', 'text', (column) => column.notNull())
    .addColumn('since', 'bigint', (column) => column.notNull())
    .addColumn('raised_at', 'bigint', (column) => column.notNull())
    .addColumn('ended_at', 'bigint')
    .addPrimaryKeyConstraint('alarm_key', ['part', 'raised_at'])
    .execute();
  await db.schema
    .createTable('recipient_refusal')
    .addColumn('chat', 'text', (column) => column.notNull())
    .addColumn('member_id', 'text', (column) => column.notNull())
    .addColumn('code', 'text', (column) => column.notNull())
    .addColumn('since', 'bigint', (column) => column.notNull())
    .addColumn('last_at', 'bigint', (column) => column.notNull())
    .addColumn('refusals', 'integer', (column) => column.notNull())
    .addColumn('retry_at', 'bigint', (column) => column.notNull())
    .addColumn('told_at', 'bigint')
    .addPrimaryKeyConstraint('recipient_refusal_key', ['chat', 'member_id'])
    .execute();
  // What is settled by now was announced when it was.
  await db.schema.alterTable('enforcement').addColumn('announced_at', 'bigint').execute();
  await sql`update enforcement set announced_at = settled_at where settled_at is not null`.execute(db);
  // Two confirmations of one user write once.
  await db.schema
    .createIndex('enforcement_applying')
    .on('enforcement')
    .columns(['account_id', 'user_id'])
    .unique()
    .where(sql.ref('state'), '=', sql.lit('applying'))
    .execute();
}

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  const statements = [
    `create table witnessed (
      account_id text not null, user_id text not null, kind text not null, at bigint not null,
      from_address text not null, mfa_checked integer,
      primary key (account_id, user_id, kind, at, from_address),
      foreign key (account_id, user_id) references ram_user (account_id, user_id))`,
    `create index witnessed_by_time on witnessed (at)`,
    `alter table ram_user add column witnessed_at bigint`,
    `alter table account add column witness_answered_at bigint`,
    `alter table account add column witness_failing_since bigint`,
    `alter table notice add column completed_at bigint`,
  ];
  for (const statement of statements) await sql.raw(statement).execute(db);
}

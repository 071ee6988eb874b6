import { type Kysely, sql } from 'kysely';

const STATEMENTS = [
  // What was done to everybody belongs to the history of each.
  `create index activity_of_all on activity (kind) where user_id is null`,
  `create table not_needed (
    account_id text not null, user_id text not null, chat text not null, member_id text not null,
    display_name text not null, at bigint not null,
    primary key (account_id, user_id, chat, member_id))`,
  `create index not_needed_by_time on not_needed (at)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

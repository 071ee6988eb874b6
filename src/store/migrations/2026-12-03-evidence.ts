import { type Kysely, sql } from 'kysely';

const STATEMENTS = [
  // A name may change later, and what was found then was found under this one.
  ...['user_name', 'request_id', 'last_request_id'].map(
    (column) => `alter table finding add column ${column} text`,
  ),
  `create index finding_by_user on finding (account_id, user_id, from_at)`,
  `create index notice_settled on notice (settled_at)`,
  // Whom a run did not see although a finding of theirs goes on.
  `create table unseen_user (
    run_id text not null, account_id text not null, user_id text not null, primary key (run_id, account_id, user_id))`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

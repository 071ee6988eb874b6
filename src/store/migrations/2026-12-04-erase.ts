import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // Says that somebody was, and not who.
  await sql
    .raw(
      `create table erasure (
        account_id text not null, user_id text not null, at bigint not null, primary key (account_id, user_id),
        foreign key (account_id, user_id) references ram_user (account_id, user_id))`,
    )
    .execute(db);
}

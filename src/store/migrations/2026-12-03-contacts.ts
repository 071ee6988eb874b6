import { type Kysely, sql } from 'kysely';
import { countedId } from './dialect.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  const statements = [
    // Without a member: nobody.
    `create table link (
      link_id ${countedId(db)}, account_id text not null, user_id text not null, role text not null, chat text,
      member_id text, at bigint not null,
      foreign key (account_id, user_id) references ram_user (account_id, user_id))`,
    `create index link_by_user on link (account_id, user_id)`,
    `create index link_by_member on link (chat, member_id)`,
    `create table dispute (
      account_id text not null, user_id text not null, chat text not null, member_id text not null,
      at bigint not null, settled_at bigint, primary key (account_id, user_id, chat, member_id),
      foreign key (account_id, user_id) references ram_user (account_id, user_id))`,
  ];
  for (const statement of statements) await sql.raw(statement).execute(db);
}

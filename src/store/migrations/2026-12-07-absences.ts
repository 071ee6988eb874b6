import { type Kysely, sql } from 'kysely';
import { countedId } from './dialect.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  const statements = [
    `create table absence (
      absence_id ${countedId(db)}, account_id text not null, user_id text not null, kind text not null,
      state text not null, chat text not null, member_id text not null, since bigint not null, until_at bigint not null,
      ended_at bigint, zone text not null,
      foreign key (account_id, user_id) references ram_user (account_id, user_id))`,
    `create index absence_by_user on absence (account_id, user_id)`,
    `create index absence_by_state on absence (state, absence_id)`,
    `create index absence_by_end on absence (ended_at)`,
  ];
  for (const statement of statements) await sql.raw(statement).execute(db);
}

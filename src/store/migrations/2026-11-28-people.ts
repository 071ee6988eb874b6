import { type Kysely, sql } from 'kysely';
import { countedId } from './dialect.ts';

const statements = (id: string) => [
  `alter table notice add column again_because text`,
  `create table exemption (
    exemption_id ${id}, account_id text not null, user_id text not null, kind text not null, reason text not null,
    until_at bigint not null, requested_at bigint not null, requested_chat text not null, requested_by text not null,
    subject_known integer not null, code text, lapses_at bigint not null, state text not null, decided_at bigint,
    decided_chat text, decided_by text, single_admin integer not null, ended_at bigint,
    foreign key (account_id, user_id) references ram_user (account_id, user_id))`,
  `create index exemption_by_user on exemption (account_id, user_id)`,
  `create index exemption_by_state on exemption (state, ended_at)`,
  `create index exemption_by_end on exemption (ended_at)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements(countedId(db))) await sql.raw(statement).execute(db);
}

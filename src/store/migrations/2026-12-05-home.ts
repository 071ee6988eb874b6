import { type Kysely, sql } from 'kysely';

/** Whoever has opened their page is shown it anew when something changes. */
const HOME_PAGE = `create table home_page (
  chat text not null, member_id text not null, language text not null, time_zone text, opened_at bigint not null,
  shown text not null, primary key (chat, member_id))`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(HOME_PAGE).execute(db);
}

import { type Kysely, sql } from 'kysely';

/** A chat may count more than its calls by the month, and say itself when nothing is left. */
const STATEMENTS = [
  `create table month_use (
    chat text not null, month text not null, meter text not null, used integer not null, refused_with text,
    primary key (chat, month, meter))`,
  `insert into month_use (chat, month, meter, used) select chat, month, 'api_call', calls from metered_call`,
  `drop table metered_call`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

import { randomBytes } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { CHAIN_START, chainHash, saltedDigest } from '../../domain/activity-chain.ts';
import { isPostgres } from './dialect.ts';

const TABLES = [
  ...['actor_salt', 'actor_digest', 'detail_salt', 'detail_digest', 'hash'].map(
    (column) => `alter table activity add column ${column} text`,
  ),
  `create table activity_head (
    head_id integer primary key check (head_id = 1), activity_id bigint not null, hash text not null, rows bigint not null)`,
  `create table activity_anchor (
    activity_id bigint primary key, hash text not null, rows bigint not null, last_at bigint not null,
    forgotten_at bigint not null)`,
];

const FIXED = [
  'activity_id',
  'at',
  'kind',
  'actor_chat',
  'actor_digest',
  'account_id',
  'user_id',
  'detail_digest',
  'hash',
];
const ERASABLE = ['actor_member_id', 'actor_salt', 'detail', 'detail_salt'];

/** Nothing changes but that a personal value and its salt are erased. */
function onlyErased(same: string): string {
  return [
    ...FIXED.map((column) => `new.${column} ${same} old.${column}`),
    ...ERASABLE.map((column) => `(new.${column} is null or new.${column} ${same} old.${column})`),
  ].join(' and ');
}

const GUARD = {
  sqlite: {
    off: [`drop trigger activity_is_append_only`],
    on: [
      `create trigger activity_is_append_only before update on activity when not (${onlyErased('is')})
        begin select raise(abort, 'activity is append-only'); end`,
    ],
  },
  postgres: {
    off: [`drop trigger activity_is_append_only on activity`],
    on: [
      `create trigger activity_is_append_only before update on activity
        for each row when (not (${onlyErased('is not distinct from')})) execute function activity_is_append_only()`,
    ],
  },
};

export async function up(db: Kysely<unknown>): Promise<void> {
  const guard = isPostgres(db.getExecutor()) ? GUARD.postgres : GUARD.sqlite;
  const run = async (statements: readonly string[]) => {
    for (const statement of statements) await sql.raw(statement).execute(db);
  };
  await run([...guard.off, ...TABLES]);
  // Rows as their columns are called.
  await chainOlderRows(db.withoutPlugins());
  await run([...guard.on, `create index activity_by_actor on activity (actor_member_id, kind, at)`]);
}

interface OlderRow {
  readonly activity_id: number;
  readonly at: number;
  readonly kind: string;
  readonly actor_chat: string | null;
  readonly actor_member_id: string | null;
  readonly account_id: string | null;
  readonly user_id: string | null;
  readonly detail: string | null;
}

const ROWS_AT_A_TIME = 500;

/** As they are now: that they were not changed before, nobody can say, and the row after them does. */
async function chainOlderRows(db: Kysely<unknown>): Promise<void> {
  let head = { activityId: 0, hash: CHAIN_START, rows: 0 };
  for (;;) {
    const { rows } =
      await sql<OlderRow>`select activity_id, at, kind, actor_chat, actor_member_id, account_id, user_id,
      detail from activity where activity_id > ${head.activityId} order by activity_id limit ${ROWS_AT_A_TIME}`.execute(
        db,
      );
    for (const row of rows) head = { ...(await chain(db, row, head.hash)), rows: head.rows + 1 };
    if (rows.length < ROWS_AT_A_TIME) break;
  }
  if (head.rows === 0) return;
  const start = { ...NOTHING_ELSE, activity_id: head.activityId + 1, at: Date.now(), kind: 'chain_started' };
  const mark = { ...start, detail: `${head.rows}` };
  await sql`insert into activity (activity_id, at, kind, detail) values
    (${mark.activity_id}, ${mark.at}, ${mark.kind}, ${mark.detail})`.execute(db);
  const last = await chain(db, mark, head.hash);
  await sql`insert into activity_head (head_id, activity_id, hash, rows)
    values (1, ${last.activityId}, ${last.hash}, ${head.rows + 1})`.execute(db);
}

const NOTHING_ELSE = { actor_chat: null, actor_member_id: null, account_id: null, user_id: null } as const;

async function chain(db: Kysely<unknown>, row: OlderRow, previous: string) {
  const actor = sealed(row.actor_member_id);
  const detail = sealed(row.detail);
  const hash = chainHash(previous, {
    ...{ activityId: row.activity_id, at: row.at, kind: row.kind },
    ...{ actorChat: row.actor_chat, actorMemberId: row.actor_member_id },
    ...{ actorSalt: actor.salt, actorDigest: actor.digest, accountId: row.account_id, userId: row.user_id },
    ...{ detail: row.detail, detailSalt: detail.salt, detailDigest: detail.digest },
  });
  await sql`update activity set actor_salt = ${actor.salt}, actor_digest = ${actor.digest}, detail_salt = ${detail.salt},
    detail_digest = ${detail.digest}, hash = ${hash} where activity_id = ${row.activity_id}`.execute(db);
  return { activityId: row.activity_id, hash };
}

function sealed(value: string | null) {
  if (value === null) return { salt: null, digest: null };
  const salt = randomBytes(16).toString('hex');
  return { salt, digest: saltedDigest(salt, value) };
}

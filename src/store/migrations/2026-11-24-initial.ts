import { type Kysely, sql } from 'kysely';
import { countedId, isPostgres } from './dialect.ts';

const tables = (id: string) => [
  `create table account (
    account_id text primary key, alias text, default_domain text, login_mfa_mode text not null, sso_enabled integer,
    may_users_manage_devices integer, facts_at bigint not null, first_seen_at bigint not null, last_complete_at bigint,
    watched integer not null)`,
  `create table ram_user (
    account_id text not null references account (account_id), user_id text not null, user_name text not null,
    logon_name text not null, display_name text not null, email text, mobile text, tags text not null,
    last_sign_in_at bigint, first_seen_at bigint not null, last_seen_at bigint not null, deleted_at bigint,
    had_device integer not null, unbound_since bigint, primary key (account_id, user_id))`,
  `create index ram_user_by_name on ram_user (user_name)`,
  `create table finding (
    finding_id ${id}, account_id text not null, user_id text not null, verdict text not null,
    reason text not null, mfa_device text not null, mfa_required integer, error_code text, from_at bigint not null,
    seen_at bigint not null, to_at bigint,
    foreign key (account_id, user_id) references ram_user (account_id, user_id))`,
  `create unique index finding_current on finding (account_id, user_id) where to_at is null`,
  `create table audit_run (
    run_id text primary key, "trigger" text not null, local_date text, started_at bigint not null, ended_at bigint,
    outcome text, error_code text)`,
  `create table account_run (
    account_run_id ${id}, run_id text not null references audit_run (run_id), account_id text not null, "trigger" text not null,
    local_date text, started_at bigint not null, ended_at bigint not null, complete integer not null,
    completeness_proven integer not null, incomplete_reason text, error_code text, counts text not null,
    changes text not null, missing_grants text not null, api_calls integer not null)`,
  `create index account_run_latest on account_run (account_id, ended_at)`,
  `create table hold (
    hold_id ${id}, account_id text not null references account (account_id), reason text not null,
    since bigint not null, changes text not null, absent_user_ids text not null, ended_at bigint, ended_by text)`,
  `create unique index hold_current on hold (account_id) where ended_at is null`,
  `create table released_user (
    account_id text not null, user_id text not null, hold_id bigint not null references hold (hold_id),
    released_at bigint not null, released_by text not null, primary key (account_id, user_id, hold_id))`,
  `create table pause (
    pause_id ${id}, since bigint not null, started_by text not null, ended_at bigint, ended_by text)`,
  `create unique index pause_current on pause (coalesce(ended_at, 0)) where ended_at is null`,
  `create table case_file (
    case_id ${id}, account_id text not null, user_id text not null, state text not null,
    regressed integer not null, opened_at bigint not null, told_at bigint, told_chat text, told_member_id text,
    told_zone text, deadline_at bigint, shift_days integer not null, unreadable_since bigint, closed_at bigint,
    close_reason text, close_shown_at bigint,
    foreign key (account_id, user_id) references ram_user (account_id, user_id))`,
  `create unique index case_file_current on case_file (account_id, user_id) where state <> 'closed'`,
  `create table notice (
    notice_key text primary key, account_id text not null, user_id text not null,
    case_id bigint not null, step text not null, audience text not null,
    occurrence integer not null, state text not null, chat text, recipient text, language text, due_at bigint not null,
    planned_at bigint not null, retry_at bigint, delivery_id text, claimed_by text, claimed_at bigint,
    settled_at bigint, conversation_id text, message_id text, deadline_at bigint, zone text, outcome_code text,
    cancel_reason text)`,
  `create index notice_by_case on notice (case_id)`,
  `create index notice_by_state on notice (state)`,
  `create table post (
    post_key text primary key, kind text not null, chat text not null, target text not null, target_id text not null,
    message text not null, in_thread_of text, state text not null, planned_at bigint not null, retry_at bigint,
    delivery_id text not null, claimed_by text, claimed_at bigint, settled_at bigint, conversation_id text,
    message_id text, outcome_code text)`,
  `create index post_by_state on post (state)`,
  `create table enforcement (
    enforcement_id ${id}, account_id text not null, user_id text not null, user_name text not null,
    direction text not null, actor_chat text not null, actor_member_id text not null, confirmation_code text not null,
    state text not null, confirmed_at bigint not null, expires_at bigint not null, claimed_by text,
    claimed_at bigint, settled_at bigint, profile_before text, profile_after text, outcome_code text,
    foreign key (account_id, user_id) references ram_user (account_id, user_id))`,
  `create table confirmation (
    code text primary key, kind text not null, actor_chat text not null, actor_member_id text not null,
    preview text not null, created_at bigint not null, expires_at bigint not null, used_at bigint)`,
  `create table activity (
    activity_id ${id}, at bigint not null, kind text not null, actor_chat text, actor_member_id text,
    account_id text, user_id text, detail text)`,
  `create index activity_by_user on activity (account_id, user_id)`,
  `create table job_run (
    job text not null, scheduled_at bigint not null, started_at bigint not null, ended_at bigint,
    primary key (job, scheduled_at))`,
  `create table seen_request (
    chat text not null, request_id text not null, at bigint not null, primary key (chat, request_id))`,
  `create table metered_call (
    chat text not null, month text not null, calls integer not null, primary key (chat, month))`,
];

// What was done stays done: the record of who did what can be added to and read, nothing else.
const APPEND_ONLY = {
  sqlite: [
    `create trigger activity_is_append_only before update on activity begin
      select raise(abort, 'activity is append-only'); end`,
  ],
  postgres: [
    `create function activity_is_append_only() returns trigger language plpgsql as
      $$ begin raise exception 'activity is append-only'; end $$`,
    `create trigger activity_is_append_only before update on activity
      for each row execute function activity_is_append_only()`,
  ],
};

export async function up(db: Kysely<unknown>): Promise<void> {
  const triggers = isPostgres(db.getExecutor()) ? APPEND_ONLY.postgres : APPEND_ONLY.sqlite;
  for (const statement of [...tables(countedId(db)), ...triggers]) await sql.raw(statement).execute(db);
}

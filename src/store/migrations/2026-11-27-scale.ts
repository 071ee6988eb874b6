import { type Kysely, sql } from 'kysely';

/** What is asked every minute, every five and every day touches the rows it is about, however many lie beside them. */
const STATEMENTS = [
  `create index case_file_by_user on case_file (account_id, user_id)`,
  `create index case_file_by_state on case_file (state, closed_at)`,
  `create index case_file_open on case_file (opened_at, account_id, case_id) where state = 'open'`,
  `create index case_file_unshown on case_file (state, told_at) where told_at is not null and close_shown_at is null`,
  `create index ram_user_unbound on ram_user (unbound_since) where unbound_since is not null`,
  `create index ram_user_by_user_name on ram_user (lower(user_name))`,
  `create index ram_user_by_logon_name on ram_user (lower(logon_name))`,
  `create index finding_ended on finding (to_at) where to_at is not null`,
  `create index finding_counts on finding (account_id, verdict, mfa_required) where to_at is null`,
  `create index account_run_by_run on account_run (run_id)`,
  `create index account_run_by_date on account_run (local_date)`,
  `create index account_run_by_end on account_run (ended_at)`,
  `create index audit_run_by_date on audit_run (local_date)`,
  `create index audit_run_by_end on audit_run (ended_at)`,
  `create index notice_by_step on notice (step, claimed_at)`,
  `create index post_by_kind on post (kind, planned_at)`,
  `create index post_settled on post (settled_at)`,
  `create index enforcement_unannounced on enforcement (confirmation_code) where announced_at is null`,
  `create index enforcement_by_state on enforcement (state)`,
  `create index enforcement_by_user on enforcement (account_id, user_id)`,
  `create index confirmation_by_end on confirmation (expires_at)`,
  `create index seen_request_by_time on seen_request (at)`,
  `create index activity_by_time on activity (at)`,
  // One row once its content lies elsewhere.
  `create table relocation (url text primary key, at bigint not null)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const RUN_TRIGGERS = ['scheduled', 'admin', 'command_line'] as const;
export type RunTrigger = (typeof RUN_TRIGGERS)[number];

/** `failed` = not even the accounts could be asked for. */
const RUN_OUTCOMES = ['complete', 'incomplete', 'failed'] as const;
export type RunOutcome = (typeof RUN_OUTCOMES)[number];

/** Why nothing is concluded from what is missing in an account's list. */
const INCOMPLETE_REASONS = [
  'list_failed',
  'marker_repeated',
  'count_disagrees',
  'role_not_assumed',
  'credentials',
  'all_unknown',
  'not_audited_yet',
] as const;
export type IncompleteReason = (typeof INCOMPLETE_REASONS)[number];

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

/** What is to be done about a run that failed, or an account that stayed incomplete; `wait`: nothing that is known. */
export type RunRemedy =
  | { readonly kind: 'grant'; readonly grants: readonly string[] }
  | {
      readonly kind:
        | 'check_credentials'
        | 'replace_root_key'
        | 'check_role'
        | 'run_doctor'
        | 'check_network'
        | 'slow_down'
        | 'wait';
    };

export function remedyForIncomplete(
  reason: IncompleteReason | null,
  missingGrants: readonly string[],
): RunRemedy {
  if (reason === 'role_not_assumed') return { kind: 'check_role' };
  if (reason === 'credentials') return { kind: 'check_credentials' };
  return reason !== null && missingGrants.length > 0
    ? { kind: 'grant', grants: missingGrants }
    : { kind: 'wait' };
}

/** Does it stay broken until an admin mends it? */
export function needsAdmin({ kind }: RunRemedy): boolean {
  return kind !== 'check_network' && kind !== 'slow_down' && kind !== 'wait';
}

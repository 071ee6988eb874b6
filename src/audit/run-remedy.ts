import type { AlibabaError } from '../alibaba/accounts.ts';
import type { RunRemedy } from '../domain/audit-run.ts';

/** What is to be done where not even the accounts could be asked for. */
export function remedyForFailure({ reason, grant }: AlibabaError): RunRemedy {
  switch (reason) {
    case 'credentials':
      return { kind: 'check_credentials' };
    case 'root_key':
      return { kind: 'replace_root_key' };
    case 'no_permission':
      return grant === null ? { kind: 'run_doctor' } : { kind: 'grant', grants: [grant] };
    case 'throttled':
      return { kind: 'slow_down' };
    case 'unavailable':
      return { kind: 'check_network' };
    case 'not_found':
    case 'ambiguous':
    case 'rejected':
      return { kind: 'wait' };
    default:
      return reason satisfies never;
  }
}

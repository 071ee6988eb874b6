import type { AuditOutcome } from '../audit/run-audit.ts';
import { remedyForFailure } from '../audit/run-remedy.ts';
import { needsAdmin, remedyForIncomplete } from '../domain/audit-run.ts';
import type { AccountId } from '../domain/ram-user.ts';
import type { AccountRun } from '../store/account-runs.ts';
import { listAccounts } from '../store/accounts.ts';
import type { Database } from '../store/database.ts';
import { type PartBoard, type Seen, WORKED } from './part-board.ts';

/** What an audit showed of each account's reading. */
export async function reportReading(
  { db, board }: { readonly db: Database; readonly board: PartBoard },
  outcome: AuditOutcome,
): Promise<void> {
  const report = (accountId: AccountId, seen: Seen) =>
    board.report({ part: `account:${accountId}`, aspect: 'whole' }, seen);
  if (outcome.kind === 'ran') {
    for (const run of outcome.accounts) report(run.accountId, seenOf(run));
    return;
  }
  const { error } = outcome;
  const isPermanent = needsAdmin(remedyForFailure(error));
  for (const { accountId } of await listAccounts(db)) {
    report(accountId, { kind: 'failed', code: error.code, isPermanent, clearedBy: 'check' });
  }
}

function seenOf({ complete, incompleteReason, errorCode, missingGrants }: AccountRun): Seen {
  if (complete) return WORKED;
  const isPermanent = needsAdmin(remedyForIncomplete(incompleteReason, missingGrants));
  const code = errorCode ?? incompleteReason ?? 'unknown';
  return { kind: 'failed', code, isPermanent, clearedBy: 'check' };
}

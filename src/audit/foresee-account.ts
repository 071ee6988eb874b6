import type { AccountReading } from '../alibaba/accounts.ts';
import type { CaseChange } from '../domain/case.ts';
import type { EpochMs } from '../domain/clock.ts';
import { type Counts, countFindings } from '../domain/digest.ts';
import type { Finding } from '../domain/finding.ts';
import { isAccountComplete, tallyReading } from '../domain/hold.ts';
import type { Store } from '../store/database.ts';
import { chunksOf } from './chunks.ts';
import { type CaseChanges, countChanges, decideUsers } from './record-users.ts';
import { loadHistories } from './user-history.ts';

/** What recording an account's reading will come to: known before anything of it is written. */
export interface ForeseenAccount {
  readonly complete: boolean;
  readonly counts: Counts;
  readonly changes: CaseChanges;
  /** Of the first user who could not be read. */
  readonly firstErrorCode: string | null;
}

export async function foreseeAccount(
  store: Store,
  { accountId, facts, users: everybody, completeness }: AccountReading,
  now: EpochMs,
): Promise<ForeseenAccount> {
  const findings: Finding[] = [];
  const changes: CaseChange[] = [];
  for await (const users of chunksOf(everybody)) {
    const userIds = users.map(({ user }) => user.userId);
    const histories = await loadHistories(store, accountId, userIds);
    for (const { finding, change } of decideUsers({ facts, users, histories, now })) {
      findings.push(finding);
      changes.push(change);
    }
  }
  return {
    complete: isAccountComplete(completeness.kind !== 'incomplete', tallyReading(findings)),
    counts: countFindings(
      findings.map((finding) => ({ ...finding, total: 1 })),
      facts.loginMfaMode,
    ),
    changes: countChanges(changes),
    firstErrorCode: findings.find(({ verdict }) => verdict === 'unknown')?.errorCode ?? null,
  };
}

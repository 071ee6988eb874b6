import type { CaseHistory } from '../domain/case.ts';
import type { AccountId, UserId } from '../domain/ram-user.ts';
import { type CaseRow, listCases } from '../store/cases.ts';
import type { Store } from '../store/database.ts';
import { type FindingRow, listCurrentFindings } from '../store/findings.ts';
import { listRamUsers, type RamUserRow } from '../store/ram-users.ts';

/** What is remembered of one user before a new look is recorded. */
export interface UserHistory {
  readonly user: RamUserRow | null;
  readonly finding: FindingRow | null;
  readonly current: CaseRow | null;
  readonly lastClosed: CaseRow | null;
}

/** The past of some users of an account. */
export async function loadHistories(
  store: Store,
  accountId: AccountId,
  userIds: readonly UserId[],
): Promise<ReadonlyMap<UserId, UserHistory>> {
  const users = await listRamUsers(store, accountId, userIds);
  const findings = await listCurrentFindings(store, accountId, userIds);
  const cases = await listCases(store, accountId, userIds);
  const histories = new Map<UserId, UserHistory>();
  const change = (id: UserId, part: Partial<UserHistory>) => {
    const known = histories.get(id) ?? { user: null, finding: null, current: null, lastClosed: null };
    histories.set(id, { ...known, ...part });
  };
  for (const user of users) change(user.userId, { user });
  for (const finding of findings) change(finding.userId, { finding });
  for (const one of cases)
    change(one.userId, one.state === 'closed' ? { lastClosed: one } : { current: one });
  return histories;
}

export function caseHistoryOf(history: UserHistory | undefined): CaseHistory {
  const { user, current, lastClosed } = history ?? { user: null, current: null, lastClosed: null };
  return {
    open: current === null ? null : { unreadableSince: current.unreadableSince },
    lastClosed:
      lastClosed === null || lastClosed.closeReason === null || lastClosed.closedAt === null
        ? null
        : { reason: lastClosed.closeReason, at: lastClosed.closedAt },
    hadDevice: user?.hadDevice ?? false,
    unboundSince: user?.unboundSince ?? null,
  };
}

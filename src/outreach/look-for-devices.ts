import type { Clock } from '../domain/clock.ts';
import type { RamUserKey } from '../domain/ram-user.ts';
import { isWorkingTime } from '../domain/work-calendar.ts';
import { type CaseRow, listStillOpen } from '../store/cases.ts';
import type { Database, Store } from '../store/database.ts';
import { type FollowedUser, listUsersOfCases } from '../store/ram-users.ts';
import { type LiveCheck, type ReaderLookup, readerOrNull } from './live-check.ts';
import { openCasesInParts } from './open-cases.ts';
import type { OutreachPolicy } from './outlook.ts';

interface LookDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly policy: OutreachPolicy;
  readonly readers: ReaderLookup;
  readonly newLiveCheck: () => LiveCheck;
  /** Somebody has: thanks are due. */
  readonly onEnrolled: () => void;
}

/**
 * Whoever was told is looked at within their hours, and only a device read as bound acts: the full look follows, which
 * closes the case. Everything else waits for the audit, so that nothing goes round a hold.
 */
export async function lookForDevices(deps: LookDeps, signal: AbortSignal): Promise<void> {
  const check = deps.newLiveCheck();
  const onBound = async (user: RamUserKey) => {
    const checked = await check(user, signal);
    if (checked.kind === 'found' && checked.finding.verdict === 'compliant') deps.onEnrolled();
  };
  const rounds: Promise<void>[] = [];
  for (const [accountId, users] of await toldUsers(deps)) {
    const reader = await readerOrNull(deps.readers, accountId, signal);
    if (reader !== null) rounds.push(reader.lookForDevices(users, { signal, onBound }));
  }
  await Promise.all(rounds);
}

/** Those who may be written to at this hour. */
async function toldUsers({ db, clock, policy }: LookDeps) {
  const users: FollowedUser[] = [];
  const usersTold = async (snapshot: Store, files: readonly CaseRow[]) => {
    const told = files.filter(
      ({ toldAt, toldZone }) =>
        toldAt !== null && isWorkingTime(clock.now(), toldZone ?? policy.timeZone, policy),
    );
    const caseIds = told.map(({ caseId }) => caseId);
    return caseIds.length === 0 ? [] : listUsersOfCases(snapshot, caseIds);
  };
  for await (const { known } of openCasesInParts(db, { list: listStillOpen, load: usersTold }))
    users.push(...known);
  return Map.groupBy(users, ({ accountId }) => accountId);
}

import { isDeepStrictEqual } from 'node:util';
import type { ReadUser } from '../alibaba/accounts.ts';
import { type CaseChange, type CaseCloseReason, decideCase } from '../domain/case.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { ConsoleUse } from '../domain/console-use.ts';
import { type AccountFacts, assess, type Finding, isSameFinding } from '../domain/finding.ts';
import type { RunChanges } from '../domain/hold.ts';
import { afterSilence, atLeastTwoDaysAhead, type LadderPolicy, type ZonedPolicy } from '../domain/ladder.ts';
import type { RamUser, RamUserKey, UserId } from '../domain/ram-user.ts';
import { recordActivity } from '../store/activity.ts';
import { type CaseRow, insertCase, updateCase } from '../store/cases.ts';
import type { Store } from '../store/database.ts';
import { recordFindings } from '../store/findings.ts';
import { cancelPlannedOfCase, listAudiencesTold, planNotice } from '../store/notices.ts';
import {
  isSavedAs,
  markUserDeleted,
  markUsersSeen,
  saveRamUsers,
  type UserMemory,
} from '../store/ram-users.ts';
import { endAbsencesOfMoved } from './bring-back.ts';
import { loadLastingSilence } from './lasting-silence.ts';
import { caseHistoryOf, type UserHistory } from './user-history.ts';

export interface AssessedUser {
  readonly user: RamUser;
  readonly finding: Finding;
}

/** What was read of users, beside what is remembered of them. */
interface Look {
  readonly facts: AccountFacts;
  readonly users: readonly ReadUser[];
  readonly histories: ReadonlyMap<UserId, UserHistory>;
  readonly now: EpochMs;
}

interface Recording extends Look {
  readonly policy: ZonedPolicy;
}

/** Writes down what was read of users, and what it does to their cases. */
export async function recordUsers(trx: Store, recording: Recording): Promise<readonly AssessedUser[]> {
  const { now } = recording;
  const everybody = decideUsers(recording);
  const decided = everybody.filter((one) => !one.isOutdated);
  await rememberUsers(trx, decided, recording);
  const changed = decided.filter((one) => !isSameAsBefore(one));
  const unchanged = decided.filter((one) => !changed.includes(one));
  await recordFindings(trx, {
    unchanged: unchanged.flatMap(({ history, requestId }) =>
      history?.finding ? [{ row: history.finding, requestId }] : [],
    ),
    ended: changed.flatMap((one) => one.history?.finding ?? []),
    begun: changed.map((one) => ({ ...one, userName: one.user.userName })),
    now,
  });
  for (const one of decided) {
    if (one.history?.user && !isDeepStrictEqual(one.history.user.tags, one.user.tags))
      await endAbsencesOfMoved(trx, one.user, { ...recording, before: one.history.user });
    await applyChange(trx, one, recording);
  }
  return everybody;
}

/** The row of somebody of whom nothing is new is not written anew: on most days that is nearly everybody. */
async function rememberUsers(
  trx: Store,
  decided: readonly DecidedUser[],
  { facts, now }: Recording,
): Promise<void> {
  const looks = decided.map((one) => ({ one, user: one.user, memory: memoryOf(one, now) }));
  const isKept = ({ one, user, memory }: (typeof looks)[number]) =>
    one.history?.user != null && isSavedAs(one.history.user, user, memory);
  const news = looks.filter((look) => !isKept(look));
  const userIds = looks.filter(isKept).map(({ user }) => user.userId);
  await saveRamUsers(trx, news, now);
  await markUsersSeen(trx, facts.accountId, { userIds, now });
}

/** Found as before, and called as before. */
function isSameAsBefore({ history, finding, user }: DecidedUser): boolean {
  const before = history?.finding ?? null;
  if (before === null || !isSameFinding(before, finding)) return false;
  return before.userName === null || before.userName === user.userName;
}

interface DecidedUser extends AssessedUser {
  readonly history: UserHistory | undefined;
  readonly change: CaseChange;
  /** null: could not be read. */
  readonly consoleUse: ConsoleUse | null;
  readonly requestId: string | null;
  /** Somebody looked at this user after it was read here: what they saw stands. */
  readonly isOutdated: boolean;
}

/** What each user's reading means, and what it would do to the user's case. */
export function decideUsers({ facts, users, histories, now }: Look): readonly DecidedUser[] {
  return users.map(({ user, facts: userFacts, consoleUse, readAt, requestId }) => {
    const history = histories.get(user.userId);
    const latest = history?.finding ?? null;
    if (latest !== null && latest.seenAt > readAt)
      return {
        user,
        finding: latest,
        history,
        change: { kind: 'none' },
        consoleUse,
        requestId,
        isOutdated: true,
      };
    const finding = assess(userFacts, facts);
    const change = decideCase(finding, caseHistoryOf(history), now);
    return { user, finding, history, change, consoleUse, requestId, isOutdated: false };
  });
}

function memoryOf(one: DecidedUser, now: EpochMs): UserMemory {
  const consoleUse = one.consoleUse ?? one.history?.user?.consoleUse ?? NOT_KNOWN;
  return { ...deviceMemory(one, now), consoleUse };
}

const NOT_KNOWN: ConsoleUse = { lastSignInAt: null, profileSince: null };

function deviceMemory(
  { finding, history, change }: DecidedUser,
  now: EpochMs,
): Omit<UserMemory, 'consoleUse'> {
  if (finding.verdict === 'compliant') return { hadDevice: true, unboundSince: null };
  if (change.kind === 'unbound') return { hadDevice: true, unboundSince: now };
  if (change.kind === 'open') return { hadDevice: false, unboundSince: null };
  const hadDevice = history?.user?.hadDevice ?? false;
  // Where no device is needed nobody waits for one: the day of grace begins anew when it is.
  if (finding.verdict === 'not_applicable') return { hadDevice, unboundSince: null };
  return { hadDevice, unboundSince: history?.user?.unboundSince ?? null };
}

async function applyChange(trx: Store, one: DecidedUser, { policy, now }: Recording): Promise<void> {
  const { user, finding, change } = one;
  switch (change.kind) {
    case 'open':
      await insertCase(trx, user, { regressed: change.regressed, at: now });
      return recordActivity(trx, now, [{ kind: 'case_opened', ...keyOf(user), detail: finding.reason }]);
    case 'resume':
      if (one.history?.lastClosed) await resumeCase(trx, one.history.lastClosed, { policy, now });
      return;
    case 'close':
      if (one.history?.current) {
        await restoreReadable(trx, one.history.current, { policy, now });
        await closeCase(trx, one.history.current, change.reason, now);
      }
      return;
    case 'became_unreadable':
      if (one.history?.current) await updateCase(trx, one.history.current.caseId, { unreadableSince: now });
      return;
    case 'became_readable':
      if (one.history?.current) await restoreReadable(trx, one.history.current, { policy, now });
      return;
    case 'unbound':
    case 'none':
      return;
    default:
      return change satisfies never;
  }
}

const keyOf = ({ accountId, userId }: RamUser | CaseRow) => ({ accountId, userId });

/** Ends the follow-up; what was still to be said is not said any more, and each who was told is thanked once. */
async function closeCase(trx: Store, file: CaseRow, reason: CaseCloseReason, now: EpochMs): Promise<void> {
  await updateCase(trx, file.caseId, { state: 'closed', closedAt: now, closeReason: reason });
  await cancelPlannedOfCase(trx, file.caseId, { reason: 'no_longer_true', at: now });
  if (reason === 'enrolled' && file.toldAt !== null) {
    for (const audience of await listAudiencesTold(trx, file.caseId)) {
      const thanks = { caseId: file.caseId, step: 'thanks', audience, occurrence: 1 } as const;
      await planNotice(trx, { ...keyOf(file), ...thanks, dueAt: now, plannedAt: now });
    }
  }
  await recordActivity(trx, now, [{ kind: 'case_closed', ...keyOf(file), detail: reason }]);
}

/** The vendor said that this user exists no more. */
export async function recordDeletion(
  trx: Store,
  deletion: { readonly key: RamUserKey; readonly history: UserHistory | undefined; readonly now: EpochMs },
): Promise<void> {
  const { key, history, now } = deletion;
  if (history?.current) await closeCase(trx, history.current, 'deleted', now);
  if (history?.finding)
    await recordFindings(trx, { unchanged: [], ended: [history.finding], begun: [], now });
  await markUserDeleted(trx, key, now);
}

/** Goes on where it was: the time in between is given back, as after a pause. */
async function resumeCase(
  trx: Store,
  file: CaseRow,
  rule: { readonly policy: LadderPolicy; readonly now: EpochMs },
): Promise<void> {
  const { policy, now } = rule;
  const lastingSince = await loadLastingSilence(trx);
  const silence = { fromMs: file.closedAt ?? now, toMs: Math.min(now, lastingSince(file)) };
  await updateCase(trx, file.caseId, {
    state: 'open',
    closedAt: null,
    closeReason: null,
    closeShownAt: null,
    ...afterSilence(file, silence, { zone: file.toldZone ?? 'UTC', policy }),
  });
  await recordActivity(trx, now, [{ kind: 'case_resumed', ...keyOf(file) }]);
}

/** Nobody's deadline passes unseen. */
async function restoreReadable(
  trx: Store,
  file: CaseRow,
  rule: { readonly policy: LadderPolicy; readonly now: EpochMs },
): Promise<void> {
  if (file.unreadableSince === null) return;
  await updateCase(trx, file.caseId, {
    unreadableSince: null,
    deadlineAt:
      file.deadlineAt === null ? null : atLeastTwoDaysAhead(file.deadlineAt, file.toldZone ?? 'UTC', rule),
  });
}

export type CaseChanges = Omit<RunChanges, 'absent'>;

export function countChanges(changes: readonly CaseChange[]): CaseChanges {
  const count = (matches: (change: CaseChange) => boolean) => changes.filter(matches).length;
  return {
    opened: count((change) => change.kind === 'open'),
    resumed: count((change) => change.kind === 'resume'),
    closedEnrolled: count((change) => change.kind === 'close' && change.reason === 'enrolled'),
    closedOtherwise: count((change) => change.kind === 'close' && change.reason !== 'enrolled'),
  };
}

import type { Contact, ContactRules } from '../contacts/resolve-contact.ts';
import { type BreakGlassName, isBreakGlass } from '../domain/break-glass.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { Finding } from '../domain/finding.ts';
import {
  type CaseProgress,
  type LadderPlan,
  type LadderPolicy,
  type PersonStep,
  planLadder,
} from '../domain/ladder.ts';
import type { ChatName, Language } from '../domain/message.ts';
import { firstHeldReason, type HeldReason, LADDER_STEPS } from '../domain/notice.ts';
import type { RamUserKey } from '../domain/ram-user.ts';
import { addDays, isWorkingTime, localDate, startOfDay, workingTimeFrom } from '../domain/work-calendar.ts';
import { type AccountRow, listAccounts } from '../store/accounts.ts';
import { type CaseRow, listOpenCases } from '../store/cases.ts';
import type { Database } from '../store/database.ts';
import { findingOf, listFindingsOfOpenCases } from '../store/findings.ts';
import { listCurrentHolds, listReleasedUsers } from '../store/holds.ts';
import { countFirstNotices, listLivingNotices, type NoticeRow } from '../store/notices.ts';
import { findCurrentPause } from '../store/pauses.ts';
import { listUsersOfOpenCases, type RamUserRow, ramUserOf } from '../store/ram-users.ts';
import { presentContact } from './present-contact.ts';

export interface OutreachPolicy extends LadderPolicy {
  readonly messaging: 'on' | 'off';
  readonly maxFirstPerDay: number;
  /** Never messaged. */
  readonly breakGlass: readonly BreakGlassName[];
  /** Of the schedule, and of people whose chat tells none. */
  readonly timeZone: string;
  readonly languageOf: (person: { readonly chat: ChatName; readonly language: Language | null }) => Language;
  readonly securityContact: string | null;
  readonly site: 'intl' | 'cn';
}

/** One open case: what is due, to whom, and why it is not sent now. */
export interface CaseOutlook {
  readonly file: CaseRow;
  readonly user: RamUserRow;
  readonly account: AccountRow;
  readonly finding: Finding | null;
  readonly contact: Contact;
  readonly progress: CaseProgress;
  readonly plan: LadderPlan;
  readonly notices: readonly NoticeRow[];
  /** Why the due step is not sent now; null when it is, or when nothing is due. */
  readonly heldBecause: HeldReason | null;
  /** When the due step may go out at the earliest, by the person's hours. */
  readonly notBefore: EpochMs;
}

export interface OutlookDeps {
  readonly db: Database;
  readonly contactRules: ContactRules;
  readonly policy: OutreachPolicy;
}

/** Every open case as it stands now; what is due by `dueBy` counts as due. Changes nothing. */
export async function lookAhead(
  deps: OutlookDeps,
  now: EpochMs,
  signal: AbortSignal,
  dueBy: EpochMs = now,
): Promise<readonly CaseOutlook[]> {
  const { db, policy } = deps;
  const accounts = new Map((await listAccounts(db)).map((account) => [account.accountId, account]));
  const everyone = await loadUsers(db);
  const notices = groupBy(await listLivingNotices(db), (notice) => notice.caseId);
  const state = await loadHoldState(deps, now);
  const outlooks: CaseOutlook[] = [];
  for (const file of await listOpenCases(db)) {
    const account = accounts.get(file.accountId);
    const known = everyone.get(`${file.accountId}/${file.userId}`);
    // Break-glass users are followed in the digest's own line, never by messages.
    if (
      account === undefined ||
      known === undefined ||
      isBreakGlass({ ...known.user, alias: account.alias }, policy.breakGlass)
    )
      continue;
    const said = notices.get(file.caseId) ?? [];
    const about = { user: ramUserOf(known.user), notices: said, now };
    const contact = await presentContact(deps, about, signal);
    outlooks.push(
      outlookOf({ file, account, ...known, contact, notices: said }, { state, policy, now, dueBy }),
    );
  }
  return outlooks;
}

interface KnownUser {
  readonly user: RamUserRow;
  readonly finding: Finding | null;
}

async function loadUsers(db: Database): Promise<ReadonlyMap<string, KnownUser>> {
  const keyOf = ({ accountId, userId }: RamUserKey) => `${accountId}/${userId}`;
  const findings = new Map((await listFindingsOfOpenCases(db)).map((row) => [keyOf(row), findingOf(row)]));
  const users = await listUsersOfOpenCases(db);
  return new Map(users.map((user) => [keyOf(user), { user, finding: findings.get(keyOf(user)) ?? null }]));
}

interface HoldState {
  readonly paused: boolean;
  readonly heldAccounts: ReadonlySet<string>;
  readonly releasedUsers: ReadonlySet<string>;
  /** First messages that may still go out today; counted down as cases are looked at. */
  firstLeftToday: number;
}

async function loadHoldState({ db, policy }: OutlookDeps, now: EpochMs): Promise<HoldState> {
  const today = localDate(now, policy.timeZone);
  const sentToday = await countFirstNotices(
    db,
    startOfDay(today, policy.timeZone),
    startOfDay(addDays(today, 1), policy.timeZone),
  );
  return {
    paused: (await findCurrentPause(db)) !== undefined,
    heldAccounts: new Set((await listCurrentHolds(db)).map((hold) => hold.accountId)),
    releasedUsers: await listReleasedUsers(db),
    firstLeftToday: Math.max(0, policy.maxFirstPerDay - sentToday),
  };
}

type Known = Pick<CaseOutlook, 'file' | 'user' | 'account' | 'finding' | 'contact' | 'notices'>;

function outlookOf(
  known: Known,
  rule: {
    readonly state: HoldState;
    readonly policy: OutreachPolicy;
    readonly now: EpochMs;
    readonly dueBy: EpochMs;
  },
): CaseOutlook {
  const { policy, now, dueBy } = rule;
  const progress = progressOf(known, policy);
  const plan = planLadder(progress, policy, dueBy);
  const heldBecause = plan.due === null ? null : whyHeld(known, { ...rule, progress, step: plan.due.step });
  const earliest = Math.max(now, plan.due?.dueAt ?? now);
  return {
    ...known,
    progress,
    plan,
    heldBecause,
    notBefore: workingTimeFrom(earliest, progress.zone, policy),
  };
}

function progressOf(
  { file, contact, notices }: Pick<Known, 'file' | 'contact' | 'notices'>,
  policy: OutreachPolicy,
): CaseProgress {
  const present = contact.kind === 'found' ? contact.person : null;
  const isPresent = (chat: string | null, memberId: string | null) =>
    present === null || (present.chat === chat && present.memberId === memberId);
  // A new contact was told nothing yet: the ladder begins anew for that person.
  const told = isPresent(file.toldChat, file.toldMemberId);
  return {
    openedAt: file.openedAt,
    regressed: file.regressed === 1,
    toldAt: told ? file.toldAt : null,
    deadlineAt: told ? file.deadlineAt : null,
    shiftDays: told ? file.shiftDays : 0,
    zone: present?.timeZone ?? file.toldZone ?? policy.timeZone,
    said: notices
      .filter((notice) => notice.audience === 'person' && isPersonStep(notice.step))
      .map((notice) => ({
        step: notice.step as PersonStep,
        occurrence: notice.occurrence,
        state: notice.state,
        cancelReason: notice.cancelReason,
        at: notice.claimedAt ?? notice.plannedAt,
        toPresentContact: isPresent(notice.chat, notice.recipient),
      })),
  };
}

const PERSON_STEPS: ReadonlySet<string> = new Set([...LADDER_STEPS, 'regressed']);
const isPersonStep = (step: string): step is PersonStep => PERSON_STEPS.has(step);

function whyHeld(
  known: Known,
  rule: {
    readonly state: HoldState;
    readonly policy: OutreachPolicy;
    readonly now: EpochMs;
    readonly progress: CaseProgress;
    readonly step: PersonStep;
  },
): HeldReason | null {
  const { state, policy, now, progress, step } = rule;
  const { file, finding, contact, notices } = known;
  const reasons = new Set<HeldReason>();
  const hold = (applies: boolean, reason: HeldReason) => applies && reasons.add(reason);
  const isReleased = state.releasedUsers.has(`${file.accountId}/${file.userId}`);
  hold(policy.messaging === 'off', 'messaging_off');
  hold(state.paused, 'paused');
  hold(state.heldAccounts.has(file.accountId) && !isReleased, 'account_held');
  hold(
    file.unreadableSince !== null || finding?.verdict === 'unknown' || contact.kind === 'unreadable',
    'could_not_read',
  );
  hold(contact.kind === 'no_chat_credentials', 'no_chat_credentials');
  hold(contact.kind === 'unmapped', 'unmapped');
  hold(contact.kind === 'ambiguous', 'ambiguous');
  hold(contact.kind === 'unreachable' || isUndeliverable(contact, notices, { policy, now }), 'unreachable');
  hold(!isWorkingTime(now, progress.zone, policy), 'outside_hours');
  if (step === 'first' || step === 'regressed') {
    hold(state.firstLeftToday === 0, 'daily_limit');
    // Only what would really go out uses up the day's number.
    const onlyHours = [...reasons].every((reason) => reason === 'outside_hours');
    if (onlyHours && state.firstLeftToday > 0) state.firstLeftToday -= 1;
  }
  return firstHeldReason(reasons);
}

/** The last try at this very person failed for good, today: looked at again tomorrow. */
function isUndeliverable(
  contact: Contact,
  notices: readonly NoticeRow[],
  { policy, now }: { readonly policy: OutreachPolicy; readonly now: EpochMs },
): boolean {
  if (contact.kind !== 'found') return false;
  const failed = notices.findLast((notice) => notice.state === 'failed' && notice.audience === 'person');
  return (
    failed !== undefined &&
    failed.recipient === contact.person.memberId &&
    failed.settledAt !== null &&
    localDate(failed.settledAt, policy.timeZone) === localDate(now, policy.timeZone)
  );
}

function groupBy<T, K>(all: readonly T[], keyOf: (one: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group === undefined) groups.set(keyOf(one), [one]);
    else group.push(one);
  }
  return groups;
}

import { type Contact, type ContactRules, contactLine } from '../contacts/resolve-contact.ts';
import { type BreakGlassName, isBreakGlass } from '../domain/break-glass.ts';
import type { ChatName } from '../domain/chats.ts';
import type { EpochMs } from '../domain/clock.ts';
import { mustWait } from '../domain/delivery.ts';
import type { Finding } from '../domain/finding.ts';
import {
  type CaseProgress,
  type LadderPlan,
  type LadderPolicy,
  type PersonStep,
  planLadder,
} from '../domain/ladder.ts';
import type { Language } from '../domain/message.ts';
import { type HeldReason, LADDER_STEPS } from '../domain/notice.ts';
import { isAspectFailing } from '../domain/part.ts';
import type { RamUserKey } from '../domain/ram-user.ts';
import { isUndeliverableToday } from '../domain/reach.ts';
import { type Circumstances, overDailyLimit, whyHeld } from '../domain/why-held.ts';
import { addDays, isWorkingTime, localDate, startOfDay, workingTimeFrom } from '../domain/work-calendar.ts';
import { type AccountRow, listAccounts } from '../store/accounts.ts';
import { type CaseRow, listOpenCases } from '../store/cases.ts';
import type { Database } from '../store/database.ts';
import { listFindingsOfOpenCases } from '../store/findings.ts';
import { listCurrentHolds, listReleasedUsers } from '../store/holds.ts';
import { countFirstNotices, listNoticesOfOpenCases, type NoticeRow } from '../store/notices.ts';
import { listAspects } from '../store/parts.ts';
import { findCurrentPause } from '../store/pauses.ts';
import { listUsersOfOpenCases, type RamUserRow } from '../store/ram-users.ts';
import { listRecipientRefusals, type RecipientRefusal } from '../store/recipient-refusals.ts';
import { presentContact } from './present-contact.ts';

export interface OutreachPolicy extends LadderPolicy {
  readonly messaging: 'on' | 'off';
  readonly maxFirstPerDay: number;
  /** Never messaged. */
  readonly breakGlass: readonly BreakGlassName[];
  /** Of the schedule, and of people whose chat tells none. */
  readonly timeZone: string;
  /** Who is in no chat that is known would read as in the preferred one. */
  readonly languageOf: (person: {
    readonly chat: ChatName | null;
    readonly language: Language | null;
  }) => Language;
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
  /** The chat refuses this person for now; null: it does not. */
  readonly refusal: RecipientRefusal | null;
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
  const notices = Map.groupBy(await listNoticesOfOpenCases(db), (notice) => notice.caseId);
  const silences = await loadSilences(db, now);
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
    const about = { user: known.user, notices: said, now };
    const contact = await presentContact(deps, about, signal);
    const rule = { silences, policy, now, dueBy };
    outlooks.push(outlookOf({ file, account, ...known, contact, notices: said }, rule));
  }
  return limited(outlooks, await firstsLeftToday(deps, now));
}

interface KnownUser {
  readonly user: RamUserRow;
  readonly finding: Finding | null;
}

async function loadUsers(db: Database): Promise<ReadonlyMap<string, KnownUser>> {
  const keyOf = ({ accountId, userId }: RamUserKey) => `${accountId}/${userId}`;
  const findings = new Map((await listFindingsOfOpenCases(db)).map((row) => [keyOf(row), row]));
  const users = await listUsersOfOpenCases(db);
  return new Map(users.map((user) => [keyOf(user), { user, finding: findings.get(keyOf(user)) ?? null }]));
}

/** What keeps people from being written to, apart from who they are. */
export interface Silences {
  readonly isPaused: boolean;
  readonly heldAccounts: ReadonlySet<string>;
  readonly releasedUsers: ReadonlySet<string>;
  /** Whom a chat refuses for now, by `chat/memberId`. */
  readonly refusals: ReadonlyMap<string, RecipientRefusal>;
  readonly failingChats: ReadonlySet<string>;
}

export async function loadSilences(db: Database, now: EpochMs): Promise<Silences> {
  const refusals = await listRecipientRefusals(db);
  const aspects = await listAspects(db);
  return {
    refusals: new Map(refusals.map((one) => [`${one.chat}/${one.memberId}`, one])),
    failingChats: new Set(
      aspects.filter((one) => one.aspect === 'sending' && isAspectFailing(one, now)).map(({ part }) => part),
    ),
    isPaused: (await findCurrentPause(db)) !== undefined,
    heldAccounts: new Set((await listCurrentHolds(db)).map((hold) => hold.accountId)),
    releasedUsers: await listReleasedUsers(db),
  };
}

/** First messages that may still go out today. */
async function firstsLeftToday({ db, policy }: OutlookDeps, now: EpochMs): Promise<number> {
  const zone = policy.timeZone;
  const today = localDate(now, zone);
  const sent = await countFirstNotices(db, startOfDay(today, zone), startOfDay(addDays(today, 1), zone));
  return Math.max(0, policy.maxFirstPerDay - sent);
}

type Known = Pick<CaseOutlook, 'file' | 'user' | 'account' | 'finding' | 'contact' | 'notices'>;

function outlookOf(
  known: Known,
  rule: {
    readonly silences: Silences;
    readonly policy: OutreachPolicy;
    readonly now: EpochMs;
    readonly dueBy: EpochMs;
  },
): CaseOutlook {
  const { policy, now, dueBy } = rule;
  const progress = progressOf(known, { policy, now });
  const plan = planLadder(progress, policy, dueBy);
  const earliest = Math.max(now, plan.due?.dueAt ?? now);
  return {
    ...known,
    progress,
    plan,
    refusal: refusalOf(known.contact, rule.silences),
    heldBecause: plan.due === null ? null : whyHeld(circumstancesOf({ ...known, progress }, rule)),
    notBefore: workingTimeFrom(earliest, progress.zone, policy),
  };
}

/** Beyond the day's limit of first messages, in the order in which the cases were opened. */
function limited(outlooks: readonly CaseOutlook[], leftToday: number): readonly CaseOutlook[] {
  const due = outlooks.flatMap((outlook) => {
    const { plan, heldBecause } = outlook;
    return plan.due === null ? [] : [{ outlook, step: plan.due.step, heldBecause }];
  });
  const over = new Set([...overDailyLimit(due, leftToday)].map(({ outlook }) => outlook));
  return outlooks.map((outlook) =>
    over.has(outlook) ? { ...outlook, heldBecause: 'daily_limit' } : outlook,
  );
}

/** Whether, and by which code, the chat refuses this contact for now. */
function refusalOf(contact: Contact, { refusals }: Silences): RecipientRefusal | null {
  if (contact.kind !== 'found') return null;
  return refusals.get(`${contact.person.chat}/${contact.person.memberId}`) ?? null;
}

/** What could hold this case's due step, as things stand at `now`. */
export function circumstancesOf(
  known: Pick<CaseOutlook, 'file' | 'finding' | 'contact' | 'notices' | 'progress'>,
  rule: { readonly silences: Silences; readonly policy: OutreachPolicy; readonly now: EpochMs },
): Circumstances {
  const { file, finding, contact, notices, progress } = known;
  const { silences, policy, now } = rule;
  const isReleased = silences.releasedUsers.has(`${file.accountId}/${file.userId}`);
  const person = contact.kind === 'found' ? contact.person : null;
  return {
    isMessagingOff: policy.messaging === 'off',
    isPaused: silences.isPaused,
    isAccountHeld: silences.heldAccounts.has(file.accountId) && !isReleased,
    isUnreadable:
      file.unreadableSince !== null || finding?.verdict === 'unknown' || contact.kind === 'unreadable',
    contact: contact.kind,
    isUndeliverable: isUndeliverableToday(contactLine(contact), notices, { zone: policy.timeZone, now }),
    isRefused: mustWait(refusalOf(contact, silences)?.retryAt ?? null, now),
    isChatFailing: person !== null && silences.failingChats.has(person.chat),
    isWorkingTime: isWorkingTime(now, progress.zone, policy),
  };
}

function progressOf(
  { file, contact, notices }: Pick<Known, 'file' | 'contact' | 'notices'>,
  { policy, now }: { readonly policy: OutreachPolicy; readonly now: EpochMs },
): CaseProgress {
  const present = contact.kind === 'found' ? contact.person : null;
  const isPresent = (chat: string | null, memberId: string | null) =>
    present === null || (present.chat === chat && present.memberId === memberId);
  // A new contact was told nothing yet: the ladder begins anew for that person.
  // Nor was anybody told in the future: there the clock was wrong, and waiting for that day would be silence.
  const told = isPresent(file.toldChat, file.toldMemberId) && (file.toldAt ?? now) <= now;
  return {
    openedAt: file.openedAt,
    regressed: file.regressed,
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

/** People who would be messaged were nothing held back: one message each, however many users they have. */
export function countPeopleHeld(outlooks: readonly CaseOutlook[]): number {
  return countPeopleDue(outlooks.filter((one) => one.heldBecause !== null));
}

/** People to whom something is due. */
export function countPeopleDue(outlooks: readonly CaseOutlook[]): number {
  const people = outlooks.flatMap(({ plan, contact }) =>
    plan.due !== null && contact.kind === 'found'
      ? [`${contact.person.chat}/${contact.person.memberId}`]
      : [],
  );
  return new Set(people).size;
}

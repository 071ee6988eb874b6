import type { Person } from '../chat/chat.ts';
import {
  type Contact,
  type ContactRules,
  contactLine,
  peopleBehind,
  standingOf,
} from '../contacts/resolve-contact.ts';
import { type Absence, awayBy, isAway, withStatuses } from '../domain/absence.ts';
import { audiencesOf, heardAt, isOfFormer } from '../domain/addressee.ts';
import { type BreakGlassName, isBreakGlass } from '../domain/break-glass.ts';
import type { ChatName } from '../domain/chats.ts';
import { type EpochMs, isByWrongClock } from '../domain/clock.ts';
import { type ContactRecord, type MemberKey, NOTHING_SAID, OWN, type Standing } from '../domain/contact.ts';
import { mustWait } from '../domain/delivery.ts';
import { endsExemption } from '../domain/exemption.ts';
import type { Finding } from '../domain/finding.ts';
import {
  type CaseProgress,
  isPersonStep,
  type LadderPlan,
  type LadderPolicy,
  type PersonStep,
  planLadder,
  sharedDeadline,
} from '../domain/ladder.ts';
import type { Language } from '../domain/message.ts';
import { type HeldReason, isPersonal, type PersonalAudience } from '../domain/notice.ts';
import { isAspectFailing } from '../domain/part.ts';
import { isAdministrator, mostAtRiskFirst } from '../domain/privilege.ts';
import { isUndeliverableToday } from '../domain/reach.ts';
import { type Circumstances, overDailyLimit, type Silence, whyHeld, whySilent } from '../domain/why-held.ts';
import { addDays, isWorkingTime, localDate, startOfDay, workingTimeFrom } from '../domain/work-calendar.ts';
import { type AbsenceRow, listAbsencesOfCases } from '../store/absences.ts';
import { type AccountRow, listAccounts } from '../store/accounts.ts';
import type { CaseRow } from '../store/cases.ts';
import { keyOf, listContactRecordsOfCases } from '../store/contact-records.ts';
import type { Database, Store } from '../store/database.ts';
import { listExemptionsInState } from '../store/exemptions.ts';
import { listFindingsOfCases } from '../store/findings.ts';
import { listCurrentHolds, listReleasedUsers } from '../store/holds.ts';
import { countFirstNotices, listNoticesOfCases, type SaidNotice } from '../store/notices.ts';
import { listAspects } from '../store/parts.ts';
import { findCurrentPause } from '../store/pauses.ts';
import { type FollowedUser, listUsersOfCases } from '../store/ram-users.ts';
import { listRecipientRefusals, type RecipientRefusal } from '../store/recipient-refusals.ts';
import { listUsedWithoutMfa } from '../store/witnessed.ts';
import { openCasesInParts } from './open-cases.ts';
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
  readonly infoUrl: string | null;
  readonly site: 'intl' | 'cn';
}

/** One open case: what is due, to whom, and why it is not sent now. */
export interface CaseOutlook {
  readonly file: CaseRow;
  readonly user: FollowedUser;
  /** The password alone was enough at some sign-in that is on record. */
  readonly isUsedWithoutMfa: boolean;
  readonly account: AccountRow;
  readonly finding: Finding | null;
  /** What was said of who is behind the user. */
  readonly record: ContactRecord;
  readonly contact: Contact;
  /** All who are behind the user, whoever of them this is about. */
  readonly people: readonly Person[];
  /** What the person is in the notices' keys. */
  readonly audience: PersonalAudience;
  readonly standing: Standing;
  /** The same case as it stands for each of the others who share the user. */
  readonly further: readonly CaseOutlook[];
  readonly progress: CaseProgress;
  readonly plan: LadderPlan;
  /** What is due is the first to be said after an exemption. */
  readonly endsExemption: boolean;
  /** To this person, and to the manager. */
  readonly notices: readonly SaidNotice[];
  /** Still to be said to who is not behind the user any more. */
  readonly ofFormer: readonly SaidNotice[];
  readonly absences: readonly AbsenceRow[];
  /** null: not all who are behind the user are away. */
  readonly away: Absence | null;
  /** The chat refuses this person for now; null: it does not. */
  readonly refusal: RecipientRefusal | null;
  /** What lasts and keeps silent about the case, though nothing may be due. */
  readonly silentBecause: Silence | null;
  /** Why the due step is not sent now; null when it is, or when nothing is due. */
  readonly heldBecause: HeldReason | null;
  /** When the due step may go out at the earliest, by the person's hours. */
  readonly notBefore: EpochMs;
}

/** Everybody who is written to, each for themselves. */
export function eachAddressee(outlooks: readonly CaseOutlook[]): readonly CaseOutlook[] {
  return outlooks.flatMap((outlook) => [outlook, ...outlook.further]);
}

export interface OutlookDeps {
  readonly db: Database;
  readonly contactRules: ContactRules;
  readonly policy: OutreachPolicy;
}

/** Every open case as it stands now, who is most at risk first; what is due by `dueBy` counts as due. Changes nothing. */
export async function lookAhead(
  deps: OutlookDeps,
  now: EpochMs,
  signal: AbortSignal,
  dueBy: EpochMs = now,
): Promise<readonly CaseOutlook[]> {
  const { db, policy } = deps;
  const accounts = new Map((await listAccounts(db)).map((account) => [account.accountId, account]));
  const silences = await loadSilences(db, now);
  const rule = { silences, exemptUntil: await loadExemptUntil(db), policy, now, dueBy };
  const outlooks: CaseOutlook[] = [];
  for await (const { files, known } of openCasesInParts(db, loadKnown)) {
    for (const file of files) {
      const account = accounts.get(file.accountId);
      const { user, isUsedWithoutMfa, ...rest } = known(file);
      const { finding = null, record = NOTHING_SAID, notices = [], absences = [] } = rest;
      // Break-glass users are followed in the digest's own line, never by messages.
      if (
        account === undefined ||
        user === undefined ||
        isBreakGlass({ ...user, alias: account.alias }, policy.breakGlass)
      )
        continue;
      const contact = await presentContact(deps, { user, record, notices, now }, signal);
      const of = { contact, people: peopleBehind(contact), notices, absences };
      outlooks.push(outlookOf({ file, account, user, isUsedWithoutMfa, finding, record, ...of }, rule));
    }
  }
  const ordered = mostAtRiskFirst(outlooks, ({ user, isUsedWithoutMfa }) => ({
    isAdministrator: isAdministrator(user),
    isUsedWithoutMfa,
  }));
  return limited(ordered, await firstsLeftToday(deps, now));
}

async function loadKnown(db: Store, files: readonly CaseRow[]) {
  const caseIds = files.map(({ caseId }) => caseId);
  const findings = await listFindingsOfCases(db, caseIds);
  const users = new Map((await listUsersOfCases(db, caseIds)).map((row) => [keyOf(row), row]));
  const records = await listContactRecordsOfCases(db, caseIds);
  const notices = Map.groupBy(await listNoticesOfCases(db, caseIds), ({ caseId }) => caseId);
  const absences = Map.groupBy(await listAbsencesOfCases(db, caseIds), keyOf);
  const used = await listUsedWithoutMfa(db, caseIds);
  return (file: CaseRow) => ({
    user: users.get(keyOf(file)),
    isUsedWithoutMfa: used.has(keyOf(file)),
    finding: findings.get(file.caseId),
    record: records.get(keyOf(file)),
    notices: notices.get(file.caseId),
    absences: absences.get(keyOf(file)),
  });
}

/** What keeps people from being written to, apart from who they are. */
export interface Silences {
  readonly isPaused: boolean;
  readonly heldAccounts: ReadonlySet<string>;
  readonly releasedUsers: ReadonlySet<string>;
  /** Whom a chat refuses for now, by `chat/memberId`. */
  readonly refusals: ReadonlyMap<string, RecipientRefusal>;
  readonly failingChats: ReadonlySet<string>;
  /** `accountId/userId` */
  readonly exemptUsers: ReadonlySet<string>;
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
    exemptUsers: new Set((await listExemptionsInState(db, ['active'])).map(keyOf)),
    heldAccounts: new Set((await listCurrentHolds(db)).map((hold) => hold.accountId)),
    releasedUsers: await listReleasedUsers(db),
  };
}

/** Until when those were exempt who are it no more, the last time; by `accountId/userId`. */
async function loadExemptUntil(db: Database): Promise<ReadonlyMap<string, EpochMs>> {
  const ended = (await listExemptionsInState(db, ['over', 'ended'])).flatMap((one) =>
    one.endedAt === null ? [] : [[keyOf(one), one.endedAt] as const],
  );
  return new Map(ended.toSorted(([, one], [, other]) => one - other));
}

/** First messages that may still go out today. */
async function firstsLeftToday({ db, policy }: OutlookDeps, now: EpochMs): Promise<number> {
  const zone = policy.timeZone;
  const today = localDate(now, zone);
  const sent = await countFirstNotices(db, startOfDay(today, zone), startOfDay(addDays(today, 1), zone));
  return Math.max(0, policy.maxFirstPerDay - sent);
}

type Known = Pick<
  CaseOutlook,
  | 'file'
  | 'user'
  | 'isUsedWithoutMfa'
  | 'account'
  | 'finding'
  | 'record'
  | 'contact'
  | 'people'
  | 'notices'
  | 'absences'
>;

/** One of those who share the user, and the clock of the case as far as they are concerned. */
type Addressee = Pick<CaseOutlook, 'contact' | 'audience' | 'standing' | 'notices'> & {
  readonly isShared: boolean;
  readonly toldAt: EpochMs | null;
  readonly heardAt: EpochMs | null;
};

interface Rule {
  readonly silences: Silences;
  readonly exemptUntil: ReadonlyMap<string, EpochMs>;
  readonly policy: OutreachPolicy;
  readonly now: EpochMs;
  readonly dueBy: EpochMs;
}

/** The case for the first who is written to, and for each of the others. */
function outlookOf(known: Known, rule: Rule): CaseOutlook {
  const addressees = addresseesOf(known, rule.now);
  const [first, ...others] = addressees;
  if (first === undefined) throw new Error('A case is always somebody’s, known or not');
  const further = others.map((one) => outlookFor({ ...known, ...one, further: [], ofFormer: [] }, rule));
  const ofFormer = noticesOfFormer(known, addressees);
  return outlookFor({ ...known, ...first, contact: known.contact, further, ofFormer }, rule);
}

function noticesOfFormer(
  { contact, notices }: Known,
  addressees: readonly Addressee[],
): readonly SaidNotice[] {
  // Who cannot be found now is not known to be somebody else.
  if (contact.kind !== 'found') return [];
  const audiences = addressees.map(({ audience }) => audience);
  const toldAt = addressees[0]?.toldAt ?? null;
  return notices.filter(
    (one) =>
      isPersonStep(one.step) &&
      isOfFormer({ ...one, isAgain: one.againBecause !== null }, { audiences, toldAt }),
  );
}

function addresseesOf({ file, contact, people, notices }: Known, now: EpochMs): readonly Addressee[] {
  // Nor was anybody told in the future: there the clock was wrong, and waiting for that day would be silence.
  const toldAt = isByWrongClock(file.toldAt, now) ? null : file.toldAt;
  if (contact.kind !== 'found') {
    const theirs = notices.filter((one) => !one.audience.startsWith('person:'));
    const nobody = { contact, audience: 'person', standing: OWN, notices: theirs, isShared: false } as const;
    return [{ ...nobody, toldAt, heardAt: toldAt }];
  }
  const audiences = audiencesOf(people, { said: notices, isOwned: contact.via === 'owner' });
  const said = notices.filter(({ step }) => isPersonStep(step));
  const isShared = people.length > 1;
  const heard = people.map((person) => heardAt(person, { ...file, toldAt }, { said, isShared }));
  // A new contact was told nothing yet: the ladder begins anew for that person.
  const isRunning = heard.some((at) => at !== null);
  return people.map((person, index) => {
    const audience = audiences[index] ?? 'person';
    return {
      contact: { ...contact, person, further: [] },
      audience,
      standing: standingOf(contact, person),
      notices: notices.filter((one) => concerns(one, { audience, person })),
      isShared,
      toldAt: isRunning ? toldAt : null,
      heardAt: heard[index] ?? null,
    };
  });
}

function concerns(
  { audience, chat, recipient }: SaidNotice,
  to: { readonly audience: PersonalAudience; readonly person: MemberKey },
): boolean {
  if (audience === 'manager' || audience === to.audience) return true;
  return chat === to.person.chat && recipient === to.person.memberId;
}

function outlookFor(
  known: Known & Addressee & Pick<CaseOutlook, 'further' | 'ofFormer'>,
  rule: Rule,
): CaseOutlook {
  const { policy, now, dueBy } = rule;
  const away = awayOf(known, { policy, now });
  const standing = progressOf(known, policy);
  const circumstances = circumstancesOf({ ...known, progress: standing }, rule);
  // Of those who share the user one alone is away without holding the case.
  const silentBecause = whySilent({ ...circumstances, isAway: away !== null });
  const progress = { ...standing, isExcused: silentBecause !== null };
  const plan = planLadder(progress, policy, dueBy);
  const earliest = Math.max(now, plan.due?.dueAt ?? now);
  return {
    ...known,
    away,
    progress,
    plan,
    silentBecause,
    endsExemption:
      plan.due !== null && endsExemption(plan.due, progress, rule.exemptUntil.get(keyOf(known.file)) ?? null),
    refusal: refusalOf(known.contact, rule.silences),
    heldBecause: plan.due === null ? null : whyHeld(circumstances),
    notBefore: workingTimeFrom(earliest, progress.zone, policy),
  };
}

/** Beyond the day's limit of first messages, in the order given. */
function limited(outlooks: readonly CaseOutlook[], leftToday: number): readonly CaseOutlook[] {
  const due = eachAddressee(outlooks).flatMap((outlook) => {
    const { plan, heldBecause } = outlook;
    // Who puts off a first message has had it already.
    return plan.due === null || plan.due.againBecause !== null
      ? []
      : [{ outlook, step: plan.due.step, heldBecause }];
  });
  const over = new Set([...overDailyLimit(due, leftToday)].map(({ outlook }) => outlook));
  const asLimited = (outlook: CaseOutlook): CaseOutlook => ({
    ...outlook,
    heldBecause: over.has(outlook) ? 'daily_limit' : outlook.heldBecause,
    further: outlook.further.map(asLimited),
  });
  return outlooks.map(asLimited);
}

/** Whether, and by which code, the chat refuses this contact for now. */
function refusalOf(contact: Contact, { refusals }: Silences): RecipientRefusal | null {
  if (contact.kind !== 'found') return null;
  return refusals.get(`${contact.person.chat}/${contact.person.memberId}`) ?? null;
}

/** One whose day has come lasts until its days are given back. */
function awayOf(
  known: Pick<CaseOutlook, 'file' | 'people' | 'absences'>,
  rule: { readonly policy: OutreachPolicy; readonly now: EpochMs },
): Absence | null {
  return awayBy(absencesNow(known, rule), known.people);
}

function absencesNow(
  { file, people, absences }: Pick<CaseOutlook, 'file' | 'people' | 'absences'>,
  { policy, now }: { readonly policy: OutreachPolicy; readonly now: EpochMs },
): readonly Absence[] {
  return withStatuses(absences, people, { openedAt: file.openedAt, now, zone: policy.timeZone });
}

/** What could hold this case's due step, as things stand at `now`. */
export function circumstancesOf(
  known: Pick<CaseOutlook, 'file' | 'finding' | 'record' | 'contact' | 'people' | 'notices' | 'absences'> & {
    readonly progress: Pick<CaseProgress, 'zone'>;
  },
  rule: { readonly silences: Silences; readonly policy: OutreachPolicy; readonly now: EpochMs },
): Circumstances {
  const { file, finding, record, contact, notices, progress } = known;
  const { silences, policy, now } = rule;
  const isReleased = silences.releasedUsers.has(`${file.accountId}/${file.userId}`);
  const person = contact.kind === 'found' ? contact.person : null;
  return {
    isMessagingOff: policy.messaging === 'off',
    isPaused: silences.isPaused,
    isAccountHeld: silences.heldAccounts.has(file.accountId) && !isReleased,
    isExempt: silences.exemptUsers.has(keyOf(file)),
    isDisputed: record.dispute !== null,
    isAway:
      person === null ? awayOf(known, rule) !== null : isAway(absencesNow(known, rule), person, known.people),
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
  { file, contact, notices, ...clock }: Pick<Known, 'file'> & Addressee,
  policy: OutreachPolicy,
): Omit<CaseProgress, 'isExcused'> {
  const { toldAt } = clock;
  const present = contact.kind === 'found' ? contact.person : null;
  const zone = present?.timeZone ?? file.toldZone ?? policy.timeZone;
  const isPresent = (chat: string | null, memberId: string | null) =>
    present === null || (present.chat === chat && present.memberId === memberId);
  return {
    openedAt: file.openedAt,
    regressed: file.regressed,
    toldAt,
    heardAt: clock.heardAt,
    deadlineAt: toldAt === null ? null : promisedIn(zone, file, { ...clock, policy }),
    shiftDays: toldAt === null ? 0 : file.shiftDays,
    zone,
    said: notices
      .filter((notice) => isPersonal(notice.audience) && isPersonStep(notice.step))
      .map((notice) => ({
        step: notice.step as PersonStep,
        occurrence: notice.occurrence,
        state: notice.state,
        cancelReason: notice.cancelReason,
        at: notice.claimedAt ?? notice.plannedAt,
        dueAt: notice.dueAt,
        againBecause: notice.againBecause,
        toPresentContact: isPresent(notice.chat, notice.recipient),
      })),
  };
}

/** Those who share a user share the day; each ends it in their own zone. */
function promisedIn(
  zone: string,
  { deadlineAt, toldZone }: CaseRow,
  { isShared, policy }: { readonly isShared: boolean; readonly policy: OutreachPolicy },
): EpochMs | null {
  return isShared && deadlineAt !== null && toldZone !== null
    ? sharedDeadline({ deadlineAt, toldZone }, zone, policy)
    : deadlineAt;
}

/** People who would be messaged were nothing held back: one message each, however many users they have. */
export function countPeopleHeld(outlooks: readonly CaseOutlook[]): number {
  return countPeople(eachAddressee(outlooks).filter((one) => one.heldBecause !== null));
}

/** People to whom something is due. */
export function countPeopleDue(outlooks: readonly CaseOutlook[]): number {
  return countPeople(eachAddressee(outlooks));
}

function countPeople(outlooks: readonly CaseOutlook[]): number {
  const people = outlooks.flatMap(({ plan, contact }) =>
    plan.due !== null && contact.kind === 'found'
      ? [`${contact.person.chat}/${contact.person.memberId}`]
      : [],
  );
  return new Set(people).size;
}

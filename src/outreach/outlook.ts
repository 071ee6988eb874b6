import { contactLine } from '../contacts/resolve-contact.ts';
import { isAway } from '../domain/absence.ts';
import { isOfFormer } from '../domain/addressee.ts';
import type { ChatName } from '../domain/chats.ts';
import type { EpochMs } from '../domain/clock.ts';
import { mustWait } from '../domain/delivery.ts';
import { endsExemption } from '../domain/exemption.ts';
import type { Finding } from '../domain/finding.ts';
import {
  type CaseProgress,
  isPersonStep,
  type LadderPlan,
  type PersonStep,
  planLadder,
} from '../domain/ladder.ts';
import type { Language } from '../domain/message.ts';
import { type HeldReason, isPersonal } from '../domain/notice.ts';
import { isAdministrator, mostAtRiskFirst } from '../domain/privilege.ts';
import { isUndeliverableToday } from '../domain/reach.ts';
import { type Circumstances, overDailyLimit, whyHeld } from '../domain/why-held.ts';
import { addDays, isWorkingTime, localDate, startOfDay, workingTimeFrom } from '../domain/work-calendar.ts';
import { type CaseRow, listStillOpen } from '../store/cases.ts';
import { keyOf } from '../store/contact-records.ts';
import type { Database } from '../store/database.ts';
import { listExemptionsInState } from '../store/exemptions.ts';
import { listFindingsOfCases } from '../store/findings.ts';
import { countFirstNotices, listNoticesOfCases, type SaidNotice } from '../store/notices.ts';
import { type FollowedUser, listUsersOfCases } from '../store/ram-users.ts';
import { listUsedWithoutMfa } from '../store/witnessed.ts';
import {
  absencesNow,
  awayOf,
  type JudgeDeps,
  type JudgedCase,
  type JudgePolicy,
  judgedCases,
  lastingOf,
  loadSaid,
  type Reading,
  refusalOf,
  type StoredFacts,
} from './judged-case.ts';
import { loadSilences, type Silences } from './silences.ts';

export interface OutreachPolicy extends JudgePolicy {
  readonly messaging: 'on' | 'off';
  readonly maxFirstPerDay: number;
  /** Who is in no chat that is known would read as in the preferred one. */
  readonly languageOf: (person: {
    readonly chat: ChatName | null;
    readonly language: Language | null;
  }) => Language;
  readonly securityContact: string | null;
  readonly infoUrl: string | null;
  readonly site: 'intl' | 'cn';
}

/** What is read of a case in order to say what comes next. */
interface WholeFacts extends StoredFacts {
  readonly file: CaseRow;
  readonly user: FollowedUser;
  /** The password alone was enough at some sign-in that is on record. */
  readonly isUsedWithoutMfa: boolean;
  readonly finding: Finding | null;
  /** To this person, and to the manager. */
  readonly notices: readonly SaidNotice[];
}

/** An open case as it stands now, whatever comes next. */
export type CaseNow = JudgedCase<WholeFacts>;

/** One open case: what is due, to whom, and why it is not sent now. */
export interface CaseOutlook extends Omit<CaseNow, 'progress' | 'further'> {
  /** The same case as it stands for each of the others who share the user. */
  readonly further: readonly CaseOutlook[];
  /** Still to be said to who is not behind the user any more. */
  readonly ofFormer: readonly SaidNotice[];
  readonly progress: CaseProgress;
  readonly plan: LadderPlan;
  /** What is due is the first to be said after an exemption. */
  readonly endsExemption: boolean;
  /** Why the due step is not sent now; null when it is, or when nothing is due. */
  readonly heldBecause: HeldReason | null;
  /** When the due step may go out at the earliest, by the person's hours. */
  readonly notBefore: EpochMs;
}

/** Everybody who is written to, each for themselves. */
export function eachAddressee<Case extends { readonly further: readonly Case[] }>(
  cases: readonly Case[],
): readonly Case[] {
  return cases.flatMap((one) => [one, ...one.further]);
}

export interface OutlookDeps extends JudgeDeps {
  readonly policy: OutreachPolicy;
}

/** Every open case as it stands now, who is most at risk first. Changes nothing. */
export async function lookAtCases(
  deps: JudgeDeps,
  now: EpochMs,
  signal: AbortSignal,
): Promise<readonly CaseNow[]> {
  const silences = await loadSilences(deps.db, now);
  const cases: CaseNow[] = [];
  for await (const judged of judgedCases(deps, WHOLE, { silences, now, signal })) cases.push(...judged);
  return inOrderOfRisk(cases);
}

/** The same with what comes next; what is due by `dueBy` counts as due. */
export async function lookAhead(
  deps: OutlookDeps,
  now: EpochMs,
  signal: AbortSignal,
  dueBy: EpochMs = now,
): Promise<readonly CaseOutlook[]> {
  const { db, policy } = deps;
  const silences = await loadSilences(db, now);
  const rule = { silences, exemptUntil: await loadExemptUntil(db), policy, now, dueBy };
  const outlooks: CaseOutlook[] = [];
  for await (const judged of judgedCases(deps, WHOLE, { silences, now, signal }))
    outlooks.push(...judged.map((one) => outlookOf(one, rule)));
  return limited(inOrderOfRisk(outlooks), await firstsLeftToday(deps, now));
}

/** Who is most at risk first, else in the order given. */
function inOrderOfRisk<Case extends Pick<CaseOutlook, 'user' | 'isUsedWithoutMfa'>>(
  cases: readonly Case[],
): readonly Case[] {
  return mostAtRiskFirst(cases, ({ user, isUsedWithoutMfa }) => ({
    isAdministrator: isAdministrator(user),
    isUsedWithoutMfa,
  }));
}

/** All that is read of a case. */
const WHOLE: Reading<CaseRow, WholeFacts> = {
  list: listStillOpen,
  async load(snapshot, files) {
    const caseIds = files.map(({ caseId }) => caseId);
    const said = await loadSaid(snapshot, caseIds);
    const findings = await listFindingsOfCases(snapshot, caseIds);
    const users = new Map((await listUsersOfCases(snapshot, caseIds)).map((row) => [keyOf(row), row]));
    const notices = Map.groupBy(await listNoticesOfCases(snapshot, caseIds), ({ caseId }) => caseId);
    const used = await listUsedWithoutMfa(snapshot, caseIds);
    return (file) => {
      const user = users.get(keyOf(file));
      if (user === undefined) return null;
      return {
        ...{ file, user, ...said(file) },
        isUsedWithoutMfa: used.has(keyOf(file)),
        finding: findings.get(file.caseId) ?? null,
        notices: notices.get(file.caseId) ?? [],
      };
    };
  },
};

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

interface Rule {
  readonly silences: Silences;
  readonly exemptUntil: ReadonlyMap<string, EpochMs>;
  readonly policy: OutreachPolicy;
  readonly now: EpochMs;
  readonly dueBy: EpochMs;
}

/** What comes next in a case as it stands for the first who is written to, and for each of the others. */
function outlookOf(judged: CaseNow, rule: Rule): CaseOutlook {
  const further = judged.further.map((one) => outlookFor({ ...one, further: [], ofFormer: [] }, rule));
  return outlookFor({ ...judged, further, ofFormer: noticesOfFormer(judged) }, rule);
}

function noticesOfFormer(judged: CaseNow): readonly SaidNotice[] {
  const { contact, noticesOfCase, progress } = judged;
  // Who cannot be found now is not known to be somebody else.
  if (contact.kind !== 'found') return [];
  const audiences = eachAddressee([judged]).map(({ audience }) => audience);
  return noticesOfCase.filter(
    (one) =>
      isPersonStep(one.step) &&
      isOfFormer({ ...one, isAgain: one.againBecause !== null }, { audiences, toldAt: progress.toldAt }),
  );
}

function outlookFor(
  judged: Omit<CaseNow, 'further'> & Pick<CaseOutlook, 'further' | 'ofFormer'>,
  rule: Rule,
): CaseOutlook {
  const { policy, now, dueBy, exemptUntil } = rule;
  const progress = progressOf(judged);
  const plan = planLadder(progress, policy, dueBy);
  const { due } = plan;
  return {
    ...judged,
    progress,
    plan,
    endsExemption: due !== null && endsExemption(due, progress, exemptUntil.get(keyOf(judged.file)) ?? null),
    heldBecause: due === null ? null : whyHeld(circumstancesOf(judged, rule)),
    notBefore: workingTimeFrom(Math.max(now, due?.dueAt ?? now), progress.zone, policy),
  };
}

function progressOf({ file, contact, notices, progress }: Omit<CaseNow, 'further'>): CaseProgress {
  const present = contact.kind === 'found' ? contact.person : null;
  const isPresent = (chat: string | null, memberId: string | null) =>
    present === null || (present.chat === chat && present.memberId === memberId);
  return {
    ...progress,
    openedAt: file.openedAt,
    regressed: file.regressed,
    shiftDays: progress.toldAt === null ? 0 : file.shiftDays,
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

/** What could hold this case's due step, as things stand at `now`. */
export function circumstancesOf(
  known: Pick<CaseOutlook, 'file' | 'finding' | 'record' | 'contact' | 'people' | 'notices' | 'absences'> & {
    readonly progress: Pick<CaseProgress, 'zone'>;
  },
  rule: { readonly silences: Silences; readonly policy: OutreachPolicy; readonly now: EpochMs },
): Circumstances {
  const { file, finding, contact, notices, progress } = known;
  const { silences, policy, now } = rule;
  const person = contact.kind === 'found' ? contact.person : null;
  return {
    ...lastingOf(known, silences),
    isMessagingOff: policy.messaging === 'off',
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

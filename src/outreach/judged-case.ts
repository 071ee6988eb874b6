import type { Person } from '../chat/chat.ts';
import {
  type Contact,
  type ContactRules,
  type ContactSubject,
  peopleBehind,
  standingOf,
} from '../contacts/resolve-contact.ts';
import { type Absence, awayBy, withStatuses } from '../domain/absence.ts';
import { audiencesOf, heardAt } from '../domain/addressee.ts';
import { type BreakGlassName, isBreakGlass } from '../domain/break-glass.ts';
import { type EpochMs, isByWrongClock } from '../domain/clock.ts';
import { type ContactRecord, type MemberKey, NOTHING_SAID, OWN, type Standing } from '../domain/contact.ts';
import { type CaseProgress, isPersonStep, sharedDeadline, type ZonedPolicy } from '../domain/ladder.ts';
import type { PersonalAudience } from '../domain/notice.ts';
import { type Silence, whySilent } from '../domain/why-held.ts';
import { type AbsenceRow, listAbsencesOfCases } from '../store/absences.ts';
import { type AccountRow, listAccounts } from '../store/accounts.ts';
import { keyOf, listContactRecordsOfCases } from '../store/contact-records.ts';
import type { Database, Store } from '../store/database.ts';
import { type CaseFile, listNamedCases, type NamedCase } from '../store/judged-cases.ts';
import { listOutcomesOfCases, type NoticeOutcome } from '../store/notices.ts';
import type { RecipientRefusal } from '../store/recipient-refusals.ts';
import { openCasesInParts, type ReadingOfCases } from './open-cases.ts';
import { presentContact } from './present-contact.ts';
import type { Silences } from './silences.ts';

export interface JudgePolicy extends ZonedPolicy {
  /** Never messaged. */
  readonly breakGlass: readonly BreakGlassName[];
}

export interface JudgeDeps {
  readonly db: Database;
  readonly contactRules: ContactRules;
  readonly policy: JudgePolicy;
}

/** What a case is judged by, but for who is behind its user; whatever more was read of it comes along. */
export interface StoredFacts {
  readonly file: CaseFile;
  readonly user: ContactSubject['user'];
  /** What was said of who is behind the user. */
  readonly record: ContactRecord;
  /** In the order of planning. */
  readonly notices: readonly NoticeOutcome[];
  readonly absences: readonly AbsenceRow[];
}

/** How that is read; null: there is nobody any more. */
export type Reading<File, Facts> = ReadingOfCases<File, (file: File) => Facts | null>;

interface Found {
  readonly account: AccountRow;
  readonly contact: Contact;
  /** All who are behind the user, whoever of them this is about. */
  readonly people: readonly Person[];
}

/** One of those who share the user, and the clock of the case as far as they are concerned. */
interface Addressee {
  readonly contact: Contact;
  /** What the person is in the notices' keys. */
  readonly audience: PersonalAudience;
  readonly standing: Standing;
  readonly toldAt: EpochMs | null;
  readonly heardAt: EpochMs | null;
}

/** When somebody was told, what they were promised, and whether it counts against them. */
type Clock = Pick<CaseProgress, 'toldAt' | 'heardAt' | 'deadlineAt' | 'zone' | 'isExcused'>;

/** One open case as it stands for who is written to: what was read of it, to whom it goes, and whether it counts. */
export type JudgedCase<Facts extends StoredFacts = StoredFacts> = Facts &
  Found &
  Omit<Addressee, 'toldAt' | 'heardAt'> & {
    /** Whoever they are to; `notices` are to this person, and to the manager. */
    readonly noticesOfCase: Facts['notices'];
    readonly progress: Clock;
    /** null: not all who are behind the user are away. */
    readonly away: Absence | null;
    /** What lasts and keeps silent about the case, though nothing may be due. */
    readonly silentBecause: Silence | null;
    /** The chat refuses this person for now; null: it does not. */
    readonly refusal: RecipientRefusal | null;
    /** The same case as it stands for each of the others who share the user. */
    readonly further: readonly JudgedCase<Facts>[];
  };

interface Rule {
  readonly silences: Silences;
  readonly policy: JudgePolicy;
  readonly now: EpochMs;
}

/** A few at a time, in the order they were opened; nobody who is for emergencies. */
export async function* judgedCases<File extends CaseFile, Facts extends StoredFacts>(
  deps: JudgeDeps,
  reading: Reading<File, Facts>,
  ask: { readonly silences: Silences; readonly now: EpochMs; readonly signal: AbortSignal },
): AsyncGenerator<readonly JudgedCase<Facts>[]> {
  const { db, policy } = deps;
  const { silences, now, signal } = ask;
  const accounts = new Map((await listAccounts(db)).map((account) => [account.accountId, account]));
  for await (const { files, known } of openCasesInParts(db, reading)) {
    const judged: JudgedCase<Facts>[] = [];
    for (const file of files) {
      const account = accounts.get(file.accountId);
      const facts = known(file);
      // Break-glass users are followed in the digest's own line, never by messages.
      if (account === undefined || facts === null || isForEmergencies(facts, account, policy)) continue;
      const contact = await presentContact(deps, { ...facts, now }, signal);
      const people = peopleBehind(contact);
      judged.push(judgeCase({ ...facts, account, contact, people }, { silences, policy, now }));
    }
    yield judged;
  }
}

function isForEmergencies(
  { file, user }: StoredFacts,
  { alias }: AccountRow,
  { breakGlass }: JudgePolicy,
): boolean {
  const { accountId } = file;
  return isBreakGlass({ accountId, userName: user.userName, alias }, breakGlass);
}

/** No more than it takes. */
export const BRIEFLY: Reading<NamedCase, StoredFacts> = {
  list: listNamedCases,
  async load(snapshot, files) {
    const caseIds = files.map(({ caseId }) => caseId);
    const said = await loadSaid(snapshot, caseIds);
    const notices = Map.groupBy(await listOutcomesOfCases(snapshot, caseIds), ({ caseId }) => caseId);
    return (file) =>
      file.user === null
        ? null
        : { file, user: file.user, ...said(file), notices: notices.get(file.caseId) ?? [] };
  },
};

/** What people and admins have said. */
export async function loadSaid(snapshot: Store, caseIds: readonly number[]) {
  const records = await listContactRecordsOfCases(snapshot, caseIds);
  const absences = Map.groupBy(await listAbsencesOfCases(snapshot, caseIds), keyOf);
  return (file: CaseFile) => ({
    record: records.get(keyOf(file)) ?? NOTHING_SAID,
    absences: absences.get(keyOf(file)) ?? [],
  });
}

/** The case for the first who is written to, and for each of the others. */
function judgeCase<Facts extends StoredFacts>(facts: Facts & Found, rule: Rule): JudgedCase<Facts> {
  const [first, ...others] = addresseesOf(facts, rule.now);
  if (first === undefined) throw new Error('A case is always somebody’s, known or not');
  const further = others.map((one) => judgeFor(facts, one, { ...rule, further: [] }));
  return { ...judgeFor(facts, first, { ...rule, further }), contact: facts.contact };
}

function addresseesOf(
  { file, contact, people, notices }: StoredFacts & Found,
  now: EpochMs,
): readonly Addressee[] {
  // Nor was anybody told in the future: there the clock was wrong, and waiting for that day would be silence.
  const toldAt = isByWrongClock(file.toldAt, now) ? null : file.toldAt;
  if (contact.kind !== 'found') {
    return [{ contact, audience: 'person', standing: OWN, toldAt, heardAt: toldAt }];
  }
  const audiences = audiencesOf(people, { said: notices, isOwned: contact.via === 'owner' });
  const clock = { toldAt, toldChat: file.toldChat, toldMemberId: file.toldMemberId };
  const said = notices.filter(({ step }) => isPersonStep(step));
  const isShared = people.length > 1;
  const heard = people.map((person) => heardAt(person, clock, { said, isShared }));
  // A new contact was told nothing yet: the ladder begins anew for that person.
  const isRunning = heard.some((at) => at !== null);
  return people.map((person, index) => ({
    contact: { ...contact, person, further: [] },
    audience: audiences[index] ?? 'person',
    standing: standingOf(contact, person),
    toldAt: isRunning ? toldAt : null,
    heardAt: heard[index] ?? null,
  }));
}

function judgeFor<Facts extends StoredFacts>(
  facts: Facts & Found,
  { toldAt, heardAt, ...addressee }: Addressee,
  rule: Rule & { readonly further: readonly JudgedCase<Facts>[] },
): JudgedCase<Facts> {
  const { silences, policy, further } = rule;
  const away = awayOf(facts, rule);
  // Of those who share the user one alone is away without holding the case.
  const silentBecause = whySilent({ ...lastingOf(facts, silences), isAway: away !== null });
  const zone = zoneOf(facts.file, addressee.contact, policy);
  const deadlineAt = toldAt === null ? null : promisedIn(zone, facts, policy);
  return {
    ...facts,
    ...addressee,
    notices: theirsAmong(facts.notices, addressee),
    noticesOfCase: facts.notices,
    progress: { toldAt, heardAt, deadlineAt, zone, isExcused: silentBecause !== null },
    away,
    silentBecause,
    refusal: refusalOf(addressee.contact, silences),
    further,
  };
}

/** What of it was for this person, or for the manager. */
function theirsAmong<Notice extends NoticeOutcome>(
  notices: readonly Notice[],
  to: Pick<Addressee, 'contact' | 'audience'>,
): readonly Notice[] {
  if (to.contact.kind !== 'found') return notices.filter((one) => !one.audience.startsWith('person:'));
  const { person } = to.contact;
  return notices.filter((one) => concerns(one, { audience: to.audience, person }));
}

function concerns(
  { audience, chat, recipient }: NoticeOutcome,
  to: { readonly audience: PersonalAudience; readonly person: MemberKey },
): boolean {
  if (audience === 'manager' || audience === to.audience) return true;
  return chat === to.person.chat && recipient === to.person.memberId;
}

/** What keeps silent about a case whoever it goes to. */
export function lastingOf({ file, record }: Pick<StoredFacts, 'file' | 'record'>, silences: Silences) {
  const key = keyOf(file);
  return {
    isPaused: silences.isPaused,
    isAccountHeld: silences.heldAccounts.has(file.accountId) && !silences.releasedUsers.has(key),
    isExempt: silences.exemptUsers.has(key),
    isDisputed: record.dispute !== null,
  };
}

/** Whether, and by which code, the chat refuses this contact for now. */
export function refusalOf(contact: Contact, { refusals }: Silences): RecipientRefusal | null {
  if (contact.kind !== 'found') return null;
  return refusals.get(`${contact.person.chat}/${contact.person.memberId}`) ?? null;
}

type Kept = Pick<StoredFacts, 'file' | 'absences'> & Pick<Found, 'people'>;

/** One whose day has come lasts until its days are given back. */
export function awayOf(known: Kept, rule: Pick<Rule, 'policy' | 'now'>): Absence | null {
  return awayBy(absencesNow(known, rule), known.people);
}

export function absencesNow(
  { file, people, absences }: Kept,
  { policy, now }: { readonly policy: Pick<JudgePolicy, 'timeZone'>; readonly now: EpochMs },
): readonly Absence[] {
  return withStatuses(absences, people, { openedAt: file.openedAt, now, zone: policy.timeZone });
}

function zoneOf({ toldZone }: CaseFile, contact: Contact, { timeZone }: JudgePolicy): string {
  const present = contact.kind === 'found' ? contact.person : null;
  return present?.timeZone ?? toldZone ?? timeZone;
}

/** Those who share a user share the day; each ends it in their own zone. */
function promisedIn(
  zone: string,
  { file: { deadlineAt, toldZone }, people }: StoredFacts & Found,
  policy: JudgePolicy,
): EpochMs | null {
  return people.length > 1 && deadlineAt !== null && toldZone !== null
    ? sharedDeadline({ deadlineAt, toldZone }, zone, policy)
    : deadlineAt;
}

import type { Person } from '../chat/chat.ts';
import { type Contact, peopleBehind, standingOf } from '../contacts/resolve-contact.ts';
import { isAway } from '../domain/absence.ts';
import { audiencesOf, heardAt } from '../domain/addressee.ts';
import { isBreakGlass } from '../domain/break-glass.ts';
import { type ContactRecord, isSameMember, type Standing } from '../domain/contact.ts';
import { mustWait } from '../domain/delivery.ts';
import { exemptionToldBy } from '../domain/exemption.ts';
import type { Finding } from '../domain/finding.ts';
import { isPersonStep } from '../domain/ladder.ts';
import type { Message } from '../domain/message.ts';
import { isPersonal, type PersonalAudience } from '../domain/notice.ts';
import { isNews, isTriedAnew } from '../domain/reach.ts';
import { textsFor } from '../domain/texts/texts.ts';
import type { WitnessedEvent } from '../domain/witness.ts';
import { isWorkingTime } from '../domain/work-calendar.ts';
import { listAbsencesOfUser } from '../store/absences.ts';
import { type AccountRow, findAccount } from '../store/accounts.ts';
import { type CaseRow, findCase } from '../store/cases.ts';
import { findContactRecord, keyOf } from '../store/contact-records.ts';
import { type ExemptionRow, listExemptionsOfUser } from '../store/exemptions.ts';
import { listCurrentHolds, listReleasedUsers } from '../store/holds.ts';
import { userLabel } from '../store/labels.ts';
import {
  cancelNotice,
  listNoticesInState,
  listNoticesOfCase,
  type NoticeRow,
  planNotice,
  replanFailedNotice,
} from '../store/notices.ts';
import { findRamUser, type RamUserRow } from '../store/ram-users.ts';
import { markCompleted } from '../store/witnessed.ts';
import type { RestOfRun } from './carry-out.ts';
import { isStopped } from './check-due.ts';
import type { DeliveryDeps } from './delivery-deps.ts';
import type { LiveCheck } from './live-check.ts';
import { patiently } from './patiently.ts';
import { presentContact } from './present-contact.ts';
import { recallSingle } from './recall.ts';
import { sendClaimed } from './send-claimed.ts';
import { bindingOf, thanksMessage } from './show-binding.ts';
import { signInUrl } from './sign-in-link.ts';

type Found = Extract<Contact, { kind: 'found' }>;
type SingleKind = 'thanks' | 'enforced' | 'manager_warning' | 'exemption_expiring' | 'lost_phone';

const SINGLE_STEPS = ['thanks', 'enforced', 'exemption_expiring', 'lost_phone'] as const;
/** Asked for by an admin, person by person: they do not wait for the account. */
const IN_A_HELD_ACCOUNT: ReadonlySet<SingleKind> = new Set(['enforced', 'lost_phone']);

/** Of what counts against somebody, or asks for something, nobody hears while that person is on leave. */
const NOT_DURING_LEAVE: ReadonlySet<SingleKind> = new Set(['exemption_expiring', 'manager_warning']);

/** What stands outside the person's ladder; null = it does not. */
function singleKind({ step, audience }: NoticeRow): SingleKind | null {
  if (audience === 'manager' && step === 'warning') return 'manager_warning';
  return isPersonal(audience) ? (SINGLE_STEPS.find((one) => one === step) ?? null) : null;
}

/** Thank-yous, what an enforcement or an exemption means for the person, and word to a manager: a message each. */
export async function deliverSingles(deps: DeliveryDeps, signal: AbortSignal): Promise<void> {
  if (deps.policy.messaging === 'off') return;
  const held = new Set((await listCurrentHolds(deps.db)).map((hold) => hold.accountId));
  const released = await listReleasedUsers(deps.db);
  const isHeld = (notice: NoticeRow) => held.has(notice.accountId) && !released.has(keyOf(notice));
  const check = deps.newLiveCheck();
  const now = deps.clock.now();
  const failed = (await listNoticesInState(deps.db, 'failed')).filter((one) => isNews(one, now));
  for (const notice of [...(await listNoticesInState(deps.db, 'planned')), ...failed]) {
    const kind = singleKind(notice);
    if (kind === null || (isHeld(notice) && !IN_A_HELD_ACCOUNT.has(kind))) continue;
    if (signal.aborted || (await isStopped(deps))) return;
    const single = { notice, kind, check, signal };
    await patiently(deps, signal, () => deliverSingle(deps, single));
  }
}

const GOES_ON: RestOfRun = { kind: 'goes_on' };

interface Single {
  readonly notice: NoticeRow;
  readonly kind: SingleKind;
  readonly check: LiveCheck;
  readonly signal: AbortSignal;
}

interface Subject {
  readonly user: RamUserRow;
  readonly account: AccountRow;
  /** The contact of the RAM user, of several the one it is for. */
  readonly contact: Person;
  readonly standing: Standing;
  /** The contact was told of the case: somebody who became it later was asked for nothing and is not thanked. */
  readonly wasTold: boolean;
  /** By the word or status of the contact, or an admin's. */
  readonly isAway: boolean;
  /** What all of them are in the notices' keys. */
  readonly audiences: readonly PersonalAudience[];
  /** Who is written to: the contact, or the manager. */
  readonly recipient: Person;
  readonly zone: string;
  readonly file: CaseRow | undefined;
}

async function deliverSingle(deps: DeliveryDeps, single: Single): Promise<RestOfRun> {
  const { notice, kind, check, signal } = single;
  const { db, clock } = deps;
  if (mustWait(notice.retryAt, clock.now())) return GOES_ON;
  const expected = await findSubject(deps, single);
  if (expected !== null && kind !== 'thanks' && kind !== 'manager_warning')
    await planForAll(deps, notice, expected.audiences);
  if (expected === null || !mayBeToldNow(deps, single, expected)) return GOES_ON;
  const checked = await check(notice, signal);
  if (checked.kind === 'unreadable' || (checked.kind === 'found' && checked.finding.verdict === 'unknown'))
    return GOES_ON;
  // A look also shows whose user it is now.
  const subject = await findSubject(deps, single);
  if (subject === null || !isSameMember(subject.recipient, expected.recipient)) return GOES_ON;
  const facts = checked.kind === 'deleted' ? null : await factsOf(deps, single, { ...checked, subject });
  if (facts === null || !isStillTrue(kind, facts)) {
    await cancelNotice(db, notice.noticeKey, { reason: 'no_longer_true', at: clock.now() });
    return GOES_ON;
  }
  return sendSingle(deps, single, facts);
}

async function sendSingle(deps: DeliveryDeps, single: Single, facts: Facts): Promise<RestOfRun> {
  const { notice, signal } = single;
  const { db, policy, clock } = deps;
  const { recipient: person, zone } = facts;
  if (deps.watch.gate(person.chat, 'person') === 'closed') return GOES_ON;
  const recall = await recallSingle(deps, { ...facts, person, signal }, notice);
  if (recall === 'news') return GOES_ON;
  if (notice.state === 'failed') await replanFailedNotice(db, notice.noticeKey, clock.now());
  const notices = [{ key: notice.noticeKey, deadlineAt: null, zone, clockSince: null }];
  // It tells all there is to tell: it is not changed for that any more.
  if (facts.bound !== null) await markCompleted(db, notice.noticeKey, clock.now());
  const message = singleMessage(deps, single, facts);
  return sendClaimed(deps, { person, language: policy.languageOf(person), message, notices, recall, signal });
}

function mayBeToldNow(
  { policy, clock }: DeliveryDeps,
  { notice, kind }: Single,
  { recipient, zone, isAway: isOnLeave }: Subject,
): boolean {
  const now = clock.now();
  if (isOnLeave && NOT_DURING_LEAVE.has(kind)) return false;
  if (!isWorkingTime(now, zone, policy)) return false;
  return notice.state !== 'failed' || isTriedAnew(notice, recipient.memberId, { zone: policy.timeZone, now });
}

async function factsOf(
  { db, clock }: DeliveryDeps,
  { notice, kind }: Single,
  { subject, finding }: { readonly subject: Subject; readonly finding: Finding },
): Promise<Facts> {
  const exemptions = await listExemptionsOfUser(db, notice);
  return {
    ...subject,
    finding,
    exemption: exemptionToldBy(notice, exemptions, clock.now()),
    isExempt: exemptions.some(({ state }) => state === 'active'),
    bound: kind === 'thanks' ? await bindingOf(db, notice, clock.now()) : null,
  };
}

async function findSubject(deps: DeliveryDeps, single: Single): Promise<Subject | null> {
  const { notice, signal } = single;
  const { db, policy, clock } = deps;
  const user = await findRamUser(db, notice);
  const account = await findAccount(db, notice.accountId);
  if (user === undefined || account === undefined) return null;
  if (isBreakGlass({ ...user, alias: account.alias }, policy.breakGlass)) return null;
  // Outside a case there are those of others too.
  const notices = (await listNoticesOfCase(db, notice.caseId)).filter((one) => keyOf(one) === keyOf(user));
  const record = await findContactRecord(db, user);
  // Thanks or a warning about somebody else's user would only confuse.
  if (record.dispute !== null) return null;
  const found = await presentContact(deps, { user, record, notices, now: clock.now() }, signal);
  if (found.kind !== 'found') return null;
  const to = await recipientOf(deps, single, { found, record, notices });
  if (to === null) await cancelNotice(db, notice.noticeKey, { reason: 'no_recipient', at: clock.now() });
  if (to === null || to === 'unreadable') return null;
  return { user, account, ...to, zone: to.recipient.timeZone ?? policy.timeZone };
}

/** null: it concerns somebody who is not there any more, or a manager nobody knows. */
async function recipientOf(
  deps: DeliveryDeps,
  single: Single,
  { found, record, notices }: { found: Found; record: ContactRecord; notices: readonly NoticeRow[] },
): Promise<Omit<Subject, 'user' | 'account' | 'zone'> | null | 'unreadable'> {
  const { notice, kind, signal } = single;
  const members = peopleBehind(found);
  const audiences = audiencesOf(members, { said: notices, isOwned: found.via === 'owner' });
  const meant = members.find((_, index) => audiences[index] === notice.audience);
  const contact = meant ?? instead(single, found);
  const recipient =
    kind === 'manager_warning' ? await managerOf(deps, { ...found, record }, signal) : contact;
  if (contact === null || recipient === null) return null;
  if (recipient === 'unreadable') return 'unreadable';
  const file = await findCase(deps.db, notice.caseId);
  const said = notices.filter(({ step }) => isPersonStep(step));
  const rule = { said, isShared: members.length > 1 };
  const wasTold = file !== undefined && heardAt(contact, file, rule) !== null;
  const isOnLeave = isAway(await listAbsencesOfUser(deps.db, notice), contact, members);
  const standing = standingOf(found, contact);
  return { contact, recipient, standing, wasTold, isAway: isOnLeave, audiences, file };
}

/** A manager is told of whoever comes first, of anything but thanks whoever is there by now: those are nobody else's. */
function instead({ kind, notice }: Single, { person }: Found): Person | null {
  return kind === 'thanks' || notice.audience.startsWith('person:') ? null : person;
}

/** An enforcement and an exemption concern all who share the user, and were planned for one. */
async function planForAll(
  { db, clock }: DeliveryDeps,
  { accountId, userId, caseId, step, occurrence, dueAt, audience: planned }: NoticeRow,
  audiences: readonly PersonalAudience[],
): Promise<void> {
  if (planned.startsWith('person:')) return;
  for (const audience of audiences.slice(1)) {
    const identity = { accountId, userId, caseId, step, audience, occurrence };
    await planNotice(db, { ...identity, dueAt, plannedAt: clock.now() });
  }
}

/** Whom an admin named, else whom the chat knows. A service account's owner has none who would know of it. */
async function managerOf(
  { contactRules }: DeliveryDeps,
  told: Pick<Found, 'person' | 'via'> & { readonly record: ContactRecord },
  signal: AbortSignal,
): Promise<Person | null | 'unreadable'> {
  const { person, via, record } = told;
  if (via === 'owner') return null;
  const { managers } = record;
  const named = managers.find(({ chat }) => chat === contactRules.preferredChat) ?? managers[0];
  const directory = contactRules.directories.get((named ?? person).chat);
  const found =
    named === undefined
      ? await directory?.managerOf(person.memberId, signal)
      : await directory?.byMemberId(named.memberId, signal);
  if (found?.kind === 'unreadable') return 'unreadable';
  return found?.kind === 'found' ? found.person : null;
}

/** What was seen seconds ago, and what is remembered. */
interface Facts extends Subject {
  readonly finding: Finding;
  /** The one that the notice tells of; null: it is over, or a longer one has taken its place. */
  readonly exemption: ExemptionRow | null;
  readonly isExempt: boolean;
  /** When whoever is thanked bound the device, where that is known already. */
  readonly bound: WitnessedEvent | null;
}

function isStillTrue(kind: SingleKind, { finding, wasTold, ...so }: Facts): boolean {
  switch (kind) {
    case 'thanks':
      return finding.verdict === 'compliant' && wasTold;
    case 'exemption_expiring':
      return finding.verdict === 'noncompliant' && so.exemption !== null;
    case 'lost_phone':
      return so.exemption !== null;
    case 'enforced':
      return finding.mfaRequired === true;
    case 'manager_warning':
      // Nothing counts against whoever has granted time.
      return finding.verdict === 'noncompliant' && !so.isExempt;
    default:
      return kind satisfies never;
  }
}

function singleMessage({ policy }: DeliveryDeps, { notice, kind }: Single, facts: Facts): Message {
  const { user, account, contact, recipient, standing, zone, finding, file, exemption, bound } = facts;
  const texts = textsFor(policy.languageOf(recipient)).notice;
  const shown = (message: Message) => texts.withInfoPage({ message, url: policy.infoUrl });
  const label = userLabel(user, account);
  const at = { at: notice.dueAt, zone };
  const { securityContact, site } = policy;
  switch (kind) {
    case 'thanks':
      return thanksMessage(policy, policy.languageOf(recipient), {
        ...{ user: label, device: finding.mfaDevice, seenAt: at, bound },
        isOwn: standing.kind === 'own',
      });
    case 'enforced':
      return shown(
        texts.enforced({ user: label, at, signInUrl: signInUrl(site, account), standing, securityContact }),
      );
    case 'exemption_expiring':
    case 'lost_phone': {
      const layout = kind === 'lost_phone' ? texts.lostPhone : texts.exemptionExpiring;
      const until = { at: (exemption?.untilAt ?? notice.dueAt) - 1, zone };
      const mayManageOwnDevice = account.mayUsersManageDevices;
      const granted = { user: label, until, device: finding.mfaDevice, reason: finding.reason };
      const how = { signInUrl: signInUrl(site, account), mayManageOwnDevice, securityContact };
      return shown(layout({ ...granted, ...how }));
    }
    case 'manager_warning': {
      const deadline = { at: file?.deadlineAt ?? notice.dueAt, zone };
      return shown(
        texts.managerWarning({
          personName: contact.displayName,
          users: [{ user: label, deadline }],
          securityContact,
        }),
      );
    }
    default:
      return kind satisfies never;
  }
}

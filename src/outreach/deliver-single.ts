import type { Person } from '../chat/chat.ts';
import { isBreakGlass } from '../domain/break-glass.ts';
import { mustWait } from '../domain/delivery.ts';
import type { Finding } from '../domain/finding.ts';
import type { Message } from '../domain/message.ts';
import { textsFor } from '../domain/texts/texts.ts';
import { isWorkingTime } from '../domain/work-calendar.ts';
import { type AccountRow, findAccount } from '../store/accounts.ts';
import { type CaseRow, findCase } from '../store/cases.ts';
import { listCurrentHolds } from '../store/holds.ts';
import { userLabel } from '../store/labels.ts';
import { cancelNotice, listNoticesInState, listNoticesOfCase, type NoticeRow } from '../store/notices.ts';
import { findRamUser, type RamUserRow } from '../store/ram-users.ts';
import type { RestOfRun } from './carry-out.ts';
import { isStopped } from './check-due.ts';
import type { DeliveryDeps } from './delivery-deps.ts';
import type { LiveCheck } from './live-check.ts';
import { patiently } from './patiently.ts';
import { presentContact } from './present-contact.ts';
import { sendClaimed } from './send-claimed.ts';
import { signInUrl } from './sign-in-link.ts';

type SingleKind = 'thanks' | 'enforced' | 'manager_warning';

/** What stands outside the person's ladder; null = it does not. */
function singleKind({ step, audience }: NoticeRow): SingleKind | null {
  if (audience === 'manager' && step === 'warning') return 'manager_warning';
  return audience === 'person' && (step === 'thanks' || step === 'enforced') ? step : null;
}

/** Thank-yous, what an enforcement means for the person, and word to a manager: a message each. */
export async function deliverSingles(deps: DeliveryDeps, signal: AbortSignal): Promise<void> {
  if (deps.policy.messaging === 'off') return;
  const held = new Set((await listCurrentHolds(deps.db)).map((hold) => hold.accountId));
  const check = deps.newLiveCheck();
  for (const notice of await listNoticesInState(deps.db, 'planned')) {
    const kind = singleKind(notice);
    // An enforcement was asked for by an admin, person by person: its notice does not wait for the account.
    if (kind === null || (held.has(notice.accountId) && kind !== 'enforced')) continue;
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
  /** The contact of the RAM user. */
  readonly contact: Person;
  /** Who is written to: the contact, or the manager. */
  readonly recipient: Person;
  readonly zone: string;
}

async function deliverSingle(deps: DeliveryDeps, single: Single): Promise<RestOfRun> {
  const { notice, kind, check, signal } = single;
  const { db, policy, clock } = deps;
  if (mustWait(notice.retryAt, clock.now())) return GOES_ON;
  const subject = await findSubject(deps, single);
  if (subject === null || !isWorkingTime(clock.now(), subject.zone, policy)) return GOES_ON;
  const checked = await check(notice, signal);
  if (checked.kind === 'unreadable' || (checked.kind === 'found' && checked.finding.verdict === 'unknown'))
    return GOES_ON;
  const file = await findCase(db, notice.caseId);
  const isOver = checked.kind === 'deleted' || !isStillTrue(kind, checked.finding);
  if (isOver || (kind === 'thanks' && !wasTold(file, subject.recipient))) {
    await cancelNotice(db, notice.noticeKey, { reason: 'no_longer_true', at: clock.now() });
    return GOES_ON;
  }
  const message = singleMessage(deps, single, { ...subject, finding: checked.finding, file });
  const { recipient, zone } = subject;
  if (deps.watch.gate(recipient.chat, 'person') === 'closed') return GOES_ON;
  const notices = [{ key: notice.noticeKey, deadlineAt: null, zone }];
  return sendClaimed(deps, {
    person: recipient,
    language: policy.languageOf(recipient),
    message,
    notices,
    signal,
  });
}

async function findSubject(deps: DeliveryDeps, { notice, kind, signal }: Single): Promise<Subject | null> {
  const { db, policy, clock } = deps;
  const user = await findRamUser(db, notice);
  const account = await findAccount(db, notice.accountId);
  if (user === undefined || account === undefined) return null;
  if (isBreakGlass({ ...user, alias: account.alias }, policy.breakGlass)) return null;
  const notices = await listNoticesOfCase(db, notice.caseId);
  const about = { user: user, notices, now: clock.now() };
  const found = await presentContact(deps, about, signal);
  if (found.kind !== 'found') return null;
  const contact = found.person;
  const recipient = kind === 'manager_warning' ? await managerOf(deps, contact, signal) : contact;
  if (recipient === null) {
    await cancelNotice(db, notice.noticeKey, { reason: 'no_recipient', at: clock.now() });
    return null;
  }
  if (recipient === 'unreadable') return null;
  return { user, account, contact, recipient, zone: recipient.timeZone ?? policy.timeZone };
}

async function managerOf(
  { contactRules }: DeliveryDeps,
  { chat, memberId }: Person,
  signal: AbortSignal,
): Promise<Person | null | 'unreadable'> {
  const found = await contactRules.directories.get(chat)?.managerOf(memberId, signal);
  if (found?.kind === 'unreadable') return 'unreadable';
  return found?.kind === 'found' ? found.person : null;
}

/** Somebody who became the contact later was asked for nothing and is not thanked. */
function wasTold(file: CaseRow | undefined, { chat, memberId }: Person): boolean {
  return file?.toldChat === chat && file.toldMemberId === memberId;
}

function isStillTrue(kind: SingleKind, finding: Finding): boolean {
  switch (kind) {
    case 'thanks':
      return finding.verdict === 'compliant';
    case 'enforced':
      return finding.mfaRequired === true;
    case 'manager_warning':
      return finding.verdict === 'noncompliant';
    default:
      return kind satisfies never;
  }
}

function singleMessage(
  { policy }: DeliveryDeps,
  { notice, kind }: Single,
  facts: Subject & { readonly finding: Finding; readonly file: CaseRow | undefined },
): Message {
  const { user, account, contact, recipient, zone, finding, file } = facts;
  const texts = textsFor(policy.languageOf(recipient)).notice;
  const label = userLabel(user, account);
  const at = { at: notice.dueAt, zone };
  const { securityContact, site } = policy;
  switch (kind) {
    case 'thanks':
      return texts.thanks({ user: label, device: finding.mfaDevice, seenAt: at, securityContact });
    case 'enforced':
      return texts.enforced({ user: label, at, signInUrl: signInUrl(site, account), securityContact });
    case 'manager_warning': {
      const deadline = { at: file?.deadlineAt ?? notice.dueAt, zone };
      return texts.managerWarning({
        personName: contact.displayName,
        users: [{ user: label, deadline }],
        securityContact,
      });
    }
    default:
      return kind satisfies never;
  }
}

import type { Person } from '../chat/chat.ts';
import { resolveContact } from '../contacts/resolve-contact.ts';
import { isBreakGlass } from '../domain/break-glass.ts';
import type { Finding } from '../domain/finding.ts';
import type { Message } from '../domain/message.ts';
import type { NoticeStep } from '../domain/notice.ts';
import { textsFor } from '../domain/texts/texts.ts';
import { isWorkingTime } from '../domain/work-calendar.ts';
import { type AccountRow, findAccount } from '../store/accounts.ts';
import { listCurrentHolds } from '../store/holds.ts';
import { userLabel } from '../store/labels.ts';
import { cancelNotice, listNoticesInState, type NoticeRow } from '../store/notices.ts';
import { findCurrentPause } from '../store/pauses.ts';
import { findRamUser, type RamUserRow, ramUserOf } from '../store/ram-users.ts';
import { type DeliveryDeps, sendClaimed } from './deliver.ts';
import { createLiveCheck, type LiveCheck } from './live-check.ts';
import { signInUrl } from './sign-in-link.ts';

const SINGLE_STEPS: ReadonlySet<NoticeStep> = new Set(['thanks', 'enforced']);

/** Thank-yous and what an enforcement means for the person: outside the ladder, a message each. */
export async function deliverSingles(deps: DeliveryDeps, signal: AbortSignal): Promise<void> {
  if (deps.policy.messaging === 'off' || (await findCurrentPause(deps.db)) !== undefined) return;
  const held = new Set((await listCurrentHolds(deps.db)).map((hold) => hold.accountId));
  const check = createLiveCheck(deps);
  for (const notice of await listNoticesInState(deps.db, 'planned')) {
    if (signal.aborted) return;
    // An enforcement was asked for by an admin, person by person: its notice does not wait for the account.
    const isHeld = held.has(notice.accountId) && notice.step !== 'enforced';
    if (!SINGLE_STEPS.has(notice.step) || isHeld) continue;
    if (!(await deliverSingle(deps, { notice, check, signal }))) return;
  }
}

async function deliverSingle(
  deps: DeliveryDeps,
  single: { readonly notice: NoticeRow; readonly check: LiveCheck; readonly signal: AbortSignal },
): Promise<boolean> {
  const { notice, check, signal } = single;
  const { db, policy, clock } = deps;
  const user = await findRamUser(db, notice);
  const account = await findAccount(db, notice.accountId);
  if (user === undefined || account === undefined) return true;
  if (isBreakGlass({ ...user, alias: account.alias }, policy.breakGlass)) return true;
  const contact = await resolveContact(ramUserOf(user), deps.contactRules, signal);
  if (contact.kind !== 'found') return true;
  const { person } = contact;
  const zone = person.timeZone ?? policy.timeZone;
  const waits = notice.retryAt !== null && notice.retryAt > clock.now();
  if (waits || !isWorkingTime(clock.now(), zone, policy)) return true;
  const checked = await check(notice, signal);
  if (checked.kind === 'unreadable' || (checked.kind === 'found' && checked.finding.verdict === 'unknown'))
    return true;
  if (checked.kind === 'deleted' || !isStillTrue(notice.step, checked.finding)) {
    await cancelNotice(db, notice.noticeKey, { reason: 'no_longer_true', at: clock.now() });
    return true;
  }
  const message = singleMessage(deps, { notice, person, user, account, zone, finding: checked.finding });
  const notices = [{ key: notice.noticeKey, deadlineAt: null, zone }];
  return sendClaimed(deps, { person, language: policy.languageOf(person), message, notices, signal });
}

function isStillTrue(step: NoticeStep, finding: Finding): boolean {
  return step === 'thanks' ? finding.verdict === 'compliant' : finding.mfaRequired === true;
}

function singleMessage(
  { policy }: DeliveryDeps,
  facts: {
    readonly notice: NoticeRow;
    readonly person: Person;
    readonly user: RamUserRow;
    readonly account: AccountRow;
    readonly zone: string;
    readonly finding: Finding;
  },
): Message {
  const { notice, person, user, account, zone, finding } = facts;
  const texts = textsFor(policy.languageOf(person)).notice;
  const label = userLabel(user, account);
  const at = { at: notice.dueAt, zone };
  const { securityContact, site } = policy;
  return notice.step === 'thanks'
    ? texts.thanks({ user: label, device: finding.mfaDevice, seenAt: at, securityContact })
    : texts.enforced({ user: label, at, signInUrl: signInUrl(site, account), securityContact });
}

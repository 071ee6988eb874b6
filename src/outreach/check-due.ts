import type { Person } from '../chat/chat.ts';
import { isContact } from '../contacts/resolve-contact.ts';
import { mustWait } from '../domain/delivery.ts';
import { noticeKey } from '../domain/notice.ts';
import { whyHeld } from '../domain/why-held.ts';
import { lastWithoutMfa } from '../domain/witness.ts';
import { listAbsencesOfCases } from '../store/absences.ts';
import { recordActivity } from '../store/activity.ts';
import { findContactRecord } from '../store/contact-records.ts';
import {
  cancelNotice,
  findNotice,
  planNotice,
  replanFailedNotice,
  type SentNotice,
} from '../store/notices.ts';
import { findCurrentPause } from '../store/pauses.ts';
import { findRamUser } from '../store/ram-users.ts';
import { listWitnessed } from '../store/witnessed.ts';
import type { DeliveryDeps } from './delivery-deps.ts';
import type { LiveCheck } from './live-check.ts';
import { type DueCase, dueCase } from './nudge.ts';
import { type CaseOutlook, circumstancesOf } from './outlook.ts';
import { isSameSubject, presentContact } from './present-contact.ts';
import { loadSilences } from './silences.ts';

export interface PersonDelivery {
  readonly person: Person;
  readonly theirs: readonly CaseOutlook[];
  readonly check: LiveCheck;
  readonly signal: AbortSignal;
}

/** A pause takes hold at once, also between two messages. */
export async function isStopped({ db }: DeliveryDeps): Promise<boolean> {
  return (await findCurrentPause(db)) !== undefined;
}

/** What of it is still so, seconds before it is said. */
export async function checkAll(deps: DeliveryDeps, delivery: PersonDelivery): Promise<readonly DueCase[]> {
  for (const outlook of delivery.theirs) await planDue(deps, outlook);
  const stillTrue: DueCase[] = [];
  for (const outlook of delivery.theirs) {
    const checked = await checkStillTrue(deps, outlook, delivery);
    if (checked !== null) stillTrue.push(checked);
  }
  return stillTrue;
}

/** The row is there before anything is sent; steps that a higher one replaces are cancelled for the record. */
async function planDue(deps: DeliveryDeps, { file, plan, audience }: CaseOutlook): Promise<void> {
  const now = deps.clock.now();
  const { accountId, userId, caseId } = file;
  const identify = (step: (typeof plan.superseded)[number]) =>
    ({
      accountId,
      userId,
      caseId,
      audience,
      step: step.step,
      occurrence: step.occurrence,
    }) as const;
  await deps.db.inTransaction(async (trx) => {
    for (const step of plan.superseded) {
      await planNotice(trx, { ...identify(step), dueAt: step.dueAt, plannedAt: now });
      await cancelNotice(trx, noticeKey(identify(step)), { reason: 'superseded', at: now });
    }
    if (plan.due === null) return;
    await planNotice(trx, { ...identify(plan.due), dueAt: plan.due.dueAt, plannedAt: now });
    await replanFailedNotice(trx, noticeKey(identify(plan.due)), now);
  });
}

/** Seconds before sending: is what the message says still so? Otherwise the notice ends, or waits for a readable answer. */
async function checkStillTrue(
  deps: DeliveryDeps,
  outlook: CaseOutlook,
  { check, signal }: PersonDelivery,
): Promise<DueCase | null> {
  const key = dueKey(outlook);
  const notice = await findNotice(deps.db, key);
  const now = deps.clock.now();
  if (notice?.state !== 'planned' || mustWait(notice.retryAt, now)) return null;
  const checked = await check(outlook.file, signal);
  if (!(await mayStillGoOut(deps, outlook)) || !(await isStillTheirs(deps, outlook, signal))) return null;
  if (checked.kind === 'found' && checked.finding.verdict === 'noncompliant') {
    const { userName, logonName } = checked.user;
    const consoleUse = checked.consoleUse ?? outlook.user.consoleUse;
    const asItIsNow = { ...outlook, user: { ...outlook.user, userName, logonName, consoleUse } };
    const due = dueCase(asItIsNow, checked.finding, { policy: deps.policy, now: deps.clock.now() });
    // Most have none on record, and need not be asked for.
    return outlook.isUsedWithoutMfa
      ? { ...due, lastUse: lastWithoutMfa(await listWitnessed(deps.db, outlook.file)) }
      : due;
  }
  const couldNotLook =
    checked.kind === 'unreadable' || (checked.kind === 'found' && checked.finding.verdict === 'unknown');
  if (!couldNotLook) {
    // Closing the case has cancelled it already, unless the case was not open any more.
    const at = deps.clock.now();
    await cancelNotice(deps.db, key, { reason: 'no_longer_true', at });
    const { accountId, userId } = outlook.file;
    await recordActivity(deps.db, at, [{ kind: 'notice_cancelled', accountId, userId, detail: notice.step }]);
  }
  deps.log.noticeNotSent({ noticeKey: key, because: couldNotLook ? 'could_not_read' : 'no_longer_true' });
  return null;
}

/** A pass takes its time: meanwhile somebody may have paused, an audit held the account, the working day ended. */
async function mayStillGoOut({ db, policy, clock }: DeliveryDeps, outlook: CaseOutlook): Promise<boolean> {
  const now = clock.now();
  const silences = await loadSilences(db, now);
  const absences = await listAbsencesOfCases(db, [outlook.file.caseId]);
  return (
    whyHeld(
      circumstancesOf({ ...outlook, absences }, { silences: { ...silences, ...TRIED }, policy, now }),
    ) === null
  );
}

/** A look shows the user as it is now: where another tag or name leads to somebody else, the next pass tells that person. */
async function isStillTheirs(
  deps: DeliveryDeps,
  outlook: CaseOutlook,
  signal: AbortSignal,
): Promise<boolean> {
  const { db, clock } = deps;
  const user = await findRamUser(db, outlook.file);
  const record = await findContactRecord(db, outlook.file);
  if (user === undefined) return false;
  if (isSameSubject({ user, record }, outlook)) return true;
  const { notices } = outlook;
  const contact = await presentContact(deps, { user, record, notices, now: clock.now() }, signal);
  return outlook.contact.kind === 'found' && isContact(contact, outlook.contact.person);
}

/** Whom a chat refuses was decided when this person was chosen to be tried. */
const TRIED = { refusals: new Map(), failingChats: new Set<string>() };

function dueKey({ file, plan, audience }: CaseOutlook): string {
  if (plan.due === null) throw new Error('Nothing is due for this case');
  const { accountId, userId, caseId } = file;
  const { step, occurrence } = plan.due;
  return noticeKey({ accountId, userId, caseId, step, audience, occurrence });
}

export function sentNotice(one: DueCase): SentNotice {
  const { zone, toldAt: clockSince } = one.outlook.progress;
  const againBecause = one.outlook.plan.due?.againBecause ?? null;
  return { key: dueKey(one.outlook), deadlineAt: one.deadlineAt, zone, clockSince, againBecause };
}

import type { BatchMessenger, Person } from '../chat/chat.ts';
import { DeliveryError } from '../chat/delivery-error.ts';
import type { ChatName, Language, Message } from '../domain/message.ts';
import { noticeKey } from '../domain/notice.ts';
import { isWorkingTime } from '../domain/work-calendar.ts';
import { recordActivity } from '../store/activity.ts';
import { listCurrentHolds, listReleasedUsers } from '../store/holds.ts';
import { cancelNotice, claimNotices, findNotice, planNotice, replanFailedNotice } from '../store/notices.ts';
import { findCurrentPause } from '../store/pauses.ts';
import { type CohortMember, cohorts, sendToCohort } from './deliver-batch.ts';
import type { DeliveryDeps } from './delivery-deps.ts';
import { createLiveCheck, type LiveCheck } from './live-check.ts';
import { type DueCase, dueCase, nudgeMessage, stepOf } from './nudge.ts';
import { type CaseOutlook, lookAhead } from './outlook.ts';
import { readQuotas } from './quota.ts';
import { type SentNotice, settleDelivery } from './settle.ts';

/** The vendor asked for patience: waited for within a run up to this long, else until the next run. */
const PATIENCE_MS = 60_000;
const TRIES_AFTER_PATIENCE = 3;

/** One pass over everything due: checked live, claimed, sent, settled; one message per person. */
export async function deliverDue(deps: DeliveryDeps, signal: AbortSignal): Promise<void> {
  const now = deps.clock.now();
  const outlooks = await lookAhead(deps, now, signal);
  const due = outlooks.filter((one) => one.plan.due !== null && one.heldBecause === null);
  const run = { check: createLiveCheck(deps), signal };
  const batching = await batchingChats(deps, outlooks);
  const people = [...byPerson(due)];
  // What stops one chat, a revoked token or a spent quota, does not stop the other.
  for (const chat of deps.messengers.keys()) {
    const theirs = people.filter(([person]) => person.chat === chat);
    const batch = batching.get(chat);
    const shared = batch === undefined ? [] : theirs.filter(isSameForMany);
    const goesOn = await deliverOneByOne(
      deps,
      theirs.filter((one) => !shared.includes(one)),
      run,
    );
    if (goesOn && batch !== undefined) await deliverInCohorts(deps, shared, { chat, batch, ...run });
  }
}

type Addressee = readonly [person: Person, theirs: readonly CaseOutlook[]];

/** A reminder that stands for a first message nobody knows to have arrived says more than the cohort's words. */
function isSameForMany([, theirs]: Addressee): boolean {
  return !theirs.some(({ plan }) => plan.due?.step === 'reminder' && plan.due.complete);
}

/** False when nothing else can be sent in this chat and run. */
async function deliverOneByOne(
  deps: DeliveryDeps,
  people: readonly Addressee[],
  run: { readonly check: LiveCheck; readonly signal: AbortSignal },
): Promise<boolean> {
  for (const [person, theirs] of people) {
    if (run.signal.aborted || (await isStopped(deps))) return false;
    if (!(await deliverToPerson(deps, { person, theirs, ...run }))) return false;
  }
  return true;
}

/** The chats whose month is so far used up that people share calls. */
async function batchingChats(
  deps: DeliveryDeps,
  outlooks: readonly CaseOutlook[],
): Promise<ReadonlyMap<ChatName, BatchMessenger>> {
  const quotas = await readQuotas(deps, outlooks, deps.clock.now());
  const pairs = quotas.flatMap(({ chat, batching }): [ChatName, BatchMessenger][] => {
    const batch = deps.batchMessengers.get(chat);
    return batching && batch !== undefined ? [[chat, batch]] : [];
  });
  return new Map(pairs);
}

async function deliverInCohorts(
  deps: DeliveryDeps,
  people: readonly Addressee[],
  by: {
    readonly chat: ChatName;
    readonly batch: BatchMessenger;
    readonly check: LiveCheck;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  // Sorted before they are checked, so that each is checked seconds before its own call and not before everybody's.
  const sorted = cohorts(
    people.map(([person, theirs]) => unchecked(deps, person, theirs)),
    by.batch.recipientsMax,
  );
  for (const cohort of sorted) {
    if (by.signal.aborted || (await isStopped(deps))) return;
    const members: CohortMember[] = [];
    for (const { person } of cohort) {
      const theirs = people.find(([one]) => one.memberId === person.memberId)?.[1] ?? [];
      const stillTrue = await checkAll(deps, { person, theirs, ...by });
      if (stillTrue.length > 0) members.push(cohortMember(deps, person, stillTrue));
    }
    // Late by a live check, somebody's deadline may have moved away from the others'.
    for (const same of cohorts(members, by.batch.recipientsMax)) {
      if (!(await sendToCohort(deps, same, by))) return;
    }
  }
}

function unchecked(deps: DeliveryDeps, person: Person, theirs: readonly CaseOutlook[]): CohortMember {
  const rule = { policy: deps.policy, now: deps.clock.now() };
  const due = theirs.flatMap((one) => (one.finding === null ? [] : [dueCase(one, one.finding, rule)]));
  return cohortMember(deps, person, due);
}

function cohortMember(deps: DeliveryDeps, person: Person, due: readonly DueCase[]): CohortMember {
  return {
    person,
    step: stepOf(due),
    deadlineAt: Math.min(...due.map((one) => one.deadlineAt)),
    zone: due[0]?.outlook.progress.zone ?? deps.policy.timeZone,
    language: deps.policy.languageOf(person),
    notices: due.map(sentNotice),
  };
}

/** A pause takes hold at once, also between two messages. */
async function isStopped({ db }: DeliveryDeps): Promise<boolean> {
  return (await findCurrentPause(db)) !== undefined;
}

function byPerson(due: readonly CaseOutlook[]): ReadonlyMap<Person, readonly CaseOutlook[]> {
  const groups = new Map<string, { person: Person; theirs: CaseOutlook[] }>();
  for (const outlook of due) {
    if (outlook.contact.kind !== 'found') continue;
    const { person } = outlook.contact;
    const group = groups.get(`${person.chat}/${person.memberId}`) ?? { person, theirs: [] };
    group.theirs.push(outlook);
    groups.set(`${person.chat}/${person.memberId}`, group);
  }
  return new Map([...groups.values()].map(({ person, theirs }) => [person, theirs]));
}

interface PersonDelivery {
  readonly person: Person;
  readonly theirs: readonly CaseOutlook[];
  readonly check: LiveCheck;
  readonly signal: AbortSignal;
}

/** False when nothing else can be sent in this run either. */
async function deliverToPerson(deps: DeliveryDeps, delivery: PersonDelivery): Promise<boolean> {
  const { person, signal } = delivery;
  const language = deps.policy.languageOf(person);
  for (let attempt = 1; attempt <= TRIES_AFTER_PATIENCE; attempt += 1) {
    // Looked at anew after every wait: what was seen a minute ago may be over.
    const stillTrue = await checkAll(deps, delivery);
    if (stillTrue.length === 0) return true;
    const message = nudgeMessage(stillTrue, { policy: deps.policy, language });
    const notices = stillTrue.map(sentNotice);
    const error = await sendOnce(deps, { person, language, message, notices, signal });
    if (error?.reason !== 'rate_limited') return error === null || !stopsTheRun(error);
    const waitMs = error.retryAfterMs ?? PATIENCE_MS;
    if (waitMs > PATIENCE_MS || signal.aborted) return false;
    await deps.clock.sleep(waitMs, signal).catch(() => undefined);
  }
  return false;
}

/** What of it is still so, seconds before it is said. */
async function checkAll(deps: DeliveryDeps, delivery: PersonDelivery): Promise<readonly DueCase[]> {
  for (const outlook of delivery.theirs) await planDue(deps, outlook);
  const stillTrue: DueCase[] = [];
  for (const outlook of delivery.theirs) {
    const checked = await checkStillTrue(deps, outlook, delivery);
    if (checked !== null) stillTrue.push(checked);
  }
  return stillTrue;
}

/** The row is there before anything is sent; steps that a higher one replaces are cancelled for the record. */
async function planDue(deps: DeliveryDeps, { file, plan }: CaseOutlook): Promise<void> {
  const now = deps.clock.now();
  const { accountId, userId, caseId } = file;
  const identify = (step: (typeof plan.superseded)[number]) =>
    ({
      accountId,
      userId,
      caseId,
      audience: 'person',
      step: step.step,
      occurrence: step.occurrence,
    }) as const;
  await deps.db.transaction().execute(async (trx) => {
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
  if (notice?.state !== 'planned' || (notice.retryAt !== null && notice.retryAt > now)) return null;
  const checked = await check(outlook.file, signal);
  if (!(await mayStillGoOut(deps, outlook))) return null;
  if (checked.kind === 'found' && checked.finding.verdict === 'noncompliant') {
    const { userName, logonName } = checked.user;
    const byPresentName = { ...outlook, user: { ...outlook.user, userName, logonName } };
    return dueCase(byPresentName, checked.finding, { policy: deps.policy, now: deps.clock.now() });
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
async function mayStillGoOut(deps: DeliveryDeps, { file, progress }: CaseOutlook): Promise<boolean> {
  const { db, clock, policy } = deps;
  if (!isWorkingTime(clock.now(), progress.zone, policy) || (await isStopped(deps))) return false;
  const isHeld = (await listCurrentHolds(db)).some((hold) => hold.accountId === file.accountId);
  return !isHeld || (await listReleasedUsers(db)).has(`${file.accountId}/${file.userId}`);
}

function dueKey({ file, plan }: CaseOutlook): string {
  if (plan.due === null) throw new Error('Nothing is due for this case');
  const { accountId, userId, caseId } = file;
  const { step, occurrence } = plan.due;
  return noticeKey({ accountId, userId, caseId, step, audience: 'person', occurrence });
}

function sentNotice(one: DueCase): SentNotice {
  return { key: dueKey(one.outlook), deadlineAt: one.deadlineAt, zone: one.outlook.progress.zone };
}

export interface ClaimedMessage {
  readonly person: Person;
  readonly language: Language;
  readonly message: Message;
  readonly notices: readonly SentNotice[];
  readonly signal: AbortSignal;
}

/** Claims, sends and settles one message. False when nothing else can be sent in this run either. */
export async function sendClaimed(deps: DeliveryDeps, claimed: ClaimedMessage): Promise<boolean> {
  const error = await sendOnce(deps, claimed);
  return error === null || !stopsTheRun(error);
}

function stopsTheRun(error: DeliveryError): boolean {
  return (
    error.reason === 'configuration' || error.reason === 'unavailable' || error.reason === 'rate_limited'
  );
}

async function sendOnce(deps: DeliveryDeps, claimed: ClaimedMessage): Promise<DeliveryError | null> {
  const { person, language, message, notices, signal } = claimed;
  const messenger = deps.messengers.get(person.chat);
  if (messenger === undefined || signal.aborted) return null;
  const deliveryId = deps.newId();
  const claimedAt = deps.clock.now();
  const claim = {
    deliveryId,
    claimedBy: deps.bootId,
    claimedAt,
    chat: person.chat,
    recipient: person.memberId,
    language,
  };
  if (!(await claimNotices(deps.db, notices, claim))) return null;
  const attempt = { person, notices, deliveryId, claimedAt };
  try {
    // Once claimed it is seen through, whatever is being stopped: the chat's own time-out bounds it.
    const reference = await messenger.sendToPerson(
      person.memberId,
      message,
      deliveryId,
      AbortSignal.timeout(30_000),
    );
    await settleDelivery(deps, attempt, { kind: 'sent', reference });
    return null;
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    await settleDelivery(deps, attempt, { kind: 'not_confirmed', error, messenger, signal });
    return error;
  }
}

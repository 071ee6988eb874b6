import type { PastDelivery, Person } from '../chat/chat.ts';
import { DeliveryError } from '../chat/delivery-error.ts';
import { saidOfPresentCase, sameAs, type ToldNotice, toldBy, userMark } from '../domain/delivery-id.ts';
import { isPersonal, type NoticeIdentity, noticeKey, type PersonalAudience } from '../domain/notice.ts';
import type { RamUserKey } from '../domain/ram-user.ts';
import { recordActivity } from '../store/activity.ts';
import { type CaseRow, listCasesOfUser, updateCase } from '../store/cases.ts';
import {
  cancelPlannedOfCase,
  claimNotices,
  findNotice,
  listNoticesOfCase,
  listNoticesOfCases,
  type NoticeRow,
  planNotice,
  replanFailedNotice,
  type SaidNotice,
  type SentNotice,
} from '../store/notices.ts';
import { noteDeviceGone } from '../store/ram-users.ts';
import type { PersonDelivery } from './check-due.ts';
import type { DeliveryDeps } from './delivery-deps.ts';
import type { CaseOutlook } from './outlook.ts';
import { personDispatch } from './person-dispatch.ts';

/** A notice as its message tells it, with that message. */
type Recalled = ToldNotice & PastDelivery;

/**
 * `news`: something was found, and the next pass decides by what is known then. `in_doubt`: it may have been said, and nobody can
 * be asked. An error: the conversation could not be read.
 */
export type Recall = 'news' | 'nothing' | 'in_doubt' | DeliveryError;

/** Before anything of the ladder is said: what the conversation shows that this database forgot. */
export function recallLadder(deps: DeliveryDeps, delivery: PersonDelivery): Promise<Recall> {
  return recall(async () => {
    const { person, theirs, signal } = delivery;
    const known = idsOf(theirs.flatMap(({ notices }) => notices));
    const past = await deps.recollect(person, (id) => known.has(id), signal);
    if (past === 'cannot_ask') return theirs.some(isDueForgotten(deps)) ? 'in_doubt' : 'nothing';
    let isNews = false;
    for (const one of past.length === 0 ? [] : theirs)
      if (await recallCase(deps, { ...one, person }, past)) isNews = true;
    return isNews ? 'news' : 'nothing';
  });
}

/** True where something was found. */
async function recallCase(
  deps: DeliveryDeps,
  of: Pick<CaseOutlook, 'file' | 'audience' | 'progress' | 'notices'> & { readonly person: Person },
  past: readonly PastDelivery[],
): Promise<boolean> {
  const { file, audience, progress, notices, person } = of;
  const told = await forgotten(deps, file, past);
  const to = { file, audience, person, zone: progress.zone, clockSince: progress.toldAt };
  const thanks = sameAs(told, { step: 'thanks', audience, occurrence: 1 });
  // Thanks for what went before the last that is known here are not for this case.
  if (thanks === null || notices.some(({ claimedAt }) => (claimedAt ?? 0) >= thanks.at))
    return takeOver(deps, told, to);
  await endThanked(deps, thanks, to);
  return true;
}

/** Whether the step that is due fell due in a time of which this database knows nothing. */
export function isDueForgotten({ isForgotten }: Pick<DeliveryDeps, 'isForgotten'>) {
  return ({ plan }: Pick<CaseOutlook, 'plan'>) => plan.due !== null && isForgotten(plan.due.dueAt);
}

/** The same for what stands outside the ladder. */
export function recallSingle(
  deps: DeliveryDeps,
  single: Pick<Addressed, 'person' | 'zone'> & {
    readonly file: CaseRow | undefined;
    readonly signal: AbortSignal;
  },
  notice: NoticeRow,
): Promise<Recall> {
  return recall(async () => {
    const { file, person, zone, signal } = single;
    const known = idsOf(await listNoticesOfCase(deps.db, notice.caseId));
    const past = await deps.recollect(person, (id) => known.has(id), signal);
    if (past === 'cannot_ask') return deps.isForgotten(notice.dueAt) ? 'in_doubt' : 'nothing';
    const told = past.length === 0 ? [] : await forgotten(deps, notice, past);
    const said = sameAs(told, notice);
    if (said === null) {
      const { audience } = notice;
      // So that the last of them is the one that is changed once the case is over.
      if (file !== undefined && isPersonal(audience))
        await takeOver(deps, told, { file, audience, person, zone, clockSince: file.toldAt });
      return 'nothing';
    }
    const isNews = await recordSaid(deps, {
      ...{ identity: notice, recalled: said, person, zone, clockSince: null },
    });
    return isNews ? 'news' : 'nothing';
  });
}

/** About which case somebody is spoken to. */
interface Addressed extends Pick<SentNotice, 'zone' | 'clockSince'> {
  readonly file: CaseRow;
  readonly person: Person;
}

async function recall(look: () => Promise<Recall>): Promise<Recall> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof DeliveryError) return error;
    throw error;
  }
}

const idsOf = (notices: readonly SaidNotice[]) => new Set(notices.map(({ deliveryId }) => deliveryId ?? ''));

/**
 * What was said of this user, is in no row, and is not over by what is known: by thanks, by what another case came to, or by the end
 * of an earlier one, about which nobody may have been told.
 */
async function forgotten(
  { db }: DeliveryDeps,
  user: RamUserKey & { readonly caseId: number },
  past: readonly PastDelivery[],
): Promise<readonly Recalled[]> {
  const mark = userMark(user);
  const told = past.flatMap((delivery) =>
    toldBy(delivery.deliveryId).flatMap((one) => (one.user === mark ? [{ ...one, ...delivery }] : [])),
  );
  if (told.length === 0) return [];
  const cases = await listCasesOfUser(db, user);
  const caseIds = cases.map(({ caseId }) => caseId);
  const rows = caseIds.length === 0 ? [] : await listNoticesOfCases(db, caseIds);
  const known = idsOf(rows);
  const ends = rows.filter(
    (one) => one.state === 'sent' && (one.step === 'thanks' || one.caseId !== user.caseId),
  );
  const present = caseIds.indexOf(user.caseId);
  const earlier = cases.slice(0, Math.max(0, present));
  const overAt = Math.max(
    ...ends.map(({ claimedAt }) => claimedAt ?? 0),
    ...earlier.map(({ closedAt }) => closedAt ?? 0),
    0,
  );
  return told.filter(({ deliveryId, at }) => !known.has(deliveryId) && at > overAt);
}

/** True where something was found. */
async function takeOver(
  deps: DeliveryDeps,
  told: readonly Recalled[],
  { file, audience, person, zone, ...to }: Addressed & { readonly audience: PersonalAudience },
): Promise<boolean> {
  const said = saidOfPresentCase(told);
  let { clockSince } = to;
  let isNews = false;
  for (const recalled of said) {
    const isOpening = recalled.step === 'first' || recalled.step === 'regressed';
    if (recalled.step === 'regressed' && recalled.occurrence === 1 && isFirstTold(file, person)) {
      // This database knows of an earlier case only: its clock is over.
      await updateCase(deps.db, file.caseId, { toldAt: null });
      clockSince = null;
    }
    const step = isOpening ? (file.regressed ? 'regressed' : 'first') : recalled.step;
    const { accountId, userId, caseId } = file;
    const { occurrence } = recalled;
    const identity = await free(deps, { accountId, userId, caseId, step, audience, occurrence }, recalled);
    if (await recordSaid(deps, { identity, recalled, person, zone, clockSince })) isNews = true;
    clockSince ??= recalled.at;
  }
  return isNews;
}

/** Whoever was thanked had enrolled: this case is over, and that there is no device now is another, after a day of grace from now. */
async function endThanked(
  deps: DeliveryDeps,
  thanks: Recalled,
  { file, audience, ...to }: Addressed & { readonly audience: PersonalAudience },
): Promise<void> {
  const { accountId, userId, caseId } = file;
  const at = deps.clock.now();
  const asThanks = { accountId, userId, caseId, step: 'thanks', audience, occurrence: 1 } as const;
  await recordSaid(deps, { ...to, identity: await free(deps, asThanks, thanks), recalled: thanks });
  await deps.db.inTransaction(async (trx) => {
    const closed = {
      state: 'closed',
      closeReason: 'enrolled',
      closedAt: thanks.at,
      closeShownAt: at,
    } as const;
    await updateCase(trx, caseId, closed);
    await cancelPlannedOfCase(trx, caseId, { reason: 'no_longer_true', at });
    await noteDeviceGone(trx, file, at);
    await recordActivity(trx, at, [{ kind: 'case_closed', accountId, userId, detail: 'enrolled' }]);
  });
}

const isFirstTold = ({ toldChat, toldMemberId }: CaseRow, { chat, memberId }: Person) =>
  toldChat === chat && toldMemberId === memberId;

/** Under the key it had, unless something else has that by now: then under the next. */
async function free(
  { db }: DeliveryDeps,
  identity: NoticeIdentity,
  { at, againBecause }: Recalled,
): Promise<NoticeIdentity> {
  const row = await findNotice(db, noticeKey(identity));
  const isOpen = row?.state === 'planned' || row?.state === 'failed';
  // What somebody asked for since is not what was said before.
  const isThis =
    isOpen && row.againBecause === againBecause && (againBecause === null || row.plannedAt <= at);
  if (row === undefined || isThis) return identity;
  const { caseId, step, audience } = identity;
  const taken = (await listNoticesOfCase(db, caseId)).filter(
    (one) => one.step === step && one.audience === audience,
  );
  return { ...identity, occurrence: Math.max(...taken.map(({ occurrence }) => occurrence)) + 1 };
}

/** As sent, at the time of its message. */
async function recordSaid(
  deps: DeliveryDeps,
  {
    identity,
    recalled,
    person,
    ...clock
  }: Omit<Addressed, 'file'> & { readonly identity: NoticeIdentity; readonly recalled: Recalled },
): Promise<boolean> {
  const { db, bootId: claimedBy, policy, log } = deps;
  const { chat, memberId: recipient } = person;
  const { accountId, userId, caseId, step, audience, occurrence } = identity;
  const { deliveryId, reference, at: claimedAt, deadlineAt, againBecause } = recalled;
  const key = noticeKey(identity);
  await planNotice(db, {
    ...{ accountId, userId, caseId, step, audience, occurrence, dueAt: claimedAt, plannedAt: claimedAt },
    ...(againBecause === null ? {} : { againBecause }),
  });
  await replanFailedNotice(db, key, deps.clock.now());
  const notices = [{ key, deadlineAt, ...clock }];
  const claim = { deliveryId, claimedBy, claimedAt, chat, recipient, language: policy.languageOf(person) };
  if (!(await claimNotices(db, notices, claim))) return false;
  log.noticeRecalled({ noticeKey: key, sentAt: claimedAt });
  await personDispatch(deps, { person, notices, deliveryId, claimedAt }).settle({ kind: 'sent', reference });
  return true;
}

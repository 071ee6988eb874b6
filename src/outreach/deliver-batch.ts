import type { BatchMessenger, Person, RecipientOutcome } from '../chat/chat.ts';
import { DeliveryError } from '../chat/delivery-error.ts';
import type { ChatName } from '../domain/chats.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { PersonStep } from '../domain/ladder.ts';
import type { Language, Message } from '../domain/message.ts';
import { isPutOffable } from '../domain/snooze.ts';
import { textsFor } from '../domain/texts/texts.ts';
import { claimNotices, type SentNotice } from '../store/notices.ts';
import { type Dispatch, type RestOfRun, seenThrough, settleFailure, settleSent } from './carry-out.ts';
import { checkAll, isStopped, sentNotice } from './check-due.ts';
import type { DeliveryDeps } from './delivery-deps.ts';
import type { LiveCheck } from './live-check.ts';
import { type DueCase, dueCase, stepOf } from './nudge.ts';
import type { CaseOutlook } from './outlook.ts';
import { patiently } from './patiently.ts';
import { personDispatch } from './person-dispatch.ts';

/** Somebody and what is due to them. */
export type Addressee = readonly [person: Person, theirs: readonly CaseOutlook[]];

/** Somebody whose message says the same as that of others. */
interface CohortMember {
  readonly person: Person;
  readonly step: PersonStep;
  readonly deadlineAt: EpochMs;
  readonly zone: string;
  readonly language: Language;
  readonly notices: readonly SentNotice[];
}

/** Those who are told the same share a call, each checked live right before it. */
export async function deliverInCohorts(
  deps: DeliveryDeps,
  people: readonly Addressee[],
  by: Batching,
): Promise<void> {
  // Sorted before they are checked, so that each is checked seconds before its own call and not before everybody's.
  const sorted = cohorts(
    people.map(([person, theirs]) => unchecked(deps, person, theirs)),
    by.batch.recipientsMax,
  );
  for (const cohort of sorted) {
    const isClosed = deps.watch.gate(by.chat, 'person') === 'closed';
    if (isClosed || by.signal.aborted || (await isStopped(deps))) return;
    const addressed = people.filter(([one]) => cohort.some(({ person }) => person.memberId === one.memberId));
    if (!(await patiently(deps, by.signal, () => checkAndSend(deps, addressed, by)))) return;
  }
}

interface Batching {
  readonly chat: ChatName;
  readonly batch: BatchMessenger;
  readonly check: LiveCheck;
  readonly signal: AbortSignal;
}

async function checkAndSend(
  deps: DeliveryDeps,
  addressed: readonly Addressee[],
  by: Batching,
): Promise<RestOfRun> {
  const members: CohortMember[] = [];
  for (const [person, theirs] of addressed) {
    const stillTrue = await checkAll(deps, { person, theirs, ...by });
    if (stillTrue.length > 0) members.push(cohortMember(deps, person, stillTrue));
  }
  // Late by a live check, somebody's deadline may have moved away from the others'.
  for (const same of cohorts(members, by.batch.recipientsMax)) {
    const rest = await sendToCohort(deps, same, by);
    if (rest.kind !== 'goes_on') return rest;
  }
  return { kind: 'goes_on' };
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

/** People of one step, deadline and language, as many as one call may name. */
function cohorts(members: readonly CohortMember[], sizeMax: number): readonly (readonly CohortMember[])[] {
  const groups = new Map<string, CohortMember[]>();
  for (const member of members) {
    const key = [member.step, member.deadlineAt, member.language].join('/');
    groups.set(key, [...(groups.get(key) ?? []), member]);
  }
  return [...groups.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / sizeMax) }, (_, index) =>
      group.slice(index * sizeMax, (index + 1) * sizeMax),
    ),
  );
}

/** One call for a cohort; each person's outcome is settled by itself. */
async function sendToCohort(
  deps: DeliveryDeps,
  cohort: readonly CohortMember[],
  by: Batching,
): Promise<RestOfRun> {
  const deliveryId = deps.newId();
  const claimedAt = deps.clock.now();
  const { claimed, trouble } = await claimEach(deps, cohort, { deliveryId, claimedAt, chat: by.chat });
  const [first] = claimed;
  const dispatches = claimed.map((member) => personDispatch(deps, { ...member, deliveryId, claimedAt }));
  const rest: RestOfRun =
    first === undefined
      ? { kind: 'goes_on' }
      : await sendAndSettle(deps, dispatches, { ...by, message: cohortMessage(deps, first) });
  if (trouble !== null) throw trouble;
  return rest;
}

interface Claimed {
  readonly claimed: readonly CohortMember[];
  /** Why not all could be asked for: whoever is claimed by then is told all the same, and not left as if it were unknown. */
  readonly trouble: unknown;
}

async function claimEach(
  deps: DeliveryDeps,
  cohort: readonly CohortMember[],
  by: { readonly deliveryId: string; readonly claimedAt: EpochMs; readonly chat: ChatName },
): Promise<Claimed> {
  const claimed: CohortMember[] = [];
  try {
    for (const member of cohort) {
      const { memberId: recipient } = member.person;
      const { language } = member;
      const claim = { ...by, claimedBy: deps.bootId, recipient, language };
      if (await claimNotices(deps.db, member.notices, claim)) claimed.push(member);
    }
    return { claimed, trouble: null };
  } catch (trouble) {
    return { claimed, trouble };
  }
}

function cohortMessage(
  { policy }: DeliveryDeps,
  { step, deadlineAt, zone, language }: CohortMember,
): Message {
  const { site, securityContact, infoUrl } = policy;
  const deadline = { at: deadlineAt, zone };
  const texts = textsFor(language).notice;
  const mayPutOff = isPutOffable(step);
  const message = texts.cohortNudge({ step, deadline, site, securityContact, mayPutOff });
  return texts.withInfoPage({ message, url: infoUrl });
}

async function sendAndSettle(
  deps: DeliveryDeps,
  dispatches: readonly Dispatch[],
  by: Batching & { readonly message: Message },
): Promise<RestOfRun> {
  const recipients = dispatches.flatMap(({ memberId }) => memberId ?? []);
  try {
    const { reference, outcomes } = await by.batch.sendToPeople(
      recipients,
      by.message,
      await seenThrough(deps),
    );
    for (const dispatch of dispatches) {
      const outcome = outcomes.get(dispatch.memberId ?? '') ?? NOT_NAMED;
      if (outcome.kind === 'sent') await settleSent(deps, dispatch, reference);
      else await settleFailure(deps, dispatch, { failure: failureOf(outcome), signal: by.signal });
    }
    return { kind: 'goes_on' };
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    let rest: RestOfRun = { kind: 'goes_on' };
    for (const dispatch of dispatches) {
      rest = await settleFailure(deps, dispatch, { failure: error, signal: by.signal });
    }
    return rest;
  }
}

/** The chat took the call and did not say what became of this one. */
const NOT_NAMED = { kind: 'unknown', code: 'no_outcome' } as const;

const REASON_OF = {
  failed: 'recipient',
  refused: 'refused',
  postponed: 'postponed',
  unknown: 'ambiguous',
} as const;

function failureOf(outcome: Exclude<RecipientOutcome, { kind: 'sent' }>) {
  const { kind, code } = outcome;
  return { reason: REASON_OF[kind], code, retryAfterMs: kind === 'postponed' ? outcome.retryAfterMs : null };
}

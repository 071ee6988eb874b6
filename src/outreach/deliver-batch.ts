import type { BatchMessenger, MessageReference, Person, RecipientOutcome } from '../chat/chat.ts';
import { DeliveryError } from '../chat/delivery-error.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { PersonStep } from '../domain/ladder.ts';
import type { ChatName, Language } from '../domain/message.ts';
import { textsFor } from '../domain/texts/texts.ts';
import { claimNotices } from '../store/notices.ts';
import { checkAll, isStopped, sentNotice } from './check-due.ts';
import type { DeliveryDeps } from './delivery-deps.ts';
import type { LiveCheck } from './live-check.ts';
import { type DueCase, dueCase, stepOf } from './nudge.ts';
import type { CaseOutlook } from './outlook.ts';
import { type SentNotice, settleDelivery } from './settle.ts';

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

/** One call for a cohort; each person's outcome is settled by itself. False when nothing else can be sent in this run. */
async function sendToCohort(
  deps: DeliveryDeps,
  cohort: readonly CohortMember[],
  by: { readonly chat: ChatName; readonly batch: BatchMessenger; readonly signal: AbortSignal },
): Promise<boolean> {
  const deliveryId = deps.newId();
  const claimedAt = deps.clock.now();
  const claimed: CohortMember[] = [];
  for (const member of cohort) {
    const { memberId: recipient } = member.person;
    const claim = {
      deliveryId,
      claimedBy: deps.bootId,
      claimedAt,
      chat: by.chat,
      recipient,
      language: member.language,
    };
    if (await claimNotices(deps.db, member.notices, claim)) claimed.push(member);
  }
  const [first] = claimed;
  if (first === undefined) return true;
  const { policy } = deps;
  const message = textsFor(first.language).notice.cohortNudge({
    step: first.step,
    deadline: { at: first.deadlineAt, zone: first.zone },
    site: policy.site,
    securityContact: policy.securityContact,
  });
  const attemptOf = (member: CohortMember) => ({ ...member, deliveryId, claimedAt });
  try {
    const recipients = claimed.map((member) => member.person.memberId);
    const { reference, outcomes } = await by.batch.sendToPeople(
      recipients,
      message,
      AbortSignal.timeout(30_000),
    );
    for (const member of claimed) {
      const outcome = outcomes.get(member.person.memberId) ?? { kind: 'sent' as const };
      await settleOne(deps, attemptOf(member), { outcome, reference, ...by });
    }
    return true;
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    for (const member of claimed) {
      await settleDelivery(deps, attemptOf(member), {
        kind: 'not_confirmed',
        error,
        ...messengerOf(deps, by),
      });
    }
    return error.reason === 'ambiguous' || error.reason === 'recipient';
  }
}

const REASON_OF = { failed: 'recipient', postponed: 'postponed', unknown: 'ambiguous' } as const;

async function settleOne(
  deps: DeliveryDeps,
  attempt: CohortMember & { readonly deliveryId: string; readonly claimedAt: EpochMs },
  by: {
    readonly outcome: RecipientOutcome;
    readonly reference: MessageReference;
    readonly chat: ChatName;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const { outcome, reference } = by;
  if (outcome.kind === 'sent') return settleDelivery(deps, attempt, { kind: 'sent', reference });
  const error = new DeliveryError({
    reason: REASON_OF[outcome.kind],
    code: outcome.code,
    message: 'The chat did not deliver to this person',
    retryAfterMs: outcome.kind === 'postponed' ? outcome.retryAfterMs : null,
  });
  return settleDelivery(deps, attempt, { kind: 'not_confirmed', error, ...messengerOf(deps, by) });
}

function messengerOf(deps: DeliveryDeps, by: { readonly chat: ChatName; readonly signal: AbortSignal }) {
  const messenger = deps.messengers.get(by.chat);
  if (messenger === undefined) throw new Error(`${by.chat} has no messenger`);
  return { messenger, signal: by.signal };
}

import type { BatchMessenger, MessageReference, Person, RecipientOutcome } from '../chat/chat.ts';
import { DeliveryError } from '../chat/delivery-error.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { PersonStep } from '../domain/ladder.ts';
import type { ChatName, Language } from '../domain/message.ts';
import { textsFor } from '../domain/texts/texts.ts';
import { claimNotices } from '../store/notices.ts';
import type { DeliveryDeps } from './delivery-deps.ts';
import type { SentNotice } from './settle.ts';
import { settleDelivery } from './settle.ts';

/** Somebody whose message says the same as that of others. */
export interface CohortMember {
  readonly person: Person;
  readonly step: PersonStep;
  readonly deadlineAt: EpochMs;
  readonly zone: string;
  readonly language: Language;
  readonly notices: readonly SentNotice[];
}

/** People of one step, deadline and language, as many as one call may name. */
export function cohorts(
  members: readonly CohortMember[],
  sizeMax: number,
): readonly (readonly CohortMember[])[] {
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
export async function sendToCohort(
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

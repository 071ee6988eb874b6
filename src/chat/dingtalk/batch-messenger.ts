import type { Message } from '../../domain/message.ts';
import { afterRefusal, isRefusingEverybody, type RefusalStreak } from '../../domain/refusal-streak.ts';
import type { BatchMessenger, RecipientOutcome } from '../chat.ts';
import { DeliveryError } from '../delivery-error.ts';
import { type DirectSend, RECIPIENTS_MAX, type Robot, sendDirectly } from './robot-send.ts';

export function createBatchMessenger(robot: Robot): BatchMessenger {
  return {
    recipientsMax: RECIPIENTS_MAX,
    async sendToPeople(memberIds, message, signal) {
      const people = [...new Set(memberIds)];
      if (people.length === 0 || people.length > RECIPIENTS_MAX) {
        throw new RangeError(`A batch has 1 to ${RECIPIENTS_MAX} recipients, not ${people.length}`);
      }
      try {
        return await sendDirectly(robot, people, { message, signal });
      } catch (error) {
        // One person may fail the whole call, without telling who it is: then nobody got it.
        if (outcomeOf(error) === null || people.length === 1) throw error;
        return sendSingly(robot, people, { message, signal });
      }
    },
  };
}

interface Content {
  readonly message: Message;
  readonly signal: AbortSignal;
}

async function sendSingly(robot: Robot, people: readonly string[], content: Content): Promise<DirectSend> {
  let sent: DirectSend = {
    reference: { conversationId: robot.robotCode, messageId: '' },
    outcomes: new Map(),
  };
  let streak: RefusalStreak | null = null;
  for (const [index, memberId] of people.entries()) {
    const [, ...others] = people.slice(index);
    const one = await sendToOne(robot, memberId, content);
    if (one instanceof DeliveryError) return stoppedAt(sent, [memberId, ...others], one);
    const reference = one.reference.messageId === '' ? sent.reference : one.reference;
    sent = { reference, outcomes: new Map([...sent.outcomes, ...one.outcomes]) };
    const outcome = one.outcomes.get(memberId);
    if (outcome?.kind === 'sent') streak = null;
    if (outcome?.kind !== 'refused') continue;
    streak = afterRefusal(streak, { ...outcome, memberId });
    // Each further try would cost one of the month's calls for the same answer.
    if (isRefusingEverybody(streak)) return postponed(sent, others, outcome.code);
  }
  return sent;
}

/** The error: it says nothing of this one person. */
async function sendToOne(
  robot: Robot,
  memberId: string,
  content: Content,
): Promise<DirectSend | DeliveryError> {
  try {
    return await sendDirectly(robot, [memberId], content);
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    const outcome = outcomeOf(error);
    if (outcome === null) return error;
    return {
      reference: { conversationId: robot.robotCode, messageId: '' },
      outcomes: new Map([[memberId, outcome]]),
    };
  }
}

/** What a refusal says about this one person alone; null: it is not about the person. */
function outcomeOf(error: unknown): Extract<RecipientOutcome, { kind: 'failed' | 'refused' }> | null {
  if (!(error instanceof DeliveryError)) return null;
  const { reason, code } = error;
  if (reason === 'recipient') return { kind: 'failed', code };
  return reason === 'refused' ? { kind: 'refused', code } : null;
}

/** Who was reached before stays reached; whom the failed call was for may have been, the others were not written to. */
function stoppedAt(sent: DirectSend, [current, ...others]: readonly string[], error: unknown): DirectSend {
  if (current === undefined || !(error instanceof DeliveryError)) throw error;
  const { reason, code, retryAfterMs } = error;
  const waitMs = retryAfterMs ?? RETRY_OTHERS_MS;
  const rest = postponed(sent, [current, ...others], code, waitMs);
  if (reason === 'ambiguous') return withOutcome(rest, current, { kind: 'unknown', code });
  return reason === 'message_rejected' ? withOutcome(rest, current, { kind: 'failed', code }) : rest;
}

function withOutcome(sent: DirectSend, memberId: string, outcome: RecipientOutcome): DirectSend {
  return { ...sent, outcomes: new Map([...sent.outcomes, [memberId, outcome]]) };
}

const RETRY_OTHERS_MS = 15 * 60_000;

function postponed(
  sent: DirectSend,
  memberIds: readonly string[],
  code: string,
  retryAfterMs = RETRY_OTHERS_MS,
): DirectSend {
  const later: RecipientOutcome = { kind: 'postponed', code, retryAfterMs };
  return { ...sent, outcomes: new Map([...sent.outcomes, ...memberIds.map((id) => [id, later] as const)]) };
}

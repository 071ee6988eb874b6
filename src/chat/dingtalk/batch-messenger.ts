import type { Message } from '../../domain/message.ts';
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
        // One id nobody has may fail the whole call, without telling which: then nobody got it.
        if (!isAboutRecipient(error)) throw error;
        return sendSingly(robot, people, { message, signal });
      }
    },
  };
}

async function sendSingly(
  robot: Robot,
  people: readonly string[],
  content: { readonly message: Message; readonly signal: AbortSignal },
): Promise<DirectSend> {
  const outcomes = new Map<string, RecipientOutcome>();
  let reference = { conversationId: robot.robotCode, messageId: '' };
  for (const [index, memberId] of people.entries()) {
    try {
      const sent = await sendDirectly(robot, [memberId], content);
      if (sent.reference.messageId !== '') reference = sent.reference;
      for (const [id, outcome] of sent.outcomes) outcomes.set(id, outcome);
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      if (isAboutRecipient(error)) outcomes.set(memberId, { kind: 'failed', code: error.code });
      else return stoppedAt({ reference, outcomes }, people.slice(index), error);
    }
  }
  return { reference, outcomes };
}

/** Who was reached before stays reached; whom the failed call was for may have been, the others were not written to. */
function stoppedAt(
  sent: DirectSend,
  [current, ...others]: readonly string[],
  error: DeliveryError,
): DirectSend {
  if (current === undefined) throw error;
  const { code, retryAfterMs } = error;
  const later = { kind: 'postponed', code, retryAfterMs: retryAfterMs ?? RETRY_OTHERS_MS } as const;
  const now: RecipientOutcome =
    error.reason === 'ambiguous'
      ? { kind: 'unknown', code }
      : error.reason === 'message_rejected'
        ? { kind: 'failed', code }
        : later;
  const rest = others.map((id): [string, RecipientOutcome] => [id, later]);
  return { ...sent, outcomes: new Map([...sent.outcomes, [current, now], ...rest]) };
}

const RETRY_OTHERS_MS = 15 * 60_000;

function isAboutRecipient(error: unknown): error is DeliveryError {
  return error instanceof DeliveryError && error.reason === 'recipient';
}

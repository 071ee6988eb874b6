import type { Message } from '../../domain/message.ts';
import { adviceOn } from '../../domain/texts/texts.ts';
import type { MessageReference, Messenger, RecipientOutcome } from '../chat.ts';
import { DeliveryError } from '../delivery-error.ts';
import { meaningOf } from './codes.ts';
import { type DirectSend, type Robot, sendDirectly, sendToGroup } from './robot-send.ts';

/** Nothing said can be changed later, and DingTalk cannot be asked by a mark of ours whether something arrived. */
export function createMessenger(robot: Robot): Messenger {
  return {
    sendToPerson: (memberId, message, _deliveryId, signal) =>
      sendToPerson(robot, memberId, { message, signal }),
    sendToChannel: (channelId, message, { signal }) => sendToGroup(robot, channelId, { message, signal }),
    update: async () => 'unsupported',
    deliveriesTo: async () => ({ kind: 'cannot_ask' }),
    findDelivered: async () => ({ kind: 'cannot_ask' }),
  };
}

async function sendToPerson(
  robot: Robot,
  memberId: string,
  content: { readonly message: Message; readonly signal: AbortSignal },
): Promise<MessageReference> {
  const sent = await sendDirectly(robot, [memberId], content);
  requireReached(sent, memberId);
  return sent.reference;
}

/** @throws {DeliveryError} where the call was taken and this person left out */
export function requireReached({ outcomes }: DirectSend, memberId: string): void {
  const outcome = outcomes.get(memberId);
  if (outcome !== undefined && outcome.kind !== 'sent') throw notReached(outcome);
}

function notReached(outcome: Exclude<RecipientOutcome, { kind: 'sent' }>): DeliveryError {
  const { code } = outcome;
  switch (outcome.kind) {
    case 'failed':
      return new DeliveryError({
        reason: 'recipient',
        code,
        message: `Not sent: DingTalk does not deliver to this person (${code}). Check that the person is in the organisation and in the visible range of the app.`,
      });
    case 'refused':
      return new DeliveryError({
        reason: 'refused',
        code,
        message: `Not sent: ${adviceOn('dingtalk', meaningOf(code, 'person'))} (${code}).`,
      });
    case 'postponed':
      return new DeliveryError({
        reason: 'postponed',
        code,
        message: 'Not sent: DingTalk holds messages to this person back for now.',
        retryAfterMs: outcome.retryAfterMs,
      });
    case 'unknown':
      return new DeliveryError({
        reason: 'ambiguous',
        code,
        message: 'DingTalk did not say whether the message was sent.',
      });
    default:
      return outcome satisfies never;
  }
}

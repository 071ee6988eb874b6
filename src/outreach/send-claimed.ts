import type { Person } from '../chat/chat.ts';
import { DeliveryError } from '../chat/delivery-error.ts';
import type { Language, Message } from '../domain/message.ts';
import { claimNotices } from '../store/notices.ts';
import type { DeliveryDeps } from './delivery-deps.ts';
import { type SentNotice, settleDelivery } from './settle.ts';

interface ClaimedMessage {
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

export function stopsTheRun(error: DeliveryError): boolean {
  return (
    error.reason === 'configuration' || error.reason === 'unavailable' || error.reason === 'rate_limited'
  );
}

export async function sendOnce(deps: DeliveryDeps, claimed: ClaimedMessage): Promise<DeliveryError | null> {
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

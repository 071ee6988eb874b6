import type { Person } from '../chat/chat.ts';
import type { Language, Message } from '../domain/message.ts';
import { claimNotices } from '../store/notices.ts';
import { carryOut, type RestOfRun } from './carry-out.ts';
import type { DeliveryDeps } from './delivery-deps.ts';
import { personDispatch, type SentNotice } from './person-dispatch.ts';

interface ToBeSaid {
  readonly person: Person;
  readonly language: Language;
  readonly message: Message;
  readonly notices: readonly SentNotice[];
  readonly signal: AbortSignal;
}

/** Claims, sends and settles one message. */
export async function sendClaimed(deps: DeliveryDeps, said: ToBeSaid): Promise<RestOfRun> {
  const { person, language, message, notices, signal } = said;
  const messenger = deps.messengers.get(person.chat);
  if (messenger === undefined || signal.aborted) return { kind: 'goes_on' };
  const { chat, memberId: recipient } = person;
  const deliveryId = deps.newId();
  const claimedAt = deps.clock.now();
  const claim = { deliveryId, claimedBy: deps.bootId, claimedAt, chat, recipient, language };
  if (!(await claimNotices(deps.db, notices, claim))) return { kind: 'goes_on' };
  return carryOut(deps, personDispatch(deps, { person, notices, deliveryId, claimedAt }), {
    send: (sending) => messenger.sendToPerson(recipient, message, deliveryId, sending),
    signal,
  });
}

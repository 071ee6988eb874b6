import type { Person } from '../chat/chat.ts';
import { deliveryIdOf, type ToldNotice, userMark } from '../domain/delivery-id.ts';
import type { Language, Message } from '../domain/message.ts';
import { identityOf } from '../domain/notice.ts';
import { claimNotices, type SentNotice } from '../store/notices.ts';
import { carryOut, type RestOfRun } from './carry-out.ts';
import type { DeliveryDeps } from './delivery-deps.ts';
import { personDispatch } from './person-dispatch.ts';
import type { Recall } from './recall.ts';

interface ToBeSaid {
  readonly person: Person;
  readonly language: Language;
  readonly message: Message;
  readonly notices: readonly SentNotice[];
  /** Of a conversation that cannot be read it is not known whether this was said there: that is settled as if it was not taken. */
  readonly recall: Exclude<Recall, 'news'>;
  readonly signal: AbortSignal;
}

/** Claims, sends and settles one message. */
export async function sendClaimed(deps: DeliveryDeps, said: ToBeSaid): Promise<RestOfRun> {
  const { person, language, message, notices, recall, signal } = said;
  const messenger = deps.messengers.get(person.chat);
  if (messenger === undefined || signal.aborted) return { kind: 'goes_on' };
  const { chat, memberId: recipient } = person;
  const deliveryId = deliveryIdOf(deps.newId(), notices.map(told));
  const claimedAt = deps.clock.now();
  const claim = { deliveryId, claimedBy: deps.bootId, claimedAt, chat, recipient, language };
  if (!(await claimNotices(deps.db, notices, claim))) return { kind: 'goes_on' };
  const dispatch = personDispatch(deps, { person, notices, deliveryId, claimedAt });
  if (recall === 'in_doubt') {
    await dispatch.settle({ kind: 'unknown', code: 'older_copy' });
    return { kind: 'goes_on' };
  }
  return carryOut(deps, dispatch, {
    send(sending) {
      if (recall !== 'nothing') throw recall;
      return messenger.sendToPerson(recipient, message, deliveryId, sending);
    },
    signal,
  });
}

function told({ key, deadlineAt, againBecause = null }: SentNotice): ToldNotice {
  const identity = identityOf(key);
  const { step, audience, occurrence } = identity;
  const isToManager = audience === 'manager';
  return { user: userMark(identity), step, isToManager, occurrence, deadlineAt, againBecause };
}

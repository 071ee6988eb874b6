import type { Messenger, PastDelivery } from '../chat/chat.ts';
import type { ChatName } from '../domain/chats.ts';
import type { Clock, EpochMs } from '../domain/clock.ts';
import type { MemberKey } from '../domain/contact.ts';
import { mustWait } from '../domain/delivery.ts';
import { toldBy } from '../domain/delivery-id.ts';
import type { PartBoard } from './part-board.ts';

/**
 * What a person's conversation holds that this bot said there, but for what is known: a database may be an older copy, put back.
 * It is read once in the life of a process, before that says anything there. @throws {DeliveryError}
 */
export type Recollect = (
  member: MemberKey,
  isKnown: (deliveryId: string) => boolean,
  signal: AbortSignal,
) => Promise<readonly PastDelivery[] | 'cannot_ask'>;

/**
 * A database in which nobody worked for that long may be a copy: then what cannot be read is not known to be unsaid. After a
 * mere restart a conversation that cannot be read keeps nobody from being told.
 */
const IN_DOUBT_AFTER_MS = 15 * 60_000;

const READ_AGAIN_AFTER_MS = 5 * 60_000;

export function createRecollection(deps: {
  readonly messengers: ReadonlyMap<ChatName, Messenger>;
  readonly clock: Clock;
  /** What is older was forgotten by the database too. */
  readonly reachesBackMs: number;
  readonly board: Pick<PartBoard, 'awayMs'>;
}): Recollect {
  const { messengers, clock, reachesBackMs, board } = deps;
  const readAgainAt = new Map<ChatName, EpochMs>();
  const unknown = new Map<string, readonly PastDelivery[]>();
  return async ({ chat, memberId }, isKnown, signal) => {
    const key = `${chat}/${memberId}`;
    const read = unknown.get(key);
    if (read !== undefined) return read;
    const isInDoubt = board.awayMs() > IN_DOUBT_AFTER_MS;
    const now = clock.now();
    if (!isInDoubt && mustWait(readAgainAt.get(chat) ?? null, now)) return [];
    const past = await messengers.get(chat)?.deliveriesTo(memberId, now - reachesBackMs, signal);
    if (past?.kind === 'unreadable') {
      if (isInDoubt) throw past.failure;
      readAgainAt.set(chat, now + READ_AGAIN_AFTER_MS);
      return [];
    }
    if (past?.kind !== 'read') return 'cannot_ask';
    const all = past.deliveries;
    const kept = all.filter(({ deliveryId }) => !isKnown(deliveryId) && toldBy(deliveryId).length > 0);
    unknown.set(key, kept);
    return kept;
  };
}

import type { SentMessage } from '../chat/chat.ts';
import { DeliveryError } from '../chat/delivery-error.ts';
import type { ChatName } from '../domain/chats.ts';
import { aftermathOf, mustWait } from '../domain/delivery.ts';
import type { Message } from '../domain/message.ts';
import { forgetRefusal, listRecipientRefusals, type RecipientRefusal } from '../store/recipient-refusals.ts';
import { putOff } from './carry-out.ts';
import type { DeliveryDeps } from './delivery-deps.ts';

/** Several messages that are to be changed, one after the other. */
export interface Changes {
  /** Chats that take no changes in this run: they are not asked for each of them. */
  readonly stopped: Set<ChatName>;
  /** Who is refused waits ever longer, for a change as for a message. */
  readonly refusals: readonly RecipientRefusal[];
  readonly signal: AbortSignal;
}

export async function beginChanges(deps: DeliveryDeps, signal: AbortSignal): Promise<Changes> {
  const chats = [...deps.messengers.keys()];
  const stopped = new Set(chats.filter((chat) => deps.watch.gate(chat, 'person') === 'closed'));
  return { stopped, refusals: await listRecipientRefusals(deps.db), signal };
}

export interface Change {
  readonly chat: ChatName;
  readonly memberId: string;
  readonly reference: SentMessage;
  readonly message: Message;
}

/** Repeating it is harmless, so it is not recorded first. False where it is still to be done. */
export async function changeMessage(deps: DeliveryDeps, of: Change, run: Changes): Promise<boolean> {
  const { chat, memberId } = of;
  const messenger = deps.messengers.get(chat);
  const refused = run.refusals.find((one) => one.chat === chat && one.memberId === memberId);
  if (messenger === undefined || run.stopped.has(chat)) return false;
  if (mustWait(refused?.retryAt ?? null, deps.clock.now())) return false;
  try {
    await messenger.update(of.reference, of.message, run.signal);
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    deps.log.vendorCallFailed({ vendor: chat, call: 'update', code: error.code });
    const { outcome, restOfRun } = aftermathOf(error.reason);
    if (restOfRun !== 'goes_on') run.stopped.add(chat);
    // One that is ambiguous is repeated: it does no harm.
    if (outcome === 'again') await putOff(deps, of, error);
    return outcome === 'failed';
  }
  if (refused !== undefined) await forgetRefusal(deps.db, refused);
  return true;
}

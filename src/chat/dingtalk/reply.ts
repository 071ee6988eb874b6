import type { Clock } from '../../domain/clock.ts';
import type { Message } from '../../domain/message.ts';
import type { WayOut } from '../../net/way-out.ts';
import type { ChatMemory, Messenger } from '../chat.ts';
import { DeliveryError } from '../delivery-error.ts';
import type { Incoming } from './incoming.ts';
import { answerBySession, isTrustedAddress } from './session-webhook.ts';

/** Before the end, so that it does not end on the way. */
const WEBHOOK_MARGIN_MS = 30_000;
const REPLY_LIMIT_MS = 60_000;

interface ReplyDeps {
  readonly messenger: Messenger;
  readonly oapiUrl: string;
  readonly wayOut: WayOut;
  readonly clock: Clock;
  readonly memory: Pick<ChatMemory, 'count'>;
}

/**
 * Answers where the question was asked, in groups before everybody: by the address that came with it while that is good, which
 * costs no metered call, else as the robot.
 */
export function createReply(deps: ReplyDeps, asked: Incoming): (message: Message) => Promise<void> {
  const { webhook, conversation } = asked;
  const place = conversation.kind === 'direct' ? 'direct' : 'group';
  let isUsable = webhook !== null && isTrustedAddress(webhook.url, deps.oapiUrl);
  return async (message) => {
    const signal = AbortSignal.timeout(REPLY_LIMIT_MS);
    const { url, expiresAt } = webhook ?? { url: '', expiresAt: null };
    const isYoung = expiresAt === null || deps.clock.now() < expiresAt - WEBHOOK_MARGIN_MS;
    if (isUsable && isYoung) {
      await deps.memory.count('stream_delivery');
      const outcome = await answerBySession({ wayOut: deps.wayOut, url, place }, message, signal);
      if (outcome === 'sent') return;
      isUsable = false;
    }
    await answerAsRobot(deps.messenger, asked, { message, signal });
  };
}

/** The delivery id is for the sake of the interface: this chat cannot be asked. */
async function answerAsRobot(
  messenger: Messenger,
  { conversation, actor }: Incoming,
  { message, signal }: { readonly message: Message; readonly signal: AbortSignal },
): Promise<void> {
  if (conversation.kind === 'channel') {
    await messenger.sendToChannel(conversation.id, message, { deliveryId: 'reply', signal });
    return;
  }
  if (actor === null) throw nobodyToAnswer();
  await messenger.sendToPerson(actor.memberId, message, 'reply', signal);
}

function nobodyToAnswer(): DeliveryError {
  return new DeliveryError({
    reason: 'recipient',
    code: 'no_sender',
    message: 'Not sent: DingTalk does not tell who wrote, and its address for the answer is not usable.',
  });
}

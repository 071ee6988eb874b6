import type { Addressee } from '../../domain/code-meaning.ts';
import type { Message } from '../../domain/message.ts';
import type { DeliveryId, MessageReference, Messenger, SentMessage } from '../chat.ts';
import { DeliveryError } from '../delivery-error.ts';
import type { Pace } from '../transport/pacing.ts';
import type { DeliveryEvidenceReader } from './delivery-evidence.ts';
import { deliveryMetadata, markBlocks } from './delivery-mark.ts';
import type { DirectMessages } from './direct-messages.ts';
import { isDirect } from './incoming.ts';
import { POSTS, UPDATES } from './lanes.ts';
import { sendRendered } from './renderings.ts';
import { answered, networkFailures } from './slack-error.ts';
import type { WebAccess } from './web-client.ts';

interface MessengerDeps {
  readonly web: WebAccess;
  readonly pace: Pace;
  readonly directMessages: DirectMessages;
  readonly evidence: DeliveryEvidenceReader;
}

interface Post {
  readonly conversationId: string;
  readonly addressee: Addressee;
  readonly message: Message;
  readonly deliveryId: DeliveryId;
  readonly inThreadOf?: MessageReference | undefined;
  readonly signal: AbortSignal;
}

export function createMessenger(deps: MessengerDeps): Messenger {
  return {
    sendToPerson: (memberId, message, deliveryId, signal) =>
      sendToPerson(deps, memberId, { message, deliveryId, signal }),
    sendToChannel: (conversationId, message, options) =>
      post(deps, { conversationId, addressee: 'channel', message, ...options }),
    async update(sent, message, signal) {
      await update(deps, sent, { message, signal });
      return 'updated';
    },
    ...deps.evidence,
  };
}

async function sendToPerson(
  deps: MessengerDeps,
  memberId: string,
  content: Pick<Post, 'message' | 'deliveryId' | 'signal'>,
): Promise<MessageReference> {
  const conversationId = await deps.directMessages.open(memberId, content.signal);
  try {
    return await post(deps, { conversationId, addressee: 'person', ...content });
  } catch (error) {
    const isGone = error instanceof DeliveryError && error.code === 'channel_not_found';
    if (!isGone || !deps.directMessages.forget(memberId)) throw error;
    // The conversation remembered is gone and nothing was posted: whether the person is, opening it anew tells.
    const reopened = await deps.directMessages.open(memberId, content.signal);
    if (reopened === conversationId) throw error;
    return await post(deps, { conversationId: reopened, addressee: 'person', ...content });
  }
}

async function post(deps: MessengerDeps, message: Post): Promise<MessageReference> {
  const { conversationId, addressee, deliveryId, inThreadOf, signal } = message;
  return sendRendered(message.message, async ({ text, blocks }) => {
    await deps.pace(POSTS, signal);
    const posting = deps.web.bot(signal).chat.postMessage({
      channel: conversationId,
      text,
      blocks: markBlocks(blocks, deliveryId),
      metadata: deliveryMetadata(deliveryId),
      unfurl_links: false,
      unfurl_media: false,
      ...(inThreadOf === undefined ? {} : { thread_ts: inThreadOf.messageId }),
    });
    const { ts, channel } = await answered(posting, addressee);
    if (ts === undefined) throw networkFailures.ambiguous('no_timestamp');
    return { conversationId: channel ?? conversationId, messageId: ts };
  });
}

async function update(
  deps: MessengerDeps,
  { conversationId, messageId, deliveryId }: SentMessage,
  { message, signal }: { readonly message: Message; readonly signal: AbortSignal },
): Promise<void> {
  await sendRendered(message, async ({ text, blocks }) => {
    await deps.pace(UPDATES, signal);
    const where = { channel: conversationId, ts: messageId };
    const marks = { blocks: markBlocks(blocks, deliveryId), metadata: deliveryMetadata(deliveryId) };
    const addressee = isDirect(conversationId) ? 'person' : 'channel';
    await answered(deps.web.bot(signal).chat.update({ text, ...marks, ...where }), addressee);
  });
}

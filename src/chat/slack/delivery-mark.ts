import type { types } from '@slack/bolt';
import type { DeliveryId } from '../chat.ts';
import type { SlackBlock } from './message-blocks.ts';

const EVENT_TYPE = 'ram_mfa_bot_delivery';
const BLOCK_ID_PREFIX = 'delivery:';

/** Anybody in the workspace can read metadata: it names the delivery and nobody. */
export function deliveryMetadata(deliveryId: DeliveryId): types.MessageMetadata {
  return { event_type: EVENT_TYPE, event_payload: { delivery_id: deliveryId } };
}

/** The id a second time, since reading metadata may take a scope of its own and block ids take none. */
export function markBlocks(blocks: readonly SlackBlock[], deliveryId: DeliveryId): SlackBlock[] {
  return blocks.map((block, index) =>
    index === 0 ? { ...block, block_id: `${BLOCK_ID_PREFIX}${deliveryId}` } : block,
  );
}

interface StoredMessage {
  readonly metadata?: { readonly event_payload?: unknown };
  readonly blocks?: readonly { readonly block_id?: string }[];
}

/** Is this the message of that delivery? */
export function isMarkedWith(message: StoredMessage, deliveryId: DeliveryId): boolean {
  const payload = message.metadata?.event_payload;
  const isInMetadata =
    typeof payload === 'object' &&
    payload !== null &&
    'delivery_id' in payload &&
    payload.delivery_id === deliveryId;
  const isInBlocks = message.blocks?.some((block) => block.block_id === `${BLOCK_ID_PREFIX}${deliveryId}`);
  return isInMetadata || isInBlocks === true;
}

import type { types } from '@slack/bolt';
import type { DeliveryId } from '../chat.ts';
import type { SlackBlock } from './message-blocks.ts';

const EVENT_TYPE = 'ram_mfa_bot_delivery';
const BLOCK_ID_PREFIX = 'delivery:';
const CONTINUED_PREFIX = 'delivery-';
/** A block's id has at most 255 characters. */
const PART_LENGTH = 240;

/** Anybody in the workspace can read metadata: it names the delivery and nobody. */
export function deliveryMetadata(deliveryId: DeliveryId): types.MessageMetadata {
  return { event_type: EVENT_TYPE, event_payload: { delivery_id: deliveryId } };
}

/**
 * The id a second time, since reading metadata may take a scope of its own and block ids take none. As long as one is it stands
 * in the first block; the rest of a longer one in those that follow.
 */
export function markBlocks(blocks: readonly SlackBlock[], deliveryId: DeliveryId): SlackBlock[] {
  return blocks.map((block, index) => {
    const prefix = index === 0 ? BLOCK_ID_PREFIX : `${CONTINUED_PREFIX}${index}:`;
    const part = deliveryId.slice(index * PART_LENGTH, (index + 1) * PART_LENGTH);
    return part === '' ? block : { ...block, block_id: `${prefix}${part}` };
  });
}

interface StoredMessage {
  readonly metadata?: { readonly event_payload?: unknown };
  readonly blocks?: readonly { readonly block_id?: string }[];
}

/** Of which delivery this is the message; null: of none. */
export function deliveryIdIn(message: StoredMessage): DeliveryId | null {
  return idInBlocks(message) ?? idInMetadata(message);
}

function idInBlocks({ blocks = [] }: StoredMessage): DeliveryId | null {
  const [first = '', ...rest] = blocks.map(({ block_id: id = '' }) => id);
  if (!first.startsWith(BLOCK_ID_PREFIX)) return null;
  const parts = rest.map((id, index) => {
    const prefix = `${CONTINUED_PREFIX}${index + 1}:`;
    return id.startsWith(prefix) ? id.slice(prefix.length) : '';
  });
  return [first.slice(BLOCK_ID_PREFIX.length), ...parts].join('');
}

function idInMetadata({ metadata }: StoredMessage): DeliveryId | null {
  const payload = metadata?.event_payload;
  const isOurs = typeof payload === 'object' && payload !== null && 'delivery_id' in payload;
  return isOurs && typeof payload.delivery_id === 'string' ? payload.delivery_id : null;
}

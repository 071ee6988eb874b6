import type { Clock } from '../../domain/clock.ts';
import type { DeliveryEvidence, Messenger } from '../chat.ts';
import { DeliveryError } from '../delivery-error.ts';
import { type PatientRead, readFailureCode } from '../transport/patient-read.ts';
import { isMarkedWith } from './delivery-mark.ts';
import type { DirectMessages } from './direct-messages.ts';
import { answered, networkFailures } from './slack-error.ts';
import type { WebAccess } from './web-client.ts';

export type FindDelivered = Messenger['findDelivered'];

/** A message whose answer was lost may show a little later. */
const BETWEEN_READS_MS = 10_000;
/** How far this machine's clock may be ahead of Slack's: a message must not be missed for that. */
const CLOCK_TOLERANCE_MS = 60 * 60_000;
const PAGE_SIZE = 200;
const PAGES_MAX = 20;

interface EvidenceDeps {
  readonly web: WebAccess;
  readonly directMessages: DirectMessages;
  readonly readPatiently: PatientRead;
  readonly clock: Clock;
}

/** Looks for a delivery's mark in the conversation with the person. */
export function createFindDelivered(deps: EvidenceDeps): FindDelivered {
  return async (memberId, { deliveryId, attemptedAt }, signal) => {
    const oldest = ((attemptedAt - CLOCK_TOLERANCE_MS) / 1000).toFixed(6);
    try {
      const conversationId = await deps.directMessages.open(memberId, signal);
      const search = { conversationId, oldest, deliveryId, signal };
      const first = await findMarked(deps, search);
      if (first !== null) return first;
      await deps.clock.sleep(BETWEEN_READS_MS, signal);
      return (await findMarked(deps, search)) ?? { kind: 'absent' };
    } catch (error) {
      return { kind: 'unreadable', code: readFailureCode(error, signal) };
    }
  };
}

interface Search {
  readonly conversationId: string;
  readonly oldest: string;
  readonly deliveryId: string;
  readonly signal: AbortSignal;
}

/** null only after every message since then was looked at. */
async function findMarked(deps: EvidenceDeps, search: Search): Promise<DeliveryEvidence | null> {
  const { conversationId, oldest, deliveryId, signal } = search;
  let cursor: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const answer = await deps.readPatiently(
      () =>
        answered(
          deps.web.bot(signal).conversations.history({
            channel: conversationId,
            oldest,
            inclusive: true,
            include_all_metadata: true,
            limit: PAGE_SIZE,
            ...(cursor === undefined ? {} : { cursor }),
          }),
          'person',
        ),
      signal,
    );
    if (answer.messages === undefined) throw networkFailures.ambiguous('no_messages');
    const found = answer.messages.find((message) => isMarkedWith(message, deliveryId));
    if (found?.ts !== undefined) {
      return { kind: 'delivered', reference: { conversationId, messageId: found.ts } };
    }
    cursor = answer.response_metadata?.next_cursor || undefined;
    if (cursor === undefined) return null;
  }
  throw new DeliveryError({
    reason: 'unavailable',
    code: 'too_many_messages',
    message: 'The conversation has more messages than are searched for a delivery.',
  });
}

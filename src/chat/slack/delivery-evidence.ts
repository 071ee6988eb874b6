import type { Clock } from '../../domain/clock.ts';
import type { DeliveryEvidence, Messenger, PastDelivery } from '../chat.ts';
import { DeliveryError } from '../delivery-error.ts';
import type { Pace } from '../transport/pacing.ts';
import { type PatientRead, readFailure } from '../transport/patient-read.ts';
import { deliveryIdIn } from './delivery-mark.ts';
import type { DirectMessages } from './direct-messages.ts';
import { READ_CONVERSATIONS } from './lanes.ts';
import { answered, networkFailures } from './slack-error.ts';
import type { WebAccess } from './web-client.ts';
import type { ReadWorkspace } from './workspace.ts';

export type DeliveryEvidenceReader = Pick<Messenger, 'findDelivered' | 'deliveriesTo'>;

/** A message whose answer was lost may show a little later. */
const BETWEEN_READS_MS = 10_000;
/** How far this machine's clock may be ahead of Slack's: a message must not be missed for that. */
const CLOCK_TOLERANCE_MS = 60 * 60_000;
/** Somebody waits to be told until it was read. */
const READ_WITHIN_MS = 8000;
const PAGE_SIZE = 200;
const PAGES_MAX = 20;

interface EvidenceDeps {
  readonly web: WebAccess;
  readonly pace: Pace;
  readonly directMessages: DirectMessages;
  readonly readWorkspace: ReadWorkspace;
  readonly readPatiently: PatientRead;
  readonly clock: Clock;
}

/** Looks for the bot's own messages in the conversation with a person. */
export function createEvidenceReader(deps: EvidenceDeps): DeliveryEvidenceReader {
  return {
    async findDelivered(memberId, { deliveryId, attemptedAt }, signal) {
      try {
        const conversationId = await deps.directMessages.open(memberId, signal);
        const search = { conversationId, oldest: oldestOf(attemptedAt), deliveryId, signal };
        const first = await findMarked(deps, search);
        if (first !== null) return first;
        await deps.clock.sleep(BETWEEN_READS_MS, signal);
        return (await findMarked(deps, search)) ?? { kind: 'absent' };
      } catch (error) {
        return { kind: 'unreadable', code: readFailure(error, signal).code };
      }
    },
    async deliveriesTo(memberId, since, signal) {
      const conversationId = await deps.directMessages.open(memberId, signal);
      const latest = ((deps.clock.now() + CLOCK_TOLERANCE_MS) / 1000).toFixed(6);
      const inTime = AbortSignal.any([signal, AbortSignal.timeout(READ_WITHIN_MS)]);
      try {
        const search = { conversationId, oldest: oldestOf(since), latest, signal: inTime };
        const deliveries = await networkFailures.beforeSending(allMarked(deps, search), signal);
        return { kind: 'read', deliveries };
      } catch (error) {
        if (error instanceof DeliveryError) return { kind: 'unreadable', failure: error };
        throw error;
      }
    },
  };
}

const oldestOf = (since: number) => (Math.max(0, since - CLOCK_TOLERANCE_MS) / 1000).toFixed(6);

interface Search {
  readonly conversationId: string;
  readonly oldest: string;
  /** With it the newest come first, and of too many the oldest are left out; else too many are a failure. */
  readonly latest?: string;
  readonly signal: AbortSignal;
}

/** null only after every message since then was looked at. */
async function findMarked(
  deps: EvidenceDeps,
  search: Search & { readonly deliveryId: string },
): Promise<DeliveryEvidence | null> {
  for await (const message of messagesSince(deps, search)) {
    if (message.ts !== undefined && deliveryIdIn(message) === search.deliveryId) {
      const { conversationId } = search;
      return { kind: 'delivered', reference: { conversationId, messageId: message.ts } };
    }
  }
  return null;
}

/** What a person wrote, as a message can be made to look, is none of the bot's. */
async function allMarked(deps: EvidenceDeps, search: Search): Promise<readonly PastDelivery[]> {
  const { botId } = await deps.readWorkspace(search.signal);
  const found: PastDelivery[] = [];
  for await (const message of messagesSince(deps, search)) {
    const { ts, bot_id: author } = message;
    const deliveryId = deliveryIdIn(message);
    if (ts === undefined || author !== botId || deliveryId === null) continue;
    const reference = { conversationId: search.conversationId, messageId: ts };
    found.push({ deliveryId, reference, at: Math.floor(Number(ts) * 1000) });
  }
  return found.toSorted((one, other) => one.at - other.at);
}

async function* messagesSince(deps: EvidenceDeps, { conversationId, signal, oldest, latest }: Search) {
  let cursor: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const answer = await deps.readPatiently(async () => {
      await deps.pace(READ_CONVERSATIONS, signal);
      const reading = deps.web.bot(signal).conversations.history({
        channel: conversationId,
        oldest,
        ...(latest === undefined ? {} : { latest }),
        inclusive: true,
        include_all_metadata: true,
        limit: PAGE_SIZE,
        ...(cursor === undefined ? {} : { cursor }),
      });
      return answered(reading, 'person');
    }, signal);
    if (answer.messages === undefined) throw networkFailures.ambiguous('no_messages');
    yield* answer.messages;
    cursor = answer.response_metadata?.next_cursor || undefined;
    if (cursor === undefined) return;
  }
  if (latest !== undefined) return;
  throw new DeliveryError({
    reason: 'unavailable',
    code: 'too_many_messages',
    message: 'The conversation has more messages than are searched for a delivery.',
  });
}

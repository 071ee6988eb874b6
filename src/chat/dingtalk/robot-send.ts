import type { Message } from '../../domain/message.ts';
import type { MessageReference, RecipientOutcome } from '../chat.ts';
import { networkFailures } from './http-exchange.ts';
import { type Markdown, messageMarkdown } from './message-markdown.ts';
import type { OpenPlatform } from './open-platform.ts';
import { isUnsafeLink } from './refusal.ts';
import type { Setting } from './setting.ts';

/** https://open.dingtalk.com/document/development/chatbots-send-one-on-one-chat-messages-in-batches */
export const RECIPIENTS_MAX = 20;
const BATCH_SEND = '/v1.0/robot/oToMessages/batchSend';
/** https://open.dingtalk.com/document/development/the-robot-sends-a-group-message */
const GROUP_SEND = '/v1.0/robot/groupMessages/send';
/** DingTalk held it back for this person; it tells no time. */
const RETRY_FLOW_CONTROLLED_MS = 15 * 60_000;

/** The robot of the app, as it speaks. */
export interface Robot {
  readonly platform: OpenPlatform;
  readonly robotCode: string;
}

/** What became of one call, by member id. */
export interface DirectSend {
  readonly reference: MessageReference;
  readonly outcomes: ReadonlyMap<string, RecipientOutcome>;
}

/** The same words to up to twenty people, in one call. @throws {DeliveryError} for the call as a whole */
export async function sendDirectly(
  robot: Robot,
  memberIds: readonly string[],
  { message, signal }: { readonly message: Message; readonly signal: AbortSignal },
): Promise<DirectSend> {
  return withSafeLinks(message, 'direct', (markdown) =>
    deliverDirectly(robot, memberIds, { template: template(markdown), signal }),
  );
}

/** What a message is made of: https://open.dingtalk.com/document/development/robot-message-type */
interface Filled {
  readonly template: { readonly msgKey: string; readonly msgParam: string };
  readonly signal: AbortSignal;
}

export async function deliverDirectly(
  { platform, robotCode }: Robot,
  memberIds: readonly string[],
  { template: filledIn, signal }: Filled,
): Promise<DirectSend> {
  const body = { robotCode, userIds: memberIds, ...filledIn };
  const answer = await platform.send(BATCH_SEND, { body, addressee: 'person', signal });
  const outcomes = new Map(memberIds.map((memberId) => [memberId, outcomeFor(memberId, answer)]));
  const isAnybodyReached = [...outcomes.values()].some(({ kind }) => kind === 'sent');
  return { reference: referenceOf(robotCode, answer.processQueryKey, isAnybodyReached), outcomes };
}

/** @throws {DeliveryError} */
export async function sendToGroup(
  robot: Robot,
  openConversationId: string,
  { message, signal }: { readonly message: Message; readonly signal: AbortSignal },
): Promise<MessageReference> {
  return withSafeLinks(message, 'group', (markdown) =>
    deliverToGroup(robot, openConversationId, { template: template(markdown), signal }),
  );
}

export async function deliverToGroup(
  { platform, robotCode }: Robot,
  openConversationId: string,
  { template: filledIn, signal }: Filled,
): Promise<MessageReference> {
  const body = { robotCode, openConversationId, ...filledIn };
  const answer = await platform.send(GROUP_SEND, { body, addressee: 'channel', signal });
  return referenceOf(openConversationId, answer.processQueryKey, true);
}

/** Sends the message, and where DingTalk refuses an address in it, once more with words in the place of links. */
export async function withSafeLinks<Answer>(
  message: Message,
  place: Setting['place'],
  send: (markdown: Markdown) => Promise<Answer>,
): Promise<Answer> {
  const clickable = messageMarkdown(message, { place, links: 'clickable' });
  try {
    return await send(clickable);
  } catch (error) {
    const inWords = messageMarkdown(message, { place, links: 'words' });
    if (!isUnsafeLink(error) || inWords.text === clickable.text) throw error;
    return send(inWords);
  }
}

function template({ title, text }: Markdown) {
  return { msgKey: 'sampleMarkdown', msgParam: JSON.stringify({ title, text }) };
}

/** A success can leave people out, each list for its own reason; the filtered are in the vendor's SDKs and on no page. */
function outcomeFor(memberId: string, answer: Readonly<Record<string, unknown>>): RecipientOutcome {
  const isIn = (list: string): boolean => {
    const ids = answer[list];
    return Array.isArray(ids) && ids.includes(memberId);
  };
  if (isIn('invalidStaffIdList')) return { kind: 'failed', code: 'invalid' };
  if (isIn('filteredStaffIdList')) return { kind: 'failed', code: 'filtered' };
  if (isIn('flowControlledStaffIdList')) {
    return { kind: 'postponed', code: 'flow_controlled', retryAfterMs: RETRY_FLOW_CONTROLLED_MS };
  }
  return { kind: 'sent' };
}

function referenceOf(conversationId: string, key: unknown, isNeeded: boolean): MessageReference {
  if (typeof key === 'string' && key !== '') return { conversationId, messageId: key };
  if (isNeeded) throw networkFailures.ambiguous('no_process_query_key');
  return { conversationId, messageId: '' };
}
